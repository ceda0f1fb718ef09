import type { Run, RunStatus } from '../../../src/mesh/planner/run';
import { memoryLog } from '../../../src/mesh/ports/memory/memory-log';
import type { ReplayerDeps } from '../../../src/mesh/replayer/deps';
import { REPLAY_LIMITS } from '../../../src/mesh/replayer/deps';
import type { Replay } from '../../../src/mesh/replayer/replay';
import { replayTick } from '../../../src/mesh/replayer/tick';
import { intentEvent, letterWorld, POLICY, RUN } from '../letters/world';

export const runOf = (status: RunStatus, id = RUN): Run => ({
  v: 1,
  id,
  tenant: 't1',
  intent: intentEvent(),
  bodyHash: '',
  inline: 0,
  agent: { name: 'a', version: '1' },
  plan: { steps: {}, output: null },
  outputSchema: 'test/any@1',
  status,
  acceptedAt: 0,
  steps: {},
  folds: [],
});

export const replayOf = (total: number, fields: Partial<Replay> = {}): Replay => ({
  v: 1,
  id: 'r1',
  tenant: 't1',
  by: { type: 'user', id: 'u1' },
  createdAt: Date.UTC(2026, 0, 1),
  select: {},
  options: { perSecond: 10, deadline: 'extend' },
  total,
  next: 0,
  ...fields,
});

/** The replayer on doubles. `turn` is one tick and the time that it may take. */
export const replayerWorld = (fields: Partial<ReplayerDeps> = {}) => {
  const world = letterWorld();
  const limits = { ...REPLAY_LIMITS, automatic: 0, ...fields.limits };
  const deps: ReplayerDeps = { ...world, log: memoryLog(), policy: POLICY, ...fields, limits };

  const tickWith = async (other: Partial<ReplayerDeps> = {}) => {
    const tick = replayTick({ ...deps, ...other })();
    // Whoever awaits the tick sees its failure; until then it is nobody's.
    tick.catch(() => undefined);
    await world.clock.advance(limits.budgetMs);
    return tick;
  };
  const setRun = async (status: RunStatus, id = RUN) => {
    const stored = (await world.runs.load([id])).get(id);
    await world.runs.save([{ run: runOf(status, id), ...(stored && { etag: stored.etag }) }]);
  };
  const states = async (id = 'r1') => (await world.replays.items(id, 0, 10_000)).map(({ state }) => state);

  return { ...world, deps, tickWith, turn: () => tickWith(), setRun, states };
};
