import type { Call } from './call';
import type { CallOptions } from './operation';
import type { Run } from './generated/types';

export interface WaitOptions extends CallOptions {
  /** Milliseconds to wait in all: for ever if absent, or until the signal aborts. */
  withinMs?: number;
}

/** What names a run: its id, or the answer that accepted its intent. */
export type RunRef = string | { runId: string; link?: string };

/** The run had not ended within the time that the caller gave: it goes on. */
export class StillRunning extends Error {
  override readonly name = 'StillRunning';
  readonly run: Run;

  constructor(run: Run) {
    super(`the run ${run.runId} is ${run.status}`);
    this.run = run;
  }
}

const ENDED: ReadonlySet<string> = new Set(['completed', 'failed', 'expired', 'cancelled']);
/** Seconds that the mesh holds one answer. */
const HOLD_S = 30;

/** The run, and since when it is expected: right after it was accepted it may not be there yet. */
export const runOf = (run: RunRef): { id: string; since?: string } => {
  if (typeof run === 'string') return { id: run };
  const since = run.link === undefined ? undefined : new URL(run.link).searchParams.get('since');
  return { id: run.runId, ...(since && { since }) };
};

/** Waits until a run ends, however it ends. @throws StillRunning when it has not in time */
export const waitForRun =
  (call: Call) =>
  async (ref: RunRef, { withinMs = Infinity, ...options }: WaitOptions = {}): Promise<Run> => {
    const until = Date.now() + withinMs;
    for (;;) {
      const left = Math.max(0, until - Date.now());
      const wait = Math.min(HOLD_S, Math.ceil(left / 1000));
      const run = (await call('GetRun', { ...runOf(ref), wait }, options)).body!;
      if (ENDED.has(run.status)) return run;
      if (Date.now() >= until) throw new StillRunning(run);
    }
  };

/** Waits until a run ends, and gives its output. @throws MeshProblem 422 when it failed, expired or was cancelled */
export const waitForResult =
  (call: Call) =>
  async (ref: RunRef, options: WaitOptions = {}): Promise<unknown> => {
    const { runId } = await waitForRun(call)(ref, options);
    const { withinMs: _, ...rest } = options;
    return (await call('GetResult', { id: runId }, rest)).body;
  };
