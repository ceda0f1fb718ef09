import type { TrialOptions, TrialRun } from './trial';

/** Where the process of a trial dies: what `trial` takes as `crashAt`, or nowhere. */
export type Crash = Pick<TrialOptions, 'crashAt'>;

const PERFORMED = 'perform ';

/** Steps that were performed, items apart. */
const performedIn = (writes: readonly string[]): readonly string[] => [
  ...new Set(
    writes.filter((write) => write.startsWith(PERFORMED)).map((write) => write.slice(PERFORMED.length)),
  ),
];

const wherever = (writes: readonly string[]) => [
  ...writes.map((write, at) => ({ crashAt: at + 1, what: `before write ${at + 1}, ${write}` })),
  ...performedIn(writes).map((step) => ({ crashAt: step, what: `when '${step}' was performed` })),
];

/**
 * Sends without a crash first, and then once for each boundary at which the process can die: before each write, and
 * after the effect of each step, when nobody knows of it. What `send` expects must hold every time; give each its own
 * agent and doubles, for what an outside system keeps survives the crash.
 *
 * @param send makes a trial with the options, sends, answers, expects, and gives the run
 * @returns how often the process died
 * @throws Error that says where the process died; its cause is what `send` threw
 * @example
 * it('books once wherever the process dies', () =>
 *   everyCrash(async (crash) => {
 *     const ledger = memoryLedger();
 *     const run = await trial(invoiceTriage({ ledger }), crash).send('business.invoice.intent', data);
 *     expect(ledger.entries).toHaveLength(1);
 *     return run;
 *   }));
 */
export const everyCrash = async (send: (crash: Crash) => Promise<TrialRun>): Promise<number> => {
  // Copied: a run goes on to count what is done to it.
  const whole = [...(await send({})).writes];
  const crashes = wherever(whole);
  for (const { crashAt, what } of crashes)
    await send({ crashAt }).catch((error: unknown) => {
      const { message } = error as Error;
      throw new Error(`the process died ${what} (crashAt: ${JSON.stringify(crashAt)}): ${message}`, {
        cause: error,
      });
    });
  return crashes.length;
};
