import { heldIn, withFirst } from '../../../src/mesh/planner/behind';
import { viewRun } from '../../../src/mesh/planner/view';
import { orderWorld, prepared, runOfIntent, wish } from './order-world';

const KEY = 'supplier-42';

const shown = async (world: ReturnType<typeof orderWorld>, n: number) => {
  const run = world.runs.all().find(({ id }) => id === runOfIntent(n, KEY))!;
  const key = heldIn(run);
  const line = key === undefined ? undefined : await world.runs.line(key);
  const { steps } = withFirst(viewRun(run), run, line?.line);
  return steps.find(({ step }) => step === 'post')?.behind;
};

it('is shown which run comes first, where a step could start but for that', async () => {
  const world = orderWorld(prepared);
  await world.deliver(wish(0, KEY), wish(1, KEY));
  // Nothing holds it yet but its own step before.
  expect(await shown(world, 1)).toBeUndefined();
  await world.deliver(world.resultOf(world.tasks.splice(1, 1)[0]!));
  expect(await shown(world, 1)).toEqual({ run: runOfIntent(0, KEY), key: KEY });
  await world.settle('completed', 'prepare');
  expect(await shown(world, 0)).toBeUndefined();
  await world.settle('completed', 'post');
  expect(world.open()).toEqual(['post 1']);
  expect(await shown(world, 1)).toBeUndefined();
});

it('is nothing that a run waits for which has ended', async () => {
  const world = orderWorld();
  await world.deliver(wish(0, KEY), wish(1, KEY));
  expect(await shown(world, 1)).toEqual({ run: runOfIntent(0, KEY), key: KEY });
  await world.cancel(runOfIntent(1, KEY));
  expect(await shown(world, 1)).toBeUndefined();
});
