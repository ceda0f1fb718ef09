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

  /** Subscribes, and says what it receives and when it is put out. */
  const reader = (level: Level, group = '$Default') => {
    const got: ReceivedEventData[] = [];
    let wake: () => void = () => {};
    let failed!: (error: Error) => void;
    const error = new Promise<Error>((resolve) => (failed = resolve));
    const handlers = {
      processEvents: async (batch: ReceivedEventData[]) => {
        got.push(...batch);
        wake();
      },
      processError: async (reason: Error) => failed(reason),
    };
    const received = async (count: number): Promise<ReceivedEventData[]> => {
      while (got.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return got;
    };
    const startPosition = earliestEventPosition;
    const subscription =
      level === 'a processor'
        ? processor(group).subscribe(handlers, { startPosition })
        : clients
            .consumer(group)
            .subscribe('0', handlers, { startPosition, ...(level !== undefined && { ownerLevel: level }) });
    return {
      error,
      close: () => subscription.close(),
      /** The bodies of what it got, once there are so many. */
      bodies: async (count: number) => (await received(count)).map(({ body }) => body as number),
    };
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
    await first.bodies(1);
    const second = reader(newer);
    expect(await second.bodies(1)).toEqual([1]);
    expect(await first.error).toMatchObject({ code: 'ReceiverDisconnectedError' });
  });

  it.each<[Level, Level, RegExp]>([
    [2, 1, /with a higher epoch of '2' already exists/],
    [1, undefined, /non-epoch receiver .* is not allowed/],
    ['a processor', undefined, /non-epoch receiver .* is not allowed/],
  ])('keeps one of level %s, which reads on, and refuses one of level %s', async (older, newer, why) => {
    const first = reader(older);
    await first.bodies(1);
    expect(await reader(newer).error).toMatchObject({
      code: 'ReceiverDisconnectedError',
      message: expect.stringMatching(why),
    });
    await clients.send([{ body: 2 }], { partitionId: '0' });
    expect(await first.bodies(2)).toEqual([1, 2]);
  });

  it('gives one that was put out nothing more, and whoever put it out everything', async () => {
    const first = reader(1);
    await first.bodies(1);
    const second = reader(2);
    expect((await first.error).message).toMatch(
      /with higher epoch of '2'.* with epoch '1' is getting disconnected/,
    );
    await clients.send([{ body: 2 }], { partitionId: '0' });
    expect(await second.bodies(2)).toEqual([1, 2]);
    expect(await first.bodies(1)).toEqual([1]);
  });

  it('lets one of a lower level in when the higher one has closed', async () => {
    const first = reader(2);
    await first.bodies(1);
    await first.close();
    expect(await reader(1).bodies(1)).toEqual([1]);
  });

  it('does not mind those of other consumer groups', async () => {
    await reader(5, 'planner').bodies(1);
    expect(await reader(1).bodies(1)).toEqual([1]);
  });

  it('has room for five without a level', async () => {
    for (let i = 0; i < 5; i++) await reader(undefined).bodies(1);
    expect(await reader(undefined).error).toMatchObject({ code: 'QuotaExceededError' });
  });
});
