import { schemaBook } from '../../../src/contracts/ajv-schema-book';
import type { MeshEvent } from '../../../src/contracts/event';
import { taskType } from '../../../src/contracts/event-types';
import { resultIdOf, runIdOf, taskIdOf } from '../../../src/contracts/ids';
import type { Plan, Step } from '../../../src/contracts/plan';
import { schemas } from '../../../src/contracts/generated/schemas';
import type { FoldContext } from '../../../src/mesh/planner/context';
import { emissionsOf } from '../../../src/mesh/planner/emissions';
import { fold } from '../../../src/mesh/planner/fold';
import type { Folded } from '../../../src/mesh/planner/fold';
import { planRun } from '../../../src/mesh/planner/plan-run';
import type { Run } from '../../../src/mesh/planner/run';
import { hasEnded } from '../../../src/mesh/planner/run';

export const TENANT = 'acme';
export const INTENT = 'business.test.intent';
export const NOON = Date.UTC(2026, 10, 21, 12);
export const SILENCE = 120_000;
export const RUN = runIdOf({ tenant: TENANT, source: '/shop', id: 'order-1' });

export const book = schemaBook({
  ...schemas,
  'test/any@1': {},
  'test/answer@1': { type: 'object', required: ['decision'], properties: { decision: { type: 'string' } } },
});

export const intentOf = (data: unknown = {}, more: Partial<MeshEvent> = {}): MeshEvent => ({
  specversion: '1.0',
  id: 'order-1',
  source: '/shop',
  type: INTENT,
  correlationid: RUN,
  tenantid: TENANT,
  data,
  ...more,
});

/** A step with the usual values. Skills whose name begins with `ask` are a person's, with `buy` external. */
export const step = (more: Partial<Step> = {}): Step => ({
  skill: 'test.do@1',
  needs: [],
  input: {},
  ...more,
});

export const planOf = (steps: Record<string, Step>, output: unknown = null): Plan => ({ steps, output });

export const skill = (name: string) => ({
  name,
  input: 'test/any@1',
  output: name.startsWith('test.ask') ? 'test/answer@1' : 'test/any@1',
  effects: name.startsWith('test.buy') ? ('external' as const) : ('none' as const),
  repeat: 'keyed' as const,
  timeoutMs: 1_000,
  retry: { attempts: 3 },
  by: name.startsWith('test.ask') ? ('person' as const) : ('worker' as const),
  perform: () => undefined,
});

export const contextAt = (at = NOON, more: Partial<FoldContext> = {}): FoldContext => ({
  at,
  silenceMs: SILENCE,
  book,
  skill,
  read: (ref) => {
    throw new Error(`nothing is kept at '${ref}'`);
  },
  claim: (task) => {
    throw new Error(`the claim of '${task}' was not to be looked at`);
  },
  line: () => {
    throw new Error('the line of its key was not to be looked at');
  },
  ...more,
});

export const plannedOf = (plan: Plan) => ({
  intent: INTENT,
  schema: 'test/any@1',
  output: 'test/any@1',
  plan,
  skills: [],
  agent: { name: 'tester', version: '1.0.0' },
});

export const start = (
  plan: Plan,
  data: unknown = {},
  more: Partial<MeshEvent> = {},
  context = contextAt(),
): Folded => planRun(intentOf(data, more), plannedOf(plan), context);

export type Result = { output: unknown } | { code: string; message: string } | { reason?: string } | object;

/** What a worker says of a task: `extract` or `lines.3`. */
export const result = (
  task: string,
  kind: 'completed' | 'failed' | 'expired' | 'deadlettered' | 'started' | 'progressed',
  data: Result = kind === 'completed' ? { output: task } : {},
  more: Partial<MeshEvent> = {},
): MeshEvent => {
  const [name, item] = task.split('.');
  const id = taskIdOf(RUN, name!, item === undefined ? undefined : Number(item));
  const attempt = more.attempt ?? 1;
  return {
    specversion: '1.0',
    id: resultIdOf(id, attempt, kind),
    source: '/mesh/worker',
    type: taskType('test', kind),
    subject: id,
    correlationid: RUN,
    tenantid: TENANT,
    attempt,
    data,
    ...more,
  };
};

export const failed = (task: string, code = 'no', more: Partial<MeshEvent> = {}): MeshEvent =>
  result(task, 'failed', { code, message: `${task} said ${code}` }, more);

export const deadlettered = (task: string, more: Partial<MeshEvent> = {}): MeshEvent =>
  result(
    task,
    'deadlettered',
    { letter: `letter-of-${task}`, reason: { code: 'broken', message: 'is broken' } },
    more,
  );

export const command = (type: string, data: unknown = {}, more: Partial<MeshEvent> = {}): MeshEvent => ({
  specversion: '1.0',
  id: `${type}-1`,
  source: '/mesh/gateway',
  type,
  subject: RUN,
  correlationid: RUN,
  tenantid: TENANT,
  data,
  ...more,
});

/** Folds events one after the other, a millisecond apart. */
export const foldAll = (run: Run, events: readonly MeshEvent[], context: Partial<FoldContext> = {}): Run =>
  events.reduce((sofar, event, index) => fold(sofar, event, contextAt(NOON + 1 + index, context)).run, run);

/** The part of an id that says something here: `extract.1`, `changed-2`, `completed`. */
export const short = (ids: readonly string[]): readonly string[] => ids.map((id) => id.slice(RUN.length + 1));

/** What is sent, by type and short id. */
export const sent = (run: Run, ids: readonly string[], read: FoldContext['read'] = contextAt().read) =>
  emissionsOf(run, ids, read).events;

/** What shows of a run, whatever the order in which things came: status, output, outcomes. */
export const statuses = (run: Run): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(run.steps).map(([name, state]) => {
      if (state.kind === 'skipped') return [name, 'skipped'];
      if (state.kind === 'task') return [name, state.task.status];
      return [name, state.failure?.code ?? state.items.map((task) => task?.status ?? null)];
    }),
  );

export const isOver = hasEnded;
