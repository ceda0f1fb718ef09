import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventPosition } from '@azure/event-hubs';
import { startTestBroker } from '../../support/broker';
import type { TestBroker } from '../../support/broker';
import { clientsOf } from './clients';
import type { Clients } from './clients';

const HUBS = { intents: { partitions: 1, groups: [] } };
const KIB = 1024;

describe('a hub that is as large as it may be', () => {
  let folder: string;
  let broker: TestBroker;
  let clients: Clients;
  const start = async (): Promise<void> => {
    broker = await startTestBroker(HUBS, { folder, retentionBytes: 64 * KIB, cacheBytes: 0 });
    clients = clientsOf(broker.connectionString, 'intents');
  };
  const stop = async (): Promise<void> => {
    await clients.close();
    await broker.stop();
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mesh-retention-'));
    await start();
  });
  afterEach(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  const send = async (from: number, to: number): Promise<void> => {
    for (let n = from; n < to; n++)
      await clients.send([{ body: Buffer.alloc(KIB), properties: { n } }], { partitionId: '0' });
  };
  const properties = () => clients.producer().getPartitionProperties('0');
  const firstAt = async (from: EventPosition): Promise<number> =>
    (await clients.receive({ partition: '0', count: 1, from }))[0]!.sequenceNumber;

  it('gives a reader whose event is gone the oldest that is kept, before and after a restart', async () => {
    await send(0, 1);
    const [first] = await clients.receive({ partition: '0', count: 1, from: { offset: '-1' } });
    await send(1, 100);
    const before = await properties();
    expect(before.lastEnqueuedSequenceNumber).toBe(99);
    expect(before.beginningSequenceNumber).toBeGreaterThan(100 - 64);
    await stop();
    await start();
    const { beginningSequenceNumber: oldest, lastEnqueuedSequenceNumber: newest } = await properties();
    expect({ oldest, newest }).toEqual({ oldest: before.beginningSequenceNumber, newest: 99 });
    expect(await firstAt({ offset: first!.offset })).toBe(oldest);
    expect(await firstAt({ sequenceNumber: 3 })).toBe(oldest);
    expect(await firstAt({ enqueuedOn: first!.enqueuedTimeUtc })).toBe(oldest);
    await send(100, 101);
    const [last] = await clients.receive({ partition: '0', count: 1, from: { sequenceNumber: 99 } });
    expect(last).toMatchObject({ sequenceNumber: 100, properties: { n: 100 } });
  });
});
