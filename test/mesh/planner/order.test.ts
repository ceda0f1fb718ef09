import { PlatformError } from '../../../src/contracts/errors';
import { MESH } from '../../../src/contracts/event-types';
import { LONGEST_LINE } from '../../../src/mesh/planner/line';
import type { RunStore } from '../../../src/mesh/ports/run-store';
import { alone, orderWorld, prepared, runOfIntent, wish } from './order-world';
import { SILENCE, command, planOf, step } from './world';

const KEY = 'supplier-42';
const wishes = (count: number, key = KEY) => Array.from({ length: count }, (_, n) => wish(n, key));

describe('tasks of a skill with `order: key`', () => {
  it('are sent one after the other, in the order of their intents', async () => {
    const world = orderWorld();
    await world.deliver(...wishes(5));
    const order: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      expect(world.open()).toEqual([`post ${n}`]);
      order.push(await world.settle());
    }
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(world.runs.all().map(({ status }) => status)).toEqual(Array(5).fill('completed'));
    expect(await world.lineOf(KEY)).toEqual([]);
  });

  it('wait for nobody of another key', async () => {
    const world = orderWorld();
    await world.deliver(wish(0, 'a'), wish(1, 'b'), wish(2, 'a'));
    expect(world.open()).toEqual(['post 0', 'post 1']);
  });

  it('keep the order of the intents where the steps before end in another', async () => {
    const world = orderWorld(prepared);
    await world.deliver(...wishes(3));
    expect(world.open()).toEqual(['prepare 0', 'prepare 1', 'prepare 2']);
    // The last first: its post is ready, and waits.
    await world.deliver(
      ...world.tasks
        .splice(0)
        .toReversed()
        .slice(0, 2)
        .map((task) => world.resultOf(task)),
    );
    expect(world.open()).toEqual([]);
    expect(world.statusOf(runOfIntent(2, KEY))).toBe('running');
  });

  it('let those behind them go when their step is skipped', async () => {
    const plan = planOf({
      look: step(),
      post: step({
        skill: 'test.order@1',
        needs: ['look'],
        when: { look: { schema: { const: 2 } } },
      }),
    });
    const world = orderWorld(plan);
    await world.deliver(wish(0, KEY), wish(1, KEY));
    const [first, second] = world.tasks.splice(0);
    await world.deliver({ ...world.resultOf(second!), data: { output: 2 } });
    expect(world.open()).toEqual([]);
    await world.deliver(world.resultOf(first!));
    expect(world.open()).toEqual(['post 1']);
  });

  it.each(['completed', 'failed', 'expired'] as const)(
    'let the next one go when they have %s',
    async (kind) => {
      const world = orderWorld();
      await world.deliver(...wishes(2));
      await world.settle(kind);
      expect(world.open()).toEqual(['post 1']);
    },
  );

  it('keep their key waiting while they are a dead letter, until a replay resolves it', async () => {
    const world = orderWorld();
    await world.deliver(...wishes(2));
    const [head] = world.tasks;
    await world.settle('deadlettered');
    expect(world.open()).toEqual([]);
    expect(world.statusOf(runOfIntent(0, KEY))).toBe('blocked');
    await world.deliver({ ...world.resultOf({ ...head!, attempt: 2 }), replayid: 'replay-1' });
    expect(world.open()).toEqual(['post 1']);
  });

  it('let the next one go when their run is cancelled, under way or dead', async () => {
    const world = orderWorld();
    await world.deliver(...wishes(3));
    await world.settle('deadlettered');
    await world.cancel(runOfIntent(0, KEY));
    expect(world.open()).toEqual(['post 1']);
    await world.cancel(runOfIntent(1, KEY));
    expect(world.open()).toEqual(['post 1', 'post 2']);
  });

  it('leave the line when their run is cancelled or expires while it waits', async () => {
    const world = orderWorld();
    const soon = new Date(Date.UTC(2026, 10, 21, 12) + 1_000).toISOString();
    await world.deliver(wish(0, KEY), wish(1, KEY), wish(2, KEY, { deadline: soon }), wish(3, KEY));
    await world.cancel(runOfIntent(1, KEY));
    await world.pass(5_000);
    expect(world.statusOf(runOfIntent(2, KEY))).toBe('expired');
    expect(await world.lineOf(KEY)).toEqual([runOfIntent(0, KEY), runOfIntent(3, KEY)]);
    await world.settle();
    expect(world.open()).toEqual(['post 3']);
  });

  it('are a line of their own for each skill of a key, whatever its version', async () => {
    const plan = planOf({ post: step({ skill: 'test.order@1' }), pay: step({ skill: 'test.order-pay@1' }) });
    const world = orderWorld(plan);
    await world.deliver(...wishes(2));
    expect(world.open()).toEqual(['post 0', 'pay 0']);
    await world.settle('completed', 'pay');
    expect(world.open()).toEqual(['post 0', 'pay 1']);
    const next = orderWorld(planOf({ post: step({ skill: 'test.order@2' }) }));
    const both = orderWorld(alone);
    await both.deliver(wish(0, KEY));
    both.rebalance({ catalog: { planFor: () => ({ ...next.plannedAs() }), skill: both.skill } });
    await both.deliver(wish(1, KEY));
    expect(both.open()).toEqual(['post 0']);
  });

  it('go one after the other inside a run too: the items of a list, and steps of one skill', async () => {
    const plan = planOf({
      lines: step({ skill: 'test.order@1', forEach: '/intent/data/lines', input: { $from: '/item' } }),
      more: step({ skill: 'test.order@1' }),
    });
    const world = orderWorld(plan);
    await world.deliver({ ...wish(0, KEY), data: { n: 0, lines: ['a', 'b', 'c'] } }, wish(1, KEY));
    const sent: string[] = [];
    while (world.tasks.length > 0) {
      expect(world.tasks).toHaveLength(1);
      sent.push(world.open()[0]!);
      await world.settle();
    }
    expect(sent).toEqual(['lines.0 0', 'lines.1 0', 'lines.2 0', 'more 0', 'more 1']);
    expect(world.runs.all().map(({ status }) => status)).toEqual(['completed', 'completed']);
  });

  it('without a partition key wait for nobody but their own run', async () => {
    const plan = planOf({ post: step({ skill: 'test.order@1' }), again: step({ skill: 'test.order@1' }) });
    const world = orderWorld(plan);
    await world.deliver(wish(0), wish(1));
    expect(world.open()).toEqual(['post 0', 'post 1']);
    await world.settle();
    expect(world.open()).toEqual(['post 1', 'again 0']);
  });

  it('are refused, for another time, where too many runs wait already', async () => {
    const world = orderWorld();
    await world.deliver(wish(0, KEY));
    const full = Array.from({ length: LONGEST_LINE }, () => ({
      run: runOfIntent(0, KEY),
      skills: ['test.order'],
    }));
    const line: RunStore['line'] = async (key) => {
      const stored = await world.runs.line(key);
      return stored && { ...stored, line: { ...stored.line, runs: full } };
    };
    world.rebalance({ runs: { ...world.runs, line } });
    await world.deliver(wish(1, KEY));
    expect(world.statusOf(runOfIntent(1, KEY))).toBeUndefined();
    expect(world.dead.letters).toMatchObject([{ reason: { code: 'line-full', passing: true } }]);
  });
});

describe('the line of a key', () => {
  it('is written with the runs: of many in one batch, in one save', async () => {
    const world = orderWorld();
    const saves: number[] = [];
    const save: RunStore['save'] = (changes) => (saves.push(changes.length), world.runs.save(changes));
    world.rebalance({ runs: { ...world.runs, save } });
    await world.deliver(...wishes(50));
    expect(saves).toEqual([50]);
    expect(await world.lineOf(KEY)).toHaveLength(50);
  });

  it('is not read or written by results that change nothing in it', async () => {
    const world = orderWorld(prepared);
    await world.deliver(wish(0, KEY));
    let reads = 0;
    const line: RunStore['line'] = (key) => ((reads += 1), world.runs.line(key));
    world.rebalance({ runs: { ...world.runs, line } });
    await world.deliver({ ...world.resultOf(world.tasks[0]!), type: 'business.test.task.started', data: {} });
    expect(reads).toBe(0);
  });

  it('gives the turn once more when a planner died before it could tell', async () => {
    const world = orderWorld();
    await world.deliver(...wishes(2));
    const [head] = world.tasks.splice(0);
    world.publisher.fail((message) =>
      'type' in message && message.type === MESH.runCheck ? new Error('the process died') : undefined,
    );
    await expect(world.deliver(world.resultOf(head!))).rejects.toThrow(PlatformError);
    world.publisher.fail();
    world.rebalance();
    await world.deliver(world.resultOf(head!));
    expect(world.open()).toEqual(['post 1']);
  });

  it('sends a task again whose planner died after it had its turn', async () => {
    const world = orderWorld();
    await world.deliver(...wishes(2));
    const [head] = world.tasks.splice(0);
    await world.newPlanner()(world.batchOf([world.resultOf(head!)]));
    world.take();
    const [turn] = world.commands.splice(0);
    world.publisher.fail(() => new Error('the process died'));
    await expect(world.deliver(turn!)).rejects.toThrow(PlatformError);
    world.publisher.fail();
    await world.deliver(turn!);
    expect(world.open()).toEqual(['post 1']);
  });

  it('does not wedge when nobody is told of the turn: silence has the run look', async () => {
    const world = orderWorld();
    await world.deliver(...wishes(2));
    const [head] = world.tasks.splice(0);
    await world.newPlanner()(world.batchOf([world.resultOf(head!)]));
    world.publisher.take();
    await world.pass(SILENCE + 1_000);
    expect(world.open()).toEqual(['post 1']);
  });

  it('is looked at less and less by those who wait long', async () => {
    const world = orderWorld();
    await world.deliver(...wishes(2));
    const due = () => world.runs.all()[1]!.dueAt!;
    const [first, , again] = [due(), await world.pass(SILENCE + 1_000), due()];
    expect(again - first).toBeGreaterThan(SILENCE);
    expect(world.runs.all()[1]!.folds).toHaveLength(1);
    expect(world.open().filter((task) => task === 'post 1')).toEqual([]);
  });

  it('is kept by two planners at once: who was late reads again', async () => {
    const world = orderWorld();
    const one = world.newPlanner();
    const other = world.newPlanner();
    const [a, b, c, d] = wishes(4);
    await one(world.batchOf([a!]));
    await Promise.all([one(world.batchOf([b!, c!])), other(world.batchOf([d!]))]);
    expect(await world.lineOf(KEY)).toHaveLength(4);
    world.take();
    expect(world.open()).toEqual(['post 0']);
  });

  it('gives no turn that rests on a write which another one came before', async () => {
    const world = orderWorld();
    let most = 0;
    const underWay = () =>
      world.runs
        .all()
        .filter(({ steps }) => steps['post']?.kind === 'task' && steps['post'].task.status === 'dispatched');
    const save: RunStore['save'] = async (changes) => {
      const saved = await world.runs.save(changes);
      most = Math.max(most, underWay().length);
      return saved;
    };
    world.rebalance({ runs: { ...world.runs, save } });
    await world.deliver(...wishes(2));
    const [head] = world.tasks.splice(0);
    // Somebody else writes the head, so that who remembers it finds out by the write that it is stale.
    await world.newPlanner()(world.batchOf([{ ...wish(0, KEY), data: { n: 0, other: true } }]));
    await world.deliver(
      world.resultOf(head!),
      command(
        MESH.runCheck,
        {},
        {
          id: 'check',
          subject: runOfIntent(1, KEY),
          correlationid: runOfIntent(1, KEY),
        },
      ),
    );
    expect(world.open()).toEqual(['post 1']);
    expect(most).toBe(1);
  });

  it('is come into by those behind an intent that came twice', async () => {
    const world = orderWorld();
    await world.deliver(wish(0, KEY));
    await world.deliver(wish(0, KEY), wish(1, KEY), wish(2, KEY));
    expect(await world.lineOf(KEY)).toEqual([0, 1, 2].map((n) => runOfIntent(n, KEY)));
  });

  it('is not moved in by a run that somebody else wrote, nor by those after it', async () => {
    const world = orderWorld();
    await world.newPlanner()(world.batchOf([wish(1, KEY)]));
    world.take();
    // Guesses that all three are new, and finds out by the write that one is not.
    await world.deliver(wish(0, KEY), wish(1, KEY), wish(2, KEY));
    expect(await world.lineOf(KEY)).toEqual([1, 0, 2].map((n) => runOfIntent(n, KEY)));
    expect(world.open().filter((task) => task !== 'post 1')).toEqual([]);
  });
});
