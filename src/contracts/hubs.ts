import { MESH, meaningOf } from './event-types';
import type { MeshEvent } from './event';
import { RESTRICTED } from './restricted';
import { isRunId, runBucket, taskBucket } from './ids';

/** The hubs of the backbone; a Standard namespace has ten at most. */
export const HUBS = [
  'intents',
  'intents-priority',
  'tasks',
  'tasks-priority',
  'tasks-restricted',
  'results',
  'events',
  'dlq',
] as const;
export type Hub = (typeof HUBS)[number];

const MESH_HUBS: Record<(typeof MESH)[keyof typeof MESH], Hub> = {
  [MESH.runCheck]: 'results',
  [MESH.runCancel]: 'results',
  [MESH.runErase]: 'results',
  [MESH.runErased]: 'events',
  [MESH.taskAnswer]: 'results',
  [MESH.runChanged]: 'events',
  [MESH.eventDeadlettered]: 'dlq',
  [MESH.deliveryRequested]: 'events',
};

/** What decides about an event's hub. */
export type Routed = Pick<MeshEvent, 'type' | 'priority' | 'dataclassification'>;

/** The hub that an event travels by, from its type, its priority, and whether its data is restricted. @throws Error for a type that has none */
export const hubOf = ({ type, priority, dataclassification }: Routed): Hub => {
  const meaning = meaningOf(type);
  switch (meaning.kind) {
    case 'intent':
      return priority === 'high' ? 'intents-priority' : 'intents';
    case 'task':
      if (meaning.what !== 'created') return 'results';
      // Those who may see restricted data have a lane of their own, however urgent it is.
      if (dataclassification === RESTRICTED) return 'tasks-restricted';
      return priority === 'high' ? 'tasks-priority' : 'tasks';
    case 'end':
      return 'events';
    case 'mesh':
      return MESH_HUBS[meaning.type];
    case 'unknown':
      throw new Error(`no hub carries events of type '${type}': add the type to contracts/event-types.ts`);
  }
};

const BY_TASK: ReadonlySet<Hub> = new Set<Hub>(['tasks', 'tasks-priority', 'tasks-restricted']);

/** The bucket that decides an event's partition: that of its task on the way to workers, else that of its run. */
export const bucketOf = (event: Routed & Pick<MeshEvent, 'id' | 'subject' | 'correlationid'>): number => {
  if (BY_TASK.has(hubOf(event))) return taskBucket(event.subject ?? event.id);
  const run = event.correlationid;
  // What belongs to no run (a dead letter of bytes that are no event) is spread by its own id.
  return run !== undefined && isRunId(run) ? runBucket(run) : taskBucket(event.id);
};
