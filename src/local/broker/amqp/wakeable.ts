/**
 * Runs a task each time it is woken, never twice at once: who wakes it while it runs makes it run again.
 * @param failed told of a run that threw
 */
export const wakeable = (task: () => Promise<void>, failed: (error: unknown) => void): (() => void) => {
  let running = false;
  let again = false;

  const run = async (): Promise<void> => {
    again = false;
    await task();
    if (again) await run();
  };

  return () => {
    again = true;
    if (running) return;
    running = true;
    run()
      .catch(failed)
      .finally(() => (running = false));
  };
};
