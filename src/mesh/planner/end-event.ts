import type { MeshEvent } from '../../contracts/event';
import { endType } from '../../contracts/event-types';
import type { EndKind } from '../../contracts/event-types';
import { endIdOf } from './emission-ids';
import { failureOf, unhandledIn } from './outcome';
import type { Failure, Run } from './run';
import { domainOf, envelope } from './run-envelope';
import { tasksOf } from './tasks';

/** Tells that a run has ended, where that is the event's id. */
export const endEvent = (run: Run, id: string): MeshEvent | undefined => {
  const kind = run.status as EndKind;
  if (run.endedAt === undefined || id !== endIdOf(run.id, kind)) return undefined;
  const fold = run.folds.findLast(({ out }) => out.includes(id));
  const event: MeshEvent = {
    ...envelope(run, {
      id,
      type: endType(domainOf(run), kind),
      at: run.endedAt,
      cause: fold?.in.id ?? run.intent.id,
    }),
    ...(run.intent.subject !== undefined && { subject: run.intent.subject }),
  };
  if (run.output && 'ref' in run.output) return { ...event, dataref: run.output.ref };
  return { ...event, data: endData(run, kind) };
};

export const endData = (run: Run, kind: EndKind): Record<string, unknown> => {
  const acceptedAt = new Date(run.acceptedAt).toISOString();
  switch (kind) {
    case 'completed':
      return { ...(run.output && 'value' in run.output && { output: run.output.value }), acceptedAt };
    case 'failed':
      return { ...failureOfRun(run), acceptedAt };
    case 'expired':
      return { acceptedAt, ...uncertainIn(run) };
    case 'cancelled':
      return { ...(run.reason !== undefined && { reason: run.reason }), acceptedAt, ...uncertainIn(run) };
  }
};

/** Why a run failed: its output, or the first failure, in the plan's order, that nothing handles. */
export const failureOfRun = (run: Run): (Failure & { step?: string }) | undefined => {
  if (run.failure) return run.failure;
  const step = run.status === 'failed' ? unhandledIn(run) : undefined;
  if (step === undefined) return undefined;
  const { code, message } = failureOf(run.plan.steps[step]!, run.steps[step])!;
  return { code, message, step };
};

const uncertainIn = (run: Run) => {
  const uncertain = tasksOf(run).flatMap(({ id, task }) => (task.uncertain ? [id] : []));
  return uncertain.length > 0 ? { uncertain } : {};
};
