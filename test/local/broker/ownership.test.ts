import { earliestEventPosition } from '@azure/event-hubs';
import type { CheckpointStore, ReceivedEventData } from '@azure/event-hubs';
import { EventHubConsumerClient } from '@azure/event-hubs';
import { startTestBroker } from '../../support/broker';
import type { TestBroker } from '../../support/broker';
import { clientsOf } from './clients';
import type { Clients } from './clients';

/** The SDK's processor has level 0 when it has a checkpoint store; a reader of one partition cannot ask for that. */
type Level = number | 'a processor' | undefined;

/** Lets each processor have what it asks for, as after a rebalance that the other has not heard of. */
const generousStore = (): CheckpointStore => ({
  listOwnership: async () => [],
  claimOwnership: async (wanted) =>
    wanted.map((ownership) => ({ ...ownership, etag: '1', lastModifiedTimeInMs: Date.now() })),
  listCheckpoints: async () => [],
  updateCheckpoint: async () => {},
});

describe('receivers of one partition in one consumer group', () => {
  let broker: TestBroker;
  let clients: Clients;
  beforeEach(async () => {
    broker = await startTestBroker({ intents: { partitions: 1, groups: ['planner'] } });
    clients = clientsOf(broker.connectionString, 'intents');
    await clients.send([{ body: 1 }], { partitionId: '0' });
  });

  /** Subscribes, and says when it receives and when it is put out. */
  const reader = (level: Level, group = '$Default') => {
    let received!: (events: ReceivedEventData[]) => void;
    let failed!: (error: Error) => void;
    const events = new Promise<ReceivedEventData[]>((resolve) => (received = resolve));
    const error = new Promise<Error>((resolve) => (failed = resolve));
    const handlers = {
      processEvents: async (batch: ReceivedEventData[]) => {
        if (batch.length > 0) received(batch);
      },
      processError: async (reason: Error) => failed(reason),
    };
    const startPosition = earliestEventPosition;
    if (level === 'a processor') processor(group).subscribe(handlers, { startPosition });
    else
      clients
        .consumer(group)
        .subscribe('0', handlers, { startPosition, ...(level === undefined ? {} : { ownerLevel: level }) });
    return { events, error };
  };
  const processors: EventHubConsumerClient[] = [];
  const processor = (group: string): EventHubConsumerClient => {
    processors.push(new EventHubConsumerClient(group, broker.connectionString, 'intents', generousStore()));
    return processors.at(-1)!;
  };

  afterEach(async () => {
    await Promise.all(processors.splice(0).map((client) => client.close()));
    await clients.close();
    await broker.stop();
  });

  it.each<[Level, Level]>([
    [1, 1],
    [1, 2],
    [undefined, 1],
    ['a processor', 'a processor'],
    [undefined, 'a processor'],
  ])('lets one of level %s go when one of level %s comes', async (older, newer) => {
    const first = reader(older);
    await first.events;
    const second = reader(newer);
    expect(await second.events).toHaveLength(1);
    expect(await first.error).toMatchObject({ code: 'ReceiverDisconnectedError' });
  });

  it.each<[Level, Level]>([
    [2, 1],
    [1, undefined],
  ])('keeps one of level %s when one of level %s comes', async (older, newer) => {
    await reader(older).events;
    const second = reader(newer);
    expect(await second.error).toMatchObject({ code: 'ReceiverDisconnectedError' });
  });

  it('does not mind those of other consumer groups', async () => {
    await reader(5, 'planner').events;
    expect(await reader(1).events).toHaveLength(1);
  });

  it('has room for five without a level', async () => {
    for (let i = 0; i < 5; i++) await reader(undefined).events;
    expect(await reader(undefined).error).toMatchObject({ code: 'QuotaExceededError' });
  });
});
