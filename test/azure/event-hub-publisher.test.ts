import { eventHubPublisher } from '../../src/azure/event-hub-publisher';
import type { Producer } from '../../src/azure/event-hub-connection';
import { intentType } from '../../src/contracts/event-types';
import { runIdOf } from '../../src/contracts/ids';

const intent = (id: string) => ({
  specversion: '1.0',
  id,
  source: '/orders',
  type: intentType('invoice'),
  correlationid: runIdOf({ tenant: 'contoso', source: '/orders', id: 'one run' }),
});

/** Answers nothing until it is told to stop waiting. */
const silent: Pick<Producer, 'createBatch'> = {
  createBatch: (options) =>
    new Promise((_, reject) => {
      const { abortSignal } = options!;
      abortSignal!.addEventListener('abort', () => reject(new Error('gave up')));
    }),
};

const producer = (parts: Partial<Producer>): Producer =>
  ({ getPartitionIds: async () => ['0', '1'], close: async () => undefined, ...parts }) as Producer;

describe('the Event Hubs publisher', () => {
  it('gives up a broker that does not answer, for those too who wait behind', async () => {
    let tries = 0;
    const publisher = eventHubPublisher({
      timeoutMs: 20,
      producerFor: () => producer({ createBatch: (options) => (tries++, silent.createBatch(options)) }),
    });
    const fates = await Promise.all(['a', 'b', 'c'].map((id) => publisher.publish([intent(id)])));
    expect(fates).toEqual(fates.map(() => [{ sent: false, error: new Error('gave up') }]));
    expect(tries).toBe(1);
  });

  it('asks again for the partitions of a hub that did not tell them', async () => {
    const answers = [() => Promise.reject(new Error('away')), () => Promise.resolve(['0'])];
    const sent: number[] = [];
    const batch = { count: 1, maxSizeInBytes: 100, tryAdd: () => true };
    const publisher = eventHubPublisher({
      producerFor: () =>
        producer({
          getPartitionIds: () => answers.shift()!(),
          createBatch: async () => batch as never,
          sendBatch: async () => void sent.push(1),
        }),
    });
    expect(await publisher.publish([intent('a')])).toMatchObject([{ sent: false }]);
    expect(await publisher.publish([intent('a')])).toEqual([{ sent: true }]);
    expect(await publisher.publish([intent('b')])).toEqual([{ sent: true }]);
    expect(answers).toEqual([]);
    expect(sent).toHaveLength(2);
  });
});
