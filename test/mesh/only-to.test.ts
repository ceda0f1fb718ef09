import type { MeshEvent } from '../../src/contracts/event';
import { onlyTo } from '../../src/mesh/only-to';
import { memoryPublisher } from '../../src/mesh/ports/memory/memory-publisher';

const task: MeshEvent = { specversion: '1.0', id: '1', source: '/t', type: 'business.test.task.created' };
const result: MeshEvent = { ...task, id: '2', type: 'business.test.task.completed' };
const refuse = (hub: string) => new Error(`no right to ${hub}`);

it('sends to the hubs that it may', async () => {
  const inner = memoryPublisher();
  await onlyTo(['tasks'], inner, refuse).publish([task]);
  expect(inner.events.map(({ id }) => id)).toEqual(['1']);
});

it('sends nothing of what is meant for several hubs where one is not its own, and says which', async () => {
  const inner = memoryPublisher();
  const publisher = onlyTo(['tasks'], inner, refuse);
  await expect(publisher.publish([task, result])).rejects.toThrow('no right to results');
  await expect(publisher.publish([{ ...task, priority: 'high' }])).rejects.toThrow(
    'no right to tasks-priority',
  );
  expect(inner.events).toEqual([]);
});

it('holds raw messages to the same hubs', async () => {
  const inner = memoryPublisher();
  const publisher = onlyTo(['tasks'], inner, refuse);
  const raw = (hub: 'tasks' | 'dlq') => ({ hub, body: new Uint8Array(), properties: {}, bucket: 0 });
  await expect(publisher.publishRaw([raw('tasks'), raw('dlq')])).rejects.toThrow('no right to dlq');
  await expect(publisher.publishRaw([raw('tasks')])).resolves.toHaveLength(1);
});
