import { PlatformError } from '../../src/contracts/errors';
import type { MeshEvent } from '../../src/contracts/event';
import { MESH } from '../../src/contracts/event-types';
import { countedSends } from '../../src/mesh/counted-sends';
import { memoryMetrics } from '../../src/mesh/ports/memory/memory-metrics';
import type { Fate, Publisher } from '../../src/mesh/ports/publisher';

const event = (type: string): MeshEvent => ({ specversion: '1.0', id: '1', source: '/test', type });
const TASK = 'business.test.task.created';

const world = (fates: readonly Fate[]) => {
  const metrics = memoryMetrics();
  const broker: Publisher = { publish: async () => fates, publishRaw: async () => fates };
  return { metrics, publisher: countedSends(metrics, broker) };
};
const SENT: Fate = { sent: true };

it('counts what was sent to each hub with one measure, however many events it is', async () => {
  const { metrics, publisher } = world([SENT, SENT, SENT]);
  expect(await publisher.publish([event(TASK), event(MESH.runCheck), event(TASK)])).toHaveLength(3);
  expect(metrics.all).toEqual([
    {
      name: 'messaging.client.sent.messages',
      value: 2,
      attributes: { 'messaging.destination.name': 'tasks' },
    },
    {
      name: 'messaging.client.sent.messages',
      value: 1,
      attributes: { 'messaging.destination.name': 'results' },
    },
  ]);
});

it('tells what a hub did not take from what it took', async () => {
  const { metrics, publisher } = world([SENT, { sent: false, error: new PlatformError('away') }]);
  await publisher.publish([event(TASK), event(TASK)]);
  expect(
    metrics.of('messaging.client.sent.messages').map(({ value, attributes }) => [value, attributes]),
  ).toEqual([
    [1, { 'messaging.destination.name': 'tasks' }],
    [1, { 'messaging.destination.name': 'tasks', 'error.type': 'PlatformError' }],
  ]);
});

it('counts bytes that go back to where they came from', async () => {
  const { metrics, publisher } = world([SENT]);
  await publisher.publishRaw([{ hub: 'dlq', body: Buffer.from('x'), properties: {}, bucket: 1 }]);
  expect(metrics.all).toMatchObject([{ value: 1, attributes: { 'messaging.destination.name': 'dlq' } }]);
});
