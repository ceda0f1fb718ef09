import { PlatformError, RetryableError } from '../../../src/contracts/errors';
import { toStructured } from '../../../src/contracts/envelope';
import type { MeshEvent } from '../../../src/contracts/event';
import { memoryDelayQueue } from '../../../src/mesh/ports/memory/memory-delay-queue';
import { deadLetterPoisoned } from '../../../src/mesh/worker/delayed';
import { LONG_MS, LONGEST_MS } from '../../../src/mesh/worker/long';
import { LONG_TASKS, performLong } from '../../../src/mesh/worker/long-tasks';
import type { Skill } from '../../../src/mesh/worker/skill';
import type { WorkerDeps } from '../../../src/mesh/worker/worker';
import { batchOf, skillOf, taskEvent, world } from './world';

const short = skillOf();
const long = (more: Partial<Skill> = {}) => skillOf({ name: 'test.last@1', timeoutMs: LONG_MS + 1, ...more });
const lasting = (n = 1, more: Partial<MeshEvent> = {}) => taskEvent(n, { skill: 'test.last@1', ...more });

const longWorld = (skills: readonly Skill[], more: Partial<WorkerDeps> = {}) => {
  const base = world();
  const longTasks = memoryDelayQueue();
  const work = base.start([...skills], { longTasks });
  const deps = { ...base, deadLetters: base.letters.send, longTasks };
  const perform = performLong({
    ...deps,
    work: base.start(skills, { limits: { budgetMs: LONGEST_MS }, ...more }),
  });
  /** Gives what is in the queue to the function that reads it. */
  const turn = () => Promise.all(longTasks.takeDue(base.clock.now()).map((message) => perform(message)));
  return { ...base, deps, longTasks, work, perform, turn };
};

const types = (events: readonly MeshEvent[]) => events.map(({ type }) => type.split('.').at(-1));

describe('a task that may last over 30 seconds', () => {
  it('is moved to the queue, and those beside it are performed', async () => {
    const { work, done, longTasks, publisher } = longWorld([short, long()]);
    await done(work(batchOf(lasting(1), taskEvent(2))));
    expect(longTasks.items.map(({ event }) => event)).toEqual([lasting(1)]);
    expect(types(publisher.events)).toEqual(['completed']);
  });

  it('is performed from there, and told of as ever', async () => {
    const { work, done, turn, longTasks, publisher } = longWorld([long()]);
    await done(work(batchOf(lasting())));
    await done(turn());
    expect(publisher.events).toMatchObject([
      { type: 'business.test.task.completed', data: { output: { n: 1 } } },
    ]);
    expect(longTasks.items).toEqual([]);
  });

  it('keeps no batch waiting while it lasts', async () => {
    const { promise: signal, resolve: give } = Promise.withResolvers<void>();
    const last = long({ perform: async (input) => (await signal, input) });
    const { work, done, turn, publisher, clock } = longWorld([short, last]);
    const others = Array.from({ length: 99 }, (_, n) => taskEvent(n + 2));
    await done(work(batchOf(lasting(1), ...others)));
    const performing = turn();
    await clock.advance(0);
    await done(
      work(batchOf(...others.map((event) => ({ ...event, id: event.id.replace(/1$/, '2'), attempt: 2 })))),
    );
    expect(types(publisher.events).filter((type) => type === 'completed')).toHaveLength(198);
    give();
    await done(performing);
    expect(types(publisher.events).filter((type) => type === 'completed')).toHaveLength(199);
  });

  it.each([
    ['keyed', 2, 'completed'],
    ['never', 1, 'deadlettered'],
  ] as const)(
    'with `repeat: %s` is begun %i times when its process dies, and ends as %s',
    async (repeat, times, end) => {
      let begun = 0;
      const last = long({
        effects: 'external',
        repeat,
        perform: (input) => ((begun += 1) === 1 ? new Promise(() => undefined) : input),
      });
      const { deps, start, longTasks, clock, done, dueEvents, turn, work, publisher } = longWorld([last]);
      await done(work(batchOf(lasting())));
      const [message] = longTasks.takeDue(clock.now());
      // Nothing is heard of the first one again: its process is dead, and the message comes once more.
      void performLong({ ...deps, work: start([last], { delayed: memoryDelayQueue() }) })(message);
      await clock.advance(0);
      expect(begun).toBe(1);
      await done(performLong({ ...deps, work: start([last]) })(message));
      for (let events = await dueEvents(); events.length > 0; events = await dueEvents()) {
        await done(work(batchOf(...events)));
        await done(turn());
      }
      expect(begun).toBe(times);
      expect(types(publisher.events).at(-1)).toBe(end);
    },
  );

  it('is not tried again in place when there is no time for it', async () => {
    let tries = 0;
    const last = long({
      perform: async () => {
        tries += 1;
        await clock.sleep(20_000);
        throw new RetryableError('busy', 'come again');
      },
    });
    const { work, done, turn, delayed, clock } = longWorld([last]);
    await done(work(batchOf(lasting())));
    await done(turn());
    expect(tries).toBe(1);
    expect(delayed.items).toMatchObject([{ event: { attempt: 2 } }]);
  });

  it('waits on while the platform is away, and costs its message nothing', async () => {
    const { deps, longTasks, clock } = longWorld([long()]);
    const away = performLong({
      ...deps,
      work: async () => Promise.reject(new PlatformError('tables are away')),
    });
    await away({ event: lasting(), notBefore: 0 });
    expect(longTasks.items).toMatchObject([{ event: { id: lasting().id } }]);
    expect(longTasks.items[0]!.notBefore).toBeGreaterThan(clock.now());
  });

  it('is a dead letter of its queue when the message is none, or was tried too often', async () => {
    const { deps, perform, letters } = longWorld([long()]);
    await perform('nonsense');
    await deadLetterPoisoned(deps, LONG_TASKS)(JSON.stringify({ event: lasting(), notBefore: 0 }));
    expect(letters.letters).toMatchObject([
      { batch: { hub: LONG_TASKS }, reason: { code: 'invalid-message' } },
      { batch: { hub: LONG_TASKS }, stage: 'poison', reason: { code: 'poison', passing: true } },
    ]);
    expect(Buffer.from(letters.letters[1]!.received.body)).toEqual(Buffer.from(toStructured(lasting())));
  });
});
