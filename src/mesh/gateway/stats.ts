import { OPEN_STATES, type OpenState } from '../letters/letter';
import { hasEnded } from '../planner/run';
import type { Clock } from '../ports/clock';
import type { HealthStore } from '../ports/health-store';
import type { LetterStore } from '../ports/letter-store';
import type { IndexedRun, RunIndex } from '../ports/run-index';

export interface StatsDeps {
  index: Pick<RunIndex, 'list' | 'waiting'>;
  letters: Pick<LetterStore, 'search'>;
  health: Pick<HealthStore, 'read'>;
  clock: Pick<Clock, 'now'>;
}

/** Newest runs that are looked through; tasks and letters that are counted, of each kind. */
const RUNS = 1_000;
const COUNTED = 500;
const MINUTE_MS = 60_000;

const IN_FLIGHT = ['accepted', 'running', 'waiting', 'blocked'] as const;

const newestRuns = async ({ index }: StatsDeps, tenant: string) => {
  const found: IndexedRun[] = [];
  let cursor: string | undefined;
  do {
    const page = await index.list({ tenant, limit: RUNS - found.length, ...(cursor && { cursor }) });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < RUNS);
  return { found, more: cursor !== undefined };
};

const runsOf = async (deps: StatsDeps, tenant: string, now: number) => {
  const { found, more } = await newestRuns(deps, tenant);
  const since = now - MINUTE_MS;
  const ended = found.filter((run) => hasEnded(run) && run.at >= since);
  return {
    of: found.length,
    more,
    byStatus: Object.fromEntries(
      IN_FLIGHT.map((status) => [status, found.filter((run) => run.status === status).length]),
    ),
    lastMinute: {
      accepted: found.filter(({ acceptedAt }) => acceptedAt >= since).length,
      ended: ended.length,
      completed: ended.filter(({ status }) => status === 'completed').length,
    },
  };
};

const waitingOf = async ({ index }: StatsDeps, tenant: string) => {
  const { items, cursor } = await index.waiting({ tenant, limit: COUNTED });
  return { count: items.length, more: cursor !== undefined };
};

const lettersOf = async ({ letters }: StatsDeps, tenants: readonly string[], state: OpenState) => {
  const pages = await Promise.all(tenants.map((tenant) => letters.search({ tenant, state, limit: COUNTED })));
  return {
    count: pages.reduce((sum, page) => sum + page.letters.length, 0),
    more: pages.some(({ cursor }) => cursor !== undefined),
  };
};

const readersOf = async ({ health }: StatsDeps) => {
  const looks = await health.read();
  return looks
    .map(({ hub, group, at, events, oldestAt, rate }) => ({
      hub,
      group,
      at,
      ...(events !== undefined && { waiting: events }),
      ...(oldestAt !== undefined && { oldestMs: Math.max(0, at - oldestAt) }),
      ...(rate && { rate }),
    }))
    .sort((a, b) => (`${a.hub} ${a.group}` < `${b.hub} ${b.group}` ? -1 : 1));
};

/**
 * What the mesh does now, in numbers: readers as the monitor saw them last, for the whole mesh; runs, tasks and letters of
 * one caller. Counts are of the newest, and say where there are more.
 */
export const collectStats =
  (deps: StatsDeps) =>
  async (tenant: string, letterTenants: readonly string[] = [tenant]) => {
    const now = deps.clock.now();
    const [readers, runs, waiting, ...counts] = await Promise.all([
      readersOf(deps),
      runsOf(deps, tenant, now),
      waitingOf(deps, tenant),
      ...OPEN_STATES.map((state) => lettersOf(deps, letterTenants, state)),
    ]);
    const letters = Object.fromEntries(OPEN_STATES.map((state, at) => [state, counts[at]!]));
    return { at: now, readers, runs, waiting, letters };
  };
