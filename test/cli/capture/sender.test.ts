import type { EventData, EventHubProducerClient } from '@azure/event-hubs';
import { hubSender } from '../../../src/cli/capture/sender';
import type { Located } from '../../../src/cli/capture/read-files';
import { runBucket } from '../../../src/contracts/ids';
import { located } from './captured';

interface Hub {
  partitions: number;
  /** What was sent, by partition. */
  sent: Record<string, EventData[]>;
  batches: number;
}

/** Hubs whose batches hold three events, and none that is large. */
const hubsOf = (names: readonly string[], partitions: number) => {
  const hubs = new Map(names.map((name): [string, Hub] => [name, { partitions, sent: {}, batches: 0 }]));
  const producerOf = (hub: Hub | undefined) => ({
    getPartitionIds: async () => {
      if (!hub) throw Object.assign(new Error('x'), { code: 'MessagingEntityNotFoundError' });
      return Array.from({ length: hub.partitions }, (_, id) => String(id));
    },
    createBatch: async ({ partitionId }: { partitionId: string }) => {
      const events: EventData[] = [];
      return {
        partitionId,
        events,
        maxSizeInBytes: 100,
        get count() {
          return events.length;
        },
        tryAdd: (event: EventData) =>
          events.length < 3 && (event.body as Buffer).length < 1000 && events.push(event) > 0,
      };
    },
    sendBatch: async ({ partitionId, events }: { partitionId: string; events: EventData[] }) => {
      hub!.batches += 1;
      (hub!.sent[partitionId] ??= []).push(...events);
    },
    close: async () => undefined,
  });
  const open = (name: string) => producerOf(hubs.get(name)) as unknown as EventHubProducerClient;
  return { hubs, open };
};

const RUNS = ['00000001-0000-8000-8000-000000000000', '05000001-0000-8000-8000-000000000000'];
const intent = (run: string, n: number, hub = 'intents'): Located => {
  const body = {
    specversion: '1.0',
    id: `${n}`,
    source: 's',
    type: 'business.invoice.intent',
    correlationid: run,
  };
  return located({ body: Buffer.from(JSON.stringify(body)) }, hub, '9');
};
const idsOf = (events: readonly EventData[] = []): string[] =>
  events.map(({ body }) => (JSON.parse(String(body)) as { id: string }).id);

it('sends each event to the partition of its bucket, in order', async () => {
  const { hubs, open } = hubsOf(['intents'], 4);
  const sender = hubSender({ open, title: 'here' });
  const events = Array.from({ length: 10 }, (_, n) => intent(RUNS[n % 2]!, n));
  await sender.send(events.slice(0, 7));
  await sender.send(events.slice(7));
  const { sent } = hubs.get('intents')!;
  expect(idsOf(sent[runBucket(RUNS[0]!) % 4])).toEqual(['0', '2', '4', '6', '8']);
  expect(idsOf(sent[runBucket(RUNS[1]!) % 4])).toEqual(['1', '3', '5', '7', '9']);
});

it('leaves body and properties as they were', async () => {
  const { hubs, open } = hubsOf(['intents'], 2);
  const system = { 'content-type': 'text/plain', 'message-id': 'm', 'x-opt-partition-key': 'k' };
  const properties = { a: 1, b: 'x', c: 638_000_000_000_000_001n, d: new Uint8Array([1]) };
  const body = Buffer.from([0, 1, 255]);
  await hubSender({ open, title: 'here' }).send([located({ body, properties, system }, 'intents', '1')]);
  expect(hubs.get('intents')!.sent['1']).toEqual([
    {
      body,
      contentType: 'text/plain',
      messageId: 'm',
      properties: { a: 1, b: 'x', c: '638000000000000001', d: Buffer.from([1]) },
    },
  ]);
});

it('sends events back to the hub that each came from, or all to the one that is named', async () => {
  const events = [intent(RUNS[0]!, 1), intent(RUNS[0]!, 2, 'intents-priority')];
  const back = hubsOf(['intents', 'intents-priority'], 1);
  await hubSender({ open: back.open, title: 'here' }).send(events);
  expect([...back.hubs.values()].map(({ sent }) => idsOf(sent['0']))).toEqual([['1'], ['2']]);
  const other = hubsOf(['other'], 1);
  await hubSender({ open: other.open, title: 'here', toHub: 'other' }).send(events);
  expect(idsOf(other.hubs.get('other')!.sent['0'])).toEqual(['1', '2']);
});

it.each([
  [
    'a hub that is not there',
    intent(RUNS[0]!, 1, 'gone'),
    /^here takes no events for 'gone': there is no such hub\.$/,
  ],
  ['an event that no batch takes', located({ body: Buffer.alloc(2000) }), /larger than 100 bytes/],
])('says so of %s', async (_, event, said) => {
  const { open } = hubsOf(['intents'], 1);
  await expect(hubSender({ open, title: 'here' }).send([event])).rejects.toThrow(said);
});
