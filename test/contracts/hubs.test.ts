import type { MeshEvent } from '../../src/contracts/event';
import { bucketOf, hubOf, HUBS } from '../../src/contracts/hubs';
import { MESH, TASK_KINDS, endType, intentType, taskType } from '../../src/contracts/event-types';
import { runBucket, taskBucket } from '../../src/contracts/ids';

const RUN = '3581037c-2322-84a4-9a47-bf454f9bf9fd';

describe('the hub', () => {
  it.each<[string, MeshEvent['priority'], string]>([
    [intentType('invoice'), undefined, 'intents'],
    [intentType('invoice'), 'low', 'intents'],
    [intentType('invoice'), 'high', 'intents-priority'],
    [taskType('invoice', 'created'), 'normal', 'tasks'],
    [taskType('invoice', 'created'), 'high', 'tasks-priority'],
    [endType('invoice', 'completed'), undefined, 'events'],
    [MESH.runCheck, undefined, 'results'],
    [MESH.runCancel, 'high', 'results'],
    [MESH.taskAnswer, undefined, 'results'],
    [MESH.runChanged, undefined, 'events'],
    [MESH.eventDeadlettered, undefined, 'dlq'],
    [MESH.deliveryRequested, undefined, 'events'],
  ])('of %s (%s) is %s', (type, priority, hub) =>
    expect(hubOf({ type, ...(priority && { priority }) })).toBe(hub),
  );
  it.each(TASK_KINDS.filter((kind) => kind !== 'created'))(
    'of what became of a task (%s) is one for both lanes',
    (kind) => {
      for (const priority of ['high', 'low'] as const)
        expect(hubOf({ type: taskType('invoice', kind), priority })).toBe('results');
    },
  );
  it('is none for a type that nobody knows', () =>
    expect(() => hubOf({ type: 'business.invoice.wish' })).toThrow('no hub carries'));
  it('is one of at most ten, which is what a Standard namespace has', () =>
    expect(HUBS.length).toBeLessThanOrEqual(10));
});

describe('the bucket', () => {
  const about = { id: 'e1', subject: `${RUN}.lines.7`, correlationid: RUN };
  it('is that of the task on the way to workers, by any lane', () => {
    for (const priority of ['high', 'normal'] as const)
      expect(bucketOf({ ...about, type: taskType('invoice', 'created'), priority })).toBe(
        taskBucket(`${RUN}.lines.7`),
      );
  });
  it.each([
    intentType('invoice'),
    taskType('invoice', 'completed'),
    endType('invoice', 'failed'),
    MESH.runChanged,
    MESH.runCancel,
  ])('is that of the run, so that its order is kept: %s', (type) =>
    expect(bucketOf({ ...about, type })).toBe(runBucket(RUN)),
  );
  it('is that of its own id for what belongs to no run', () =>
    expect(bucketOf({ id: 'dead-1', type: MESH.eventDeadlettered })).toBe(taskBucket('dead-1')));
});
