import { isRunId } from '../../contracts/ids';
import type { Clock } from '../ports/clock';
import type { RunStore, StoredRun } from '../ports/run-store';
import { refusal } from './problem-error';
import type { ApiRequest, Caller } from './route';

/** For so long an accepted intent answers although its run is not there yet. */
const ACCEPTED_FOR_MS = 10 * 60_000;
/** Another gateway's clock may be so far ahead of ours. */
const AHEAD_MS = 60_000;

/** Parameters of the routes of one run. */
export const RUN_ID = { id: { description: 'Id of the run.', schema: { type: 'string', format: 'uuid' } } };
export const SINCE = {
  since: {
    description:
      'When the intent was accepted (milliseconds since the epoch, or RFC 3339): for ten minutes from then on the answer is `accepted` although the run is not there yet. Part of the link that accepting gave. Who has no link says `now`.',
    schema: { type: 'string' },
  },
};

const instantOf = (since: string): number => (/^\d+$/.test(since) ? Number(since) : Date.parse(since));

/** `now` becomes the instant that it stands for: a link that is followed later must not begin anew. */
export const sinceOf = ({ url }: Pick<ApiRequest, 'url'>, now: number): string | undefined => {
  const since = url.searchParams.get('since') ?? undefined;
  return since === 'now' ? String(now) : since;
};

const isOnItsWay = (since: string | undefined, now: number): boolean => {
  const at = since === undefined ? NaN : instantOf(since);
  return at > now - ACCEPTED_FOR_MS && at < now + AHEAD_MS;
};

export const noRun = (id: string) =>
  refusal(
    'not-found',
    `There is no run '${id}'. Right after an intent was accepted, use the link of that answer.`,
  );

export interface FindRunDeps {
  runs: RunStore;
  clock: Clock;
}

/** Looks runs up for a caller: that of another tenant is none. */
export const findRun = ({ runs, clock }: FindRunDeps) => {
  /** undefined where there is no such run. */
  const byId = async (id: string, { tenant }: Caller): Promise<StoredRun | undefined> => {
    const stored = isRunId(id) ? (await runs.load([id])).get(id) : undefined;
    return stored?.run.tenant === tenant ? stored : undefined;
  };

  return {
    byId,
    /** The run that the path names. @throws ProblemError 404 */
    named: async ({ params }: ApiRequest, caller: Caller): Promise<StoredRun> => {
      const stored = await byId(params['id']!, caller);
      if (!stored) throw noRun(params['id']!);
      return stored;
    },
    /** The same, or undefined where `?since=` says that it is on its way. @throws ProblemError 404 */
    expected: async (request: ApiRequest, caller: Caller): Promise<StoredRun | undefined> => {
      const id = request.params['id']!;
      const now = clock.now();
      const stored = await byId(id, caller);
      if (!stored && !(isRunId(id) && isOnItsWay(sinceOf(request, now), now))) throw noRun(id);
      return stored;
    },
  };
};
