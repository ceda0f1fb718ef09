/** Event types: facts in the past tense, commands as verbs. Each literal stands here once. */

export const TASK_KINDS = [
  'created',
  'started',
  'progressed',
  'completed',
  'failed',
  'expired',
  'deadlettered',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export const END_KINDS = ['completed', 'failed', 'expired', 'cancelled'] as const;
export type EndKind = (typeof END_KINDS)[number];

/** The mesh's own events and commands. */
export const MESH = {
  /** Command to a run: look at your deadline and at tasks that never answered. */
  runCheck: 'mesh.run.check',
  /** Command to a run. */
  runCancel: 'mesh.run.cancel',
  /** Command to a run: let its restricted data be erased. */
  runErase: 'mesh.run.erase',
  /** Fact: its restricted data is to be deleted by whoever may. */
  runErased: 'mesh.run.erased',
  /** Command to a run: what a person or an outside system answered. */
  taskAnswer: 'mesh.task.answer',
  /** Fact: a run's status, or what it waits for, is another; the index lives on it. */
  runChanged: 'mesh.run.changed',
  /** Fact: an event could not be processed; carries it whole. */
  eventDeadlettered: 'mesh.event.deadlettered',
  /** Fact: a subscriber is to be told that a run has ended. */
  deliveryRequested: 'mesh.delivery.requested',
} as const;

const DOMAIN = '[a-z][a-z0-9-]*';
const INTENT = new RegExp(`^business\\.(${DOMAIN})\\.intent$`);
const TASK = new RegExp(`^business\\.(${DOMAIN})\\.task\\.(${TASK_KINDS.join('|')})$`);
const END = new RegExp(`^business\\.(${DOMAIN})\\.intent\\.(${END_KINDS.join('|')})$`);

export const intentType = (domain: string) => `business.${domain}.intent`;
export const taskType = (domain: string, kind: TaskKind) => `business.${domain}.task.${kind}`;
export const endType = (domain: string, kind: EndKind) => `business.${domain}.intent.${kind}`;

export type Meaning =
  | { kind: 'intent'; domain: string }
  | { kind: 'task'; domain: string; what: TaskKind }
  | { kind: 'end'; domain: string; what: EndKind }
  | { kind: 'mesh'; type: (typeof MESH)[keyof typeof MESH] }
  | { kind: 'unknown' };

const OF_MESH: ReadonlySet<string> = new Set(Object.values(MESH));

/** What an event type means; `unknown` for every type that the mesh does not speak. */
export const meaningOf = (type: string): Meaning => {
  const intent = INTENT.exec(type);
  if (intent) return { kind: 'intent', domain: intent[1]! };
  const task = TASK.exec(type);
  if (task) return { kind: 'task', domain: task[1]!, what: task[2] as TaskKind };
  const end = END.exec(type);
  if (end) return { kind: 'end', domain: end[1]!, what: end[2] as EndKind };
  return OF_MESH.has(type)
    ? { kind: 'mesh', type: type as (typeof MESH)[keyof typeof MESH] }
    : { kind: 'unknown' };
};
