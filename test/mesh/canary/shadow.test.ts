import { BusinessFailure, PlatformError } from '../../../src/contracts/errors';
import type { MeshEvent } from '../../../src/contracts/event';
import { shadow, type ShadowDeps } from '../../../src/mesh/canary/shadow';
import { summed } from '../../../src/mesh/canary/tally';
import { memoryCanaryStore } from '../../../src/mesh/ports/memory/memory-canary-store';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import { memoryLog } from '../../../src/mesh/ports/memory/memory-log';
import { memoryMetrics } from '../../../src/mesh/ports/memory/memory-metrics';
import { memoryRunStore } from '../../../src/mesh/ports/memory/memory-run-store';
import { virtualClock } from '../../../src/mesh/ports/memory/virtual-clock';
import type { Skill } from '../../../src/mesh/worker/skill';
import { batchOf } from '../worker/world';
import { book, failed, foldAll, NOON, planOf, result, RUN, skill, start, step } from '../planner/world';

const PLAN = planOf({
  a: step({ input: { n: { $from: '/intent/data/n' } } }),
  list: step({ needs: ['a'], forEach: '/steps/a/output/rows', input: { row: { $from: '/item' } } }),
});

const A = result('a', 'completed', { output: { rows: [1, 2], sum: 3 } });

const world = async (perform: Skill['perform'], more: Partial<ShadowDeps> = {}) => {
  const runs = memoryRunStore();
  await runs.save([{ run: foldAll(start(PLAN, { n: 7 }).run, [A]) }]);
  const outcomes = memoryCanaryStore();
  const metrics = memoryMetrics();
  const inputs: unknown[] = [];
  const next = {
    ...skill('test.do@2'),
    perform: (...args: Parameters<Skill['perform']>) => {
      inputs.push(args[0]);
      return perform(...args);
    },
  };
  const deps: ShadowDeps = {
    next: { 'test.do@1': 'test.do@2' },
    catalog: { skill: (name) => (name === 'test.do@2' ? next : undefined) },
    book,
    runs,
    contents: memoryContentStore(),
    outcomes,
    clock: virtualClock(NOON),
    log: memoryLog(),
    metrics,
    ...more,
  };
  const look = shadow(deps);
  const tally = async (...events: readonly MeshEvent[]) => {
    await look(batchOf(...events));
    return summed((await outcomes.all()).map((row) => row.tally));
  };
  return { tally, look, inputs, outcomes, metrics };
};

it('performs the next version on the input that the task had, and finds it alike', async () => {
  const { tally, inputs } = await world(() => ({ sum: 3, rows: [1, 2] }));
  expect(await tally(A)).toMatchObject({ compared: 1, same: 1, spots: [], broken: {} });
  expect(inputs).toEqual([{ n: 7 }]);
});

it('says where it differs, with a task to look at', async () => {
  const { tally } = await world(() => ({ rows: [1, 9], sum: 3 }));
  expect(await tally(A)).toMatchObject({
    compared: 1,
    same: 0,
    spots: [{ pointer: '/*/*', kind: 'changed', count: 1, example: { task: `${RUN}.a`, tenant: 'acme' } }],
  });
});

it('gives each item of a list its own input', async () => {
  const { inputs, tally } = await world(({ row }: never) => row);
  const found = await tally(
    result('list.0', 'completed', { output: 1 }),
    result('list.1', 'completed', { output: 5 }),
  );
  expect(inputs).toEqual([{ row: 1 }, { row: 2 }]);
  expect(found).toMatchObject({ compared: 2, same: 1, spots: [{ pointer: '', kind: 'changed' }] });
});

it('compares business reasons by their code', async () => {
  const no = () => {
    throw new BusinessFailure('no', 'because');
  };
  const one = await world(no);
  expect(await one.tally(failed('a', 'no'))).toMatchObject({ compared: 1, same: 1 });
  const other = await world(no);
  expect(await other.tally(A)).toMatchObject({
    spots: [{ pointer: '', told: { actual: 'completed', next: 'failed: no' } }],
  });
});

it.each<[what: string, perform: Skill['perform'], code: string]>([
  [
    'throws',
    () => {
      throw new Error('broken');
    },
    'skill-error',
  ],
  ['gives no JSON', () => 1n, 'invalid-output'],
])('counts a next version that %s as broken', async (_, perform, code) => {
  const { tally } = await world(perform);
  expect(await tally(A)).toMatchObject({ compared: 1, same: 0, broken: { [code]: 1 } });
});

it('counts a task once, however often its batch comes', async () => {
  const { tally } = await world(() => ({}));
  await tally(A);
  expect(await tally(A)).toMatchObject({ compared: 1 });
});

it('performs nothing but what is named, and nothing for news of tasks', async () => {
  const { tally, inputs } = await world(() => ({}), { next: {} });
  expect(await tally(A)).toMatchObject({ compared: 0 });
  const other = await world(() => ({}));
  await other.tally(result('a', 'started', { skill: 'test.do@1' }), result('nowhere', 'completed'));
  expect([...inputs, ...other.inputs]).toEqual([]);
});

it.each([
  [{ 'test.do@1': 'test.gone@1' }, `no agent of this build offers 'test.gone@1'`],
  [{ 'test.do@1': 'test.buy@2' }, `'test.buy@2' has effects`],
  [{ 'test.do@1': 'test.ask@2' }, `'test.ask@2' is performed by: person`],
])('refuses to start with %j', async (next, said) => {
  const catalog = { skill: (name: string) => (name.startsWith('test.gone') ? undefined : skill(name)) };
  await expect(world(() => ({}), { next, catalog })).rejects.toThrow(said);
});

it('looks at nobody’s personal data', async () => {
  const personal = { type: 'object', 'x-data-classification': 'personal' };
  const classified = {
    ...book,
    schema: (key: string) => (key === 'test/any@1' ? personal : book.schema(key)),
  };
  await expect(world(() => ({}), { book: classified })).rejects.toThrow('holds personal data');
});

it('lets a batch come again where a store does not answer', async () => {
  const load = () => Promise.reject(new PlatformError('tables are away'));
  const { look } = await world(() => ({}), { runs: { load } });
  await expect(look(batchOf(A))).rejects.toThrow(PlatformError);
});
