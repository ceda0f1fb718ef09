/** Runs `work`, and says of what it throws where in which plan that was. */
export const within = <T>(place: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    const { message } = error as Error;
    throw new Error(/^(step|skill|lane) '/.test(message) ? `${place}, ${message}` : `${place}: ${message}`, {
      cause: error,
    });
  }
};
