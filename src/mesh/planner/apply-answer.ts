import { isRestrictedRef } from '../../contracts/dataref';
import type { MeshEvent } from '../../contracts/event';
import { keeping, placeOf, refused } from './apply-result';
import type { Applied } from './apply-result';
import type { FoldContext } from './context';
import { hasEnded } from './run';
import type { Failure, Run, TaskState } from './run';
import { isFinal, taskAt, withTasks } from './tasks';
import type { Place } from './tasks';

type Answer = { task: string; output: unknown } | { task: string; failure: Failure };

/** Enters what a person or an outside system answered; the first valid answer counts. */
export const applyAnswer = (
  run: Run,
  event: MeshEvent,
  { data, n, context }: { data: unknown; n: number; context: FoldContext },
): Applied => {
  const answer = data as Answer;
  const place = placeOf(run, answer.task);
  if (!place) return refused('unknown-task', `The run's plan has no task '${answer.task}'.`);
  const task = taskAt(run, place);
  if (hasEnded(run) || (task && isFinal(task))) return { kind: 'late' };
  if (task?.status !== 'waiting') return refused('not-waiting', `Task '${answer.task}' waits for no answer.`);
  return answered(run, event, { place, task, answer, n, context });
};

const answered = (
  run: Run,
  event: MeshEvent,
  {
    place,
    task,
    answer,
    n,
    context,
  }: { place: Place; task: TaskState; answer: Answer; n: number; context: FoldContext },
): Applied => {
  const over = { ...task, waited: { from: task.waited?.from ?? n, to: n } };
  if ('failure' in answer) {
    const failed: TaskState = { ...over, status: 'failed', failure: answer.failure };
    return { kind: 'applied', run: withTasks(run, [{ ...place, task: failed }]) };
  }
  // Restricted answers were checked by whoever put them where only few may read them.
  const fault = isRestrictedRef(event.dataref) ? undefined : faultOf(run, place, answer.output, context);
  if (fault) return fault;
  const { output, inline, contents } = keeping(run, event, answer);
  const completed: TaskState = { ...over, status: 'completed', output };
  return { kind: 'applied', run: withTasks({ ...run, inline }, [{ ...place, task: completed }]), contents };
};

/** Checked again here: between the interface's check and this one a deployment may lie. */
const faultOf = (
  run: Run,
  { step }: Place,
  output: unknown,
  { skill, book }: FoldContext,
): Applied | undefined => {
  const name = run.plan.steps[step]!.skill;
  const known = skill(name);
  if (!known) return refused('unknown-skill', `This build does not know the skill '${name}'.`, true);
  const [fault] = book.faults(known.output, output);
  if (!fault) return undefined;
  return refused(
    'invalid-answer',
    `The answer does not fit '${known.output}': ${fault.pointer || 'it'} ${fault.message}`,
  );
};
