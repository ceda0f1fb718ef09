import { randomBytes, randomUUID } from 'node:crypto';
import type { QueueClient } from '@azure/storage-queue';
import { queueOf } from '../../src/azure/connections';
import { queueDelayQueue } from '../../src/azure/queue-delay-queue';
import { PlatformError } from '../../src/contracts/errors';
import type { MeshEvent } from '../../src/contracts/event';
import { memoryContentStore } from '../../src/mesh/ports/memory/memory-content-store';
import { memoryDeadLetters } from '../../src/mesh/ports/memory/memory-dead-letters';
import { memoryDelayQueue } from '../../src/mesh/ports/memory/memory-delay-queue';
import { memoryLog } from '../../src/mesh/ports/memory/memory-log';
import { memoryPublisher } from '../../src/mesh/ports/memory/memory-publisher';
import { virtualClock } from '../../src/mesh/ports/memory/virtual-clock';
import type { DelayQueue } from '../../src/mesh/ports/delay-queue';
import { deliverDelayed } from '../../src/mesh/worker/delayed';
import { startTestAzurite, type TestAzurite } from '../support/azurite';

let azurite: TestAzurite;
beforeAll(async () => {
  azurite = await startTestAzurite();
});
afterAll(() => azurite.stop());

const eventOf = (id: string, data: unknown = {}): MeshEvent => ({
  specversion: '1.0',
  id,
  source: '/t',
  type: 'business.test.task.created',
  correlationid: 'a-run',
  data,
});

interface Delivering {
  delayed: DelayQueue;
  /** What can be seen now, as the host gives it to a function; taken out. */
  visible(): Promise<readonly unknown[]>;
}

const start = Date.UTC(2026, 0, 1);
const contents = memoryContentStore();

const inMemory = async (): Promise<Delivering> => {
  const delayed = memoryDelayQueue();
  return { delayed, visible: async () => delayed.takeDue(start) };
};

const newQueue = async (): Promise<QueueClient> => {
  const queue = queueOf({ MESH_STORAGE: azurite.connectionString }, `delayed-${randomUUID()}`);
  await queue.create();
  return queue;
};

const onStorage = async (): Promise<Delivering> => {
  const queue = await newQueue();
  return {
    delayed: queueDelayQueue({ queue, contents, now: () => start }),
    visible: async () => {
      const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
      return receivedMessageItems.map(({ messageText }) =>
        Buffer.from(messageText, 'base64').toString('utf8'),
      );
    },
  };
};

describe.each<[name: string, make: () => Promise<Delivering>]>([
  ['in memory', inMemory],
  ['on Storage Queues', onStorage],
])('a delay queue %s', (_, make) => {
  const deliver = async (made: Delivering) => {
    const { delayed } = made;
    const publisher = memoryPublisher();
    const clock = virtualClock(start);
    const deadLetters = memoryDeadLetters().send;
    const work = deliverDelayed({ publisher, delayed, contents, deadLetters, clock, log: memoryLog() });
    for (const message of await made.visible()) await work(message);
    return publisher.events;
  };

  it('brings back what is due, whole, and keeps the rest out of sight', async () => {
    const made = await make();
    const items = Array.from({ length: 20 }, (_, index) => ({
      event: eventOf(`e${index}`),
      notBefore: start - index,
    }));
    await made.delayed.send([...items, { event: eventOf('later'), notBefore: start + 60_000 }]);
    const events = await deliver(made);
    expect(events.map(({ id }) => id).toSorted()).toEqual(items.map(({ event }) => event.id).toSorted());
    expect(events).toContainEqual(eventOf('e7'));
  });

  it('brings back an event of 256 KB', async () => {
    const made = await make();
    const large = eventOf('large', { text: randomBytes(128 * 1024).toString('hex') });
    await made.delayed.send([{ event: large, notBefore: start }]);
    expect(await deliver(made)).toEqual([large]);
  });
});

describe('a delay queue on Storage Queues', () => {
  it('keeps a message out of sight for as long as it may, and for ever in the queue', async () => {
    const sent: unknown[] = [];
    const queue = {
      sendMessage: async (_text: string, options: unknown) => (sent.push(options), {}),
    } as never;
    const delayed = queueDelayQueue({ queue, contents, now: () => start });
    const eightDays = start + 8 * 24 * 3_600_000;
    const at = [start - 5_000, start + 1_500, eightDays];
    await delayed.send(at.map((notBefore) => ({ event: eventOf('x'), notBefore })));
    expect(sent).toEqual([
      { visibilityTimeout: 0, messageTimeToLive: -1 },
      { visibilityTimeout: 2, messageTimeToLive: -1 },
      { visibilityTimeout: 604_740, messageTimeToLive: -1 },
    ]);
  });

  it('may keep a message out of sight for so long', async () => {
    const delayed = queueDelayQueue({ queue: await newQueue(), contents, now: () => start });
    await delayed.send([{ event: eventOf('x'), notBefore: start + 8 * 24 * 3_600_000 }]);
  });

  it('says so when the queue does not answer', async () => {
    const queue = queueOf({ MESH_STORAGE: azurite.connectionString }, 'no-such-queue');
    const delayed = queueDelayQueue({ queue, contents, now: () => start });
    await expect(delayed.send([{ event: eventOf('x'), notBefore: 0 }])).rejects.toThrow(PlatformError);
  });
});
