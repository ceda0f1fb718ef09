import type { MeshEvent } from '../../src/contracts/event';
import { MESH, meaningOf } from '../../src/contracts/event-types';
import type { ReceivedBatch } from '../../src/mesh/batch/received';
import type { Publisher } from '../../src/mesh/ports/publisher';
import type { RunStore } from '../../src/mesh/ports/run-store';
import { orderWorld, prepared, runOfIntent, wish } from '../mesh/planner/order-world';

const KEY = 'supplier-42';
const wishes = (count: number) => Array.from({ length: count }, (_, n) => wish(n, KEY));
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);
const isTask = ({ type }: MeshEvent) => meaningOf(type).kind === 'task';

it('keeps fifty waiting behind a head that is a dead letter, and lets them go in order after a rebalance', async () => {
  const world = orderWorld();
  await world.deliver(...wishes(51));
  const [head] = world.tasks;
  await world.settle('deadlettered');

  // The partition moves on. Whoever had it does not know yet, and goes on with what it has in hand.
  const old = world.newPlanner();
  const now = world.newPlanner();
  const both = async (...events: readonly MeshEvent[]) => {
    const batch = world.batchOf(events);
    const answers = await Promise.allSettled([old(batch), now(batch)]);
    // What one of them could not do, the platform delivers again to who has the partition.
    if (answers.some(({ status }) => status === 'rejected')) await now(batch);
    world.take();
  };
  await both(...wishes(51));
  expect(world.tasks.filter(({ subject }) => subject !== head!.subject)).toEqual([]);
  expect(world.statusOf(runOfIntent(0, KEY))).toBe('blocked');

  await both({ ...world.resultOf({ ...head!, attempt: 2 }), replayid: 'replay-1' });
  const order: string[] = [];
  while (order.length < 50) {
    while (world.commands.length > 0) await both(...world.commands.splice(0));
    const sent = new Map(world.tasks.splice(0).map((task) => [task.correlationid!, task]));
    // One at a time, however often it was sent.
    expect(sent.size).toBe(1);
    const [[run, task]] = [...sent] as [[string, MeshEvent]];
    order.push(run);
    await both(world.resultOf(task));
  }
  expect(order).toEqual(
    upTo(51)
      .slice(1)
      .map((n) => runOfIntent(n, KEY)),
  );
  expect(await world.lineOf(KEY)).toEqual([]);
});

interface Death {
  /** Before or after which write. */
  nth: number;
  side: 'before' | 'after';
}

class Died extends Error {}

/** Five runs of one key on planners that die once; what was in their hands comes again. Workers do a task once, by its id. */
const story = async (death?: Death) => {
  const world = orderWorld(prepared);
  let writes = 0;
  const mortal =
    <A extends unknown[], R>(write: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const dies = (writes += 1) === death?.nth;
      if (dies && death.side === 'before') throw new Died();
      const result = await write(...args);
      if (dies) throw new Died();
      return result;
    };
  const runs: RunStore = { ...world.runs, save: mortal(world.runs.save) };
  const publisher: Publisher = { ...world.publisher, publish: mortal(world.publisher.publish) };
  const born = () => world.newPlanner({ runs, publisher });
  let planner = born();
  const delivered = async (batch: ReceivedBatch): Promise<void> => {
    try {
      await planner(batch);
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      planner = born();
      await delivered(batch);
    }
  };

  const done = new Set<string>();
  const posted: string[] = [];
  await delivered(world.batchOf(wishes(5)));
  for (let sent = world.publisher.take(); sent.length > 0; sent = world.publisher.take()) {
    const fresh = sent.filter((event) => isTask(event) && !done.has(event.id));
    const posts = new Set(fresh.flatMap(({ id, subject }) => (subject!.endsWith('.post') ? [id] : [])));
    expect(posts.size).toBeLessThanOrEqual(1);
    for (const task of fresh) {
      if (!done.has(task.id) && posts.has(task.id)) posted.push(task.correlationid!);
      done.add(task.id);
    }
    // The last comes first, so that runs are ready in another order than theirs.
    const results = fresh.map((task) => world.resultOf(task)).toReversed();
    const commands = sent.filter(({ type }) => type === MESH.runCheck);
    if (results.length + commands.length > 0) await delivered(world.batchOf([...commands, ...results]));
  }
  const statuses = new Set(world.runs.all().map(({ status }) => status));
  return { writes, posted, statuses: [...statuses], line: await world.lineOf(KEY) };
};

it('goes on in order when a planner dies before or after any of its writes', async () => {
  const { writes, ...end } = await story();
  expect(end).toEqual({ posted: upTo(5).map((n) => runOfIntent(n, KEY)), statuses: ['completed'], line: [] });
  expect(writes).toBeGreaterThan(10);
  for (const nth of upTo(writes).map((n) => n + 1))
    for (const side of ['before', 'after'] as const) expect(await story({ nth, side })).toMatchObject(end);
});
