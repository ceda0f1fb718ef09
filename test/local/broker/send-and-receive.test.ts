import { earliestEventPosition } from '@azure/event-hubs';
import { startTestBroker } from '../../support/broker';
import type { TestBroker } from '../../support/broker';
import { clientsOf } from './clients';
import type { Clients } from './clients';

describe('a producer and a consumer of the SDK', () => {
  let broker: TestBroker;
  let clients: Clients;
  beforeEach(async () => {
    broker = await startTestBroker({ intents: { partitions: 4, groups: ['planner', 'audit'] } });
    clients = clientsOf(broker.connectionString, 'intents');
  });
  afterEach(async () => {
    await clients.close();
    await broker.stop();
  });

  it('receives what was sent to a partition, in order', async () => {
    const bodies = Array.from({ length: 20 }, (_, i) => ({ body: `event ${i}` }));
    await clients.send(bodies, { partitionId: '2' });
    const events = await clients.receive({ partition: '2', count: 20, from: earliestEventPosition });
    expect(events.map(({ body }) => body)).toEqual(bodies.map(({ body }) => body));
    expect(events.map(({ sequenceNumber }) => sequenceNumber)).toEqual(bodies.map((_, i) => i));
  });
});
