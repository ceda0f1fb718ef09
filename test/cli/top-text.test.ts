import type { StatsView } from '../../src/cli/stats-view';
import type { Hint } from '../../src/cli/hint';
import { topText } from '../../src/cli/top-text';

const hint: Hint = (...words) => `mesh ${words.join(' ')}`;
const AT = new Date(2024, 4, 3, 14, 5, 6).toISOString();

const stats = (fields: Partial<StatsView> = {}): StatsView => ({
  at: AT,
  readers: [
    { hub: 'events', group: 'index', at: AT, waiting: 0, rate: { in: 12.25, out: 12.25 } },
    { hub: 'events', group: 'notifier', at: AT },
    { hub: 'intents', group: 'planner', at: AT, waiting: 4, oldestMs: 1_200, rate: { in: 3, out: 2.4 } },
    { hub: 'tasks', group: 'worker', at: AT, waiting: 1_200, oldestMs: 190_000, rate: { in: 9.04, out: 4 } },
    { hub: 'tasks-priority', group: 'worker', at: AT, waiting: 0, rate: { in: 1, out: 1 } },
  ],
  runs: {
    of: 1_000,
    more: true,
    byStatus: { accepted: 1, running: 20, waiting: 3, blocked: 2 },
    lastMinute: { accepted: 180, ended: 150, completed: 148 },
  },
  waiting: { count: 500, more: true },
  letters: {
    new: { count: 2, more: false },
    replaying: { count: 0, more: false },
    parked: { count: 1, more: false },
  },
  ...fields,
});

it('shows on one screen what the mesh does', () => {
  expect(topText(stats(), hint)).toMatchSnapshot();
});

it('says where the monitor has not looked yet', () => {
  const text = topText(stats({ readers: [] }), hint);
  expect(text).toContain('intents –, tasks –');
  expect(text).toContain('The monitor has not looked yet.');
});

const none = { count: 0, more: false };
const calm = {
  waiting: none,
  letters: { new: none, replaying: none, parked: none },
  runs: {
    of: 1,
    more: false,
    byStatus: { running: 1, blocked: 0 },
    lastMinute: { accepted: 0, ended: 0, completed: 0 },
  },
  readers: [{ hub: 'tasks', group: 'worker', at: AT, waiting: 3, oldestMs: 100 }],
};

it.each<[string, Partial<StatsView>, string | undefined]>([
  ['nothing', {}, undefined],
  ['a reader that does not answer', { readers: [{ hub: 'tasks', group: 'worker', at: AT }] }, 'mesh doctor'],
  [
    'letters',
    { letters: { ...calm.letters, parked: { count: 1, more: false } } },
    'mesh dead-letters --groups',
  ],
  ['events that wait for minutes', { readers: [{ ...calm.readers[0]!, oldestMs: 120_000 }] }, 'mesh doctor'],
  [
    'runs that are blocked',
    { runs: { ...calm.runs, byStatus: { blocked: 2 } } },
    'mesh runs --status blocked',
  ],
  ['people who are asked', { waiting: { count: 2, more: false } }, 'mesh tasks'],
])('says what to look at first: %s', (_, fields, command) => {
  const text = topText(stats({ ...calm, ...fields }), hint);
  expect(/^look +(.*)$/m.exec(text)?.[1]).toBe(command);
});

it('fits eighty columns', () => {
  for (const line of topText(stats(), hint).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
