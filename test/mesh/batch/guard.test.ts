import { PlatformError } from '../../../src/contracts/errors';
import { guarded } from '../../../src/mesh/batch/guard';
import type { Handle } from '../../../src/mesh/batch/guard';
import type { ReceivedBatch, ReceivedEvent } from '../../../src/mesh/batch/received';
import type { MarkStore } from '../../../src/mesh/ports/mark-store';
import { memoryDeadLetters } from '../../../src/mesh/ports/memory/memory-dead-letters';
import { memoryLog } from '../../../src/mesh/ports/memory/memory-log';
import { memoryMarkStore } from '../../../src/mesh/ports/memory/memory-mark-store';
import { memoryPublisher } from '../../../src/mesh/ports/memory/memory-publisher';
import { virtualClock } from '../../../src/mesh/ports/memory/virtual-clock';

const received = (sequence: number, body = `event ${sequence}`): ReceivedEvent => ({
  body: Buffer.from(body),
  properties: {},
  sequence,
  offset: String(sequence),
  enqueuedAt: 1_000 + sequence,
});

const batchOf = (...events: readonly (number | ReceivedEvent)[]): ReceivedBatch => ({
  hub: 'tasks',
  group: 'worker',
  partition: '0',
  events: events.map((event) => (typeof event === 'number' ? received(event) : event)),
});

const sequences = ({ events }: ReceivedBatch) => events.map(({ sequence }) => sequence);

/** The life of a partition: processes come and die, what is outside of them stays. */
const world = () => {
  const outside = {
    marks: memoryMarkStore(),
    dead: memoryDeadLetters(),
    publisher: memoryPublisher(),
    log: memoryLog(),
    clock: virtualClock(),
  };
  const seen: number[][] = [];
  /**
   * A new process: it dies, which is to say never answers, on what `kills` names; it throws where `throws` says so, and
   * takes a moment for what is `slow`.
   */
  const process = ({
    kills = [],
    slow = [],
    throws = () => false,
  }: { kills?: number[]; slow?: number[]; throws?: (batch: ReceivedBatch) => boolean } = {}) => {
    let isDead = false;
    let dead: () => void;
    const death = new Promise<'died'>(
      (resolve) =>
        (dead = () => {
          isDead = true;
          resolve('died');
        }),
    );
    const marks: MarkStore = {
      ...outside.marks,
      write: (...mark) => (isDead ? new Promise(() => undefined) : outside.marks.write(...mark)),
    };
    const handle: Handle = async (batch) => {
      seen.push(sequences(batch));
      if (throws(batch)) throw new PlatformError('the store does not answer');
      if (batch.events.some(({ sequence }) => slow.includes(sequence)))
        await new Promise((resolve) => setImmediate(resolve));
      if (!batch.events.some(({ sequence }) => kills.includes(sequence))) return;
      dead();
      await new Promise(() => undefined);
    };
    const guard = guarded({ ...outside, marks, deadLetters: outside.dead.send })('worker', handle);
    return (batch: ReceivedBatch) =>
      Promise.race([
        death,
        guard(batch).then(
          () => 'settled' as const,
          () => 'threw' as const,
        ),
      ]);
  };
  return { ...outside, seen, process };
};

describe('the guard of a batch', () => {
  it('hands a batch on whole, and one after the other', async () => {
    const { process, seen } = world();
    const deliver = process();
    await deliver(batchOf(1, 2, 3));
    await deliver(batchOf(4));
    expect(seen).toEqual([[1, 2, 3], [4]]);
  });

  it('lays no death at the door of a neighbour in another partition', async () => {
    const { process, dead } = world();
    const other = (batch: ReceivedBatch): ReceivedBatch => ({ ...batch, partition: '1' });
    const [killer, innocent] = [batchOf(1), other(batchOf(11))];
    for (let life = 0; life < 4; life += 1) {
      const deliver = process({ kills: [1], slow: [11] });
      await Promise.all([deliver(innocent), deliver(killer)]);
    }
    expect(dead.letters.map(({ received: { sequence } }) => sequence)).not.toContain(11);
    expect(dead.letters.map(({ received: { sequence } }) => sequence)).toContain(1);
  });

  it('writes the mark before the batch is worked on', async () => {
    const { process, marks } = world();
    await process({ kills: [2] })(batchOf(1, 2));
    expect(await marks.read('tasks.worker', '0')).toEqual({ from: 1, to: 2, until: 1_002, tries: 1 });
  });

  it('takes the events one by one after a process died of them, and those behind them together', async () => {
    const { process, seen } = world();
    expect(await process({ kills: [2] })(batchOf(1, 2))).toBe('died');
    expect(await process()(batchOf(1, 2, 3, 4))).toBe('settled');
    expect(seen).toEqual([[1, 2], [1], [2], [3, 4]]);
  });

  it('gives up the event that kills each time, unexecuted at the third try, and does its neighbours', async () => {
    const { process, seen, dead } = world();
    const deliveries: string[] = [];
    for (let life = 0; life < 4; life += 1) deliveries.push(await process({ kills: [2] })(batchOf(1, 2, 3)));
    expect(deliveries).toEqual(['died', 'died', 'died', 'settled']);
    expect(seen).toEqual([[1, 2, 3], [1], [2], [2], [3]]);
    expect(dead.letters).toMatchObject([
      { stage: 'poison', received: { sequence: 2 }, reason: { code: 'poison' } },
    ]);
  });

  it('gives up two killers in one batch', async () => {
    const { process, dead } = world();
    let lives = 1;
    while ((await process({ kills: [1, 2] })(batchOf(1, 2, 3))) === 'died') lives += 1;
    expect(dead.letters.map(({ received: { sequence } }) => sequence)).toEqual([1, 2]);
    expect(lives).toBeLessThanOrEqual(6);
  });

  it('does not blame an event for a platform fault, however often', async () => {
    const { process, dead, seen } = world();
    const faulty = process({ throws: () => true });
    for (let time = 0; time < 5; time += 1) expect(await faulty(batchOf(1, 2))).toBe('threw');
    expect(await process()(batchOf(1, 2))).toBe('settled');
    expect(seen.at(-1)).toEqual([1, 2]);
    expect(dead.letters).toEqual([]);
  });

  it('does not count platform faults in careful mode either, and goes on where it was', async () => {
    const { process, dead, seen } = world();
    await process({ kills: [2] })(batchOf(1, 2));
    let faults = 4;
    const deliver = process({ throws: (batch) => sequences(batch)[0] === 2 && faults-- > 0 });
    const answers: string[] = [];
    for (let time = 0; time < 5; time += 1) answers.push(await deliver(batchOf(1, 2)));
    expect(answers).toEqual(['threw', 'threw', 'threw', 'threw', 'settled']);
    expect(seen.filter((batch) => batch[0] === 1 && batch.length === 1)).toHaveLength(1);
    expect(dead.letters).toEqual([]);
  });

  it('is careful with a range that comes back in other batches', async () => {
    const { process, seen } = world();
    await process({ kills: [1] })(batchOf(1, 2, 3, 4));
    const deliver = process();
    await deliver(batchOf(1, 2));
    await deliver(batchOf(3));
    await deliver(batchOf(4, 5));
    expect(seen.slice(1)).toEqual([[1], [2], [3], [4], [5]]);
  });

  it('takes nothing of a hub that was made anew for what it had before', async () => {
    const { process, seen } = world();
    await process({ kills: [7] })(batchOf(5, 6, 7));
    await process({ kills: [7] })(batchOf(5, 6, 7));
    await process()(batchOf({ ...received(5), enqueuedAt: 9_000 }, { ...received(6), enqueuedAt: 9_001 }));
    expect(seen.at(-1)).toEqual([5, 6]);
  });

  it('reads the mark of a partition once', async () => {
    const { marks, ...rest } = world();
    let reads = 0;
    const counted = { ...marks, read: (...place: [string, string]) => (reads++, marks.read(...place)) };
    const guard = guarded({ ...rest, marks: counted, deadLetters: rest.dead.send })(
      'worker',
      async () => undefined,
    );
    for (const sequence of [1, 2, 3]) await guard(batchOf(sequence));
    expect(reads).toBe(1);
  });

  it('keeps hubs apart that have a group of the same name', async () => {
    const { process, seen } = world();
    await process({ kills: [2] })(batchOf(1, 2));
    await process()({ ...batchOf(1, 2), hub: 'results' });
    expect(seen.at(-1)).toEqual([1, 2]);
  });

  it('tells the run of a task that it gave up', async () => {
    const { process, publisher } = world();
    const run = '5a000000-0000-8000-8000-000000000000';
    const event = {
      specversion: '1.0',
      id: `${run}.post.1`,
      source: '/mesh/planner',
      type: 'business.invoice.task.created',
      subject: `${run}.post`,
      correlationid: run,
      tenantid: 'acme',
      attempt: 1,
      data: { skill: 'invoice.post@1', step: 'post', input: {} },
    };
    const killer = received(1, JSON.stringify(event));
    while ((await process({ kills: [1] })(batchOf(killer))) === 'died');
    expect(publisher.events).toMatchObject([
      {
        id: `${run}.post.1.deadlettered`,
        type: 'business.invoice.task.deadlettered',
        subject: `${run}.post`,
        tenantid: 'acme',
        data: { letter: 'letter-1', reason: { code: 'poison' } },
      },
    ]);
  });

  it('throws when the mark cannot be written: nothing is begun without one', async () => {
    const { marks, seen, ...rest } = world();
    const broken = { ...marks, write: () => Promise.reject(new PlatformError('no table')) };
    const guard = guarded({ ...rest, marks: broken, deadLetters: rest.dead.send })(
      'worker',
      async () => undefined,
    );
    await expect(guard(batchOf(1))).rejects.toThrow(PlatformError);
    expect(seen).toEqual([]);
  });
});
