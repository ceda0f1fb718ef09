import { PlatformError } from '../../contracts/errors';
import type { ReceivedBatch, ReceivedEvent } from '../batch/received';
import { read, type Read, type ReadDeps } from '../worker/read';
import { OK, verdictOn, wouldDeadLetter, type Looked, type Verdict } from './verdict';

export type LookAtTasksDeps = Omit<ReadDeps, 'patient' | 'unknownSkillMs'>;

/**
 * What this build's workers would make of tasks, up to the input that a skill takes: by the worker's own code. Nothing
 * is performed.
 * @throws PlatformError when a store does not answer: the batch is delivered again
 */
export const lookAtTasks = (deps: LookAtTasksDeps) => {
  // A skill that is unknown is told at once: whether somebody learns it in time is not this build's to say.
  const reading = read({ ...deps, patient: (_, ask) => ask(), unknownSkillMs: Number.POSITIVE_INFINITY });

  const lookAt = async (received: ReceivedEvent): Promise<Looked> => {
    const found = await reading(received).catch(asCrash);
    const event = found.kind === 'ready' ? found.ready.task.event : found.event;
    return { received, ...(event && { event }), verdict: verdictOf(found) };
  };
  return (batch: ReceivedBatch): Promise<readonly Looked[]> => Promise.all(batch.events.map(lookAt));
};

const verdictOf = (found: Read): Verdict => {
  if (found.kind === 'ready') return OK;
  switch (found.outcome.kind) {
    case 'dead':
      return verdictOn(found.outcome.reason);
    case 'later':
      return wouldDeadLetter('unknown-skill', `This build lacks the skill of the task ${skillOf(found)}.`);
    default:
      return OK;
  }
};

const skillOf = ({ task }: Extract<Read, { kind: 'ended' }>): string => {
  const data = task?.event.data as { skill?: string } | undefined;
  return data?.skill === undefined ? '' : `'${data.skill}'`;
};

const asCrash = (error: unknown): Read => {
  if (error instanceof PlatformError) throw error;
  const reason = { code: 'internal-error', message: `The worker failed at it: ${String(error)}` };
  return { kind: 'ended', outcome: { kind: 'dead', reason, passing: false } };
};
