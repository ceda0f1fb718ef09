import { isRunId } from '../../contracts/ids';
import type { Run } from '../planner/run';
import type { RunStore } from '../ports/run-store';
import { refusal } from './problem-error';
import type { Caller } from './route';

/** For so long an accepted intent answers although its run is not there yet. */
const ACCEPTED_FOR_MS = 10 * 60_000;
/** Another gateway's clock may be so far ahead of ours. */
const AHEAD_MS = 60_000;

/** `?since=`: milliseconds since the epoch, or RFC 3339. */
const instantOf = (since: string): number => (/^\d+$/.test(since) ? Number(since) : Date.parse(since));

/** Whether a run that is not there may be on its way: its link says that it was accepted a short while ago. */
export const isExpected = (since: string | null, now: number): boolean => {
  const at = since === null ? NaN : instantOf(since);
  return at > now - ACCEPTED_FOR_MS && at < now + AHEAD_MS;
};

export const noRun = (id: string) =>
  refusal(
    'not-found',
    `There is no run '${id}'. Right after an intent was accepted, use the link of that answer.`,
  );

/** The run, where there is one for this caller: that of another tenant is none. */
export const findRun =
  (runs: RunStore) =>
  async (id: string, { tenant }: Caller): Promise<Run | undefined> => {
    if (!isRunId(id)) throw noRun(id);
    const run = (await runs.load([id])).get(id)?.run;
    if (run && run.tenant !== tenant) throw noRun(id);
    return run;
  };
