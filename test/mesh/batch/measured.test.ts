import { PlatformError } from '../../../src/contracts/errors';
import { measured } from '../../../src/mesh/batch/measured';
import type { ReceivedBatch } from '../../../src/mesh/batch/received';
import { memoryMetrics } from '../../../src/mesh/ports/memory/memory-metrics';
import { virtualClock } from '../../../src/mesh/ports/memory/virtual-clock';

const event = { body: Buffer.from('{}'), properties: {}, sequence: 0, offset: '0', enqueuedAt: 0 };
const batch: ReceivedBatch = { hub: 'tasks', group: 'worker', partition: '0', events: [event, event, event] };
const reader = { 'messaging.destination.name': 'tasks', 'messaging.consumer.group.name': 'worker' };

const world = () => {
  const metrics = memoryMetrics();
  const clock = virtualClock();
  return { metrics, clock };
};

it('counts the events of a batch, and how long they took', async () => {
  const { metrics, clock } = world();
  const work = measured({ metrics, clock }, () => clock.sleep(2_500))(batch);
  await clock.advance(2_500);
  await work;
  expect(metrics.all).toEqual([
    { name: 'messaging.client.consumed.messages', value: 3, attributes: reader },
    { name: 'messaging.process.duration', value: 2.5, attributes: reader },
  ]);
});

it.each([
  [new PlatformError('the store is away'), 'PlatformError'],
  [new Error('it is broken'), '_OTHER'],
])('says of a batch that failed why: %s', async (error, type) => {
  const { metrics, clock } = world();
  const fails = async () => {
    throw error;
  };
  await expect(measured({ metrics, clock }, fails)(batch)).rejects.toBe(error);
  expect(metrics.of('messaging.process.duration')).toMatchObject([
    { value: 0, attributes: { ...reader, 'error.type': type } },
  ]);
});
