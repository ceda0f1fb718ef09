import { erasedText } from './erased-text';
import type { Hint } from './hint';
import { lines } from './output';
import { tasksOf, type NamedTask, type RunView, type StepView } from './run-view';
import { bold, dim, statusText } from './style';
import { tableOf } from './table';
import { duration, moment } from './words';

const APPROVAL = 'approval.request@1';

const howToAnswer = ({ id, step }: NamedTask, hint: Hint): string =>
  step.skill === APPROVAL
    ? lines(
        `It waits for a person at the step ${step.step}. To answer:`,
        `  ${hint('answer', id, '--approve', '--watch')}`,
        `  ${hint('answer', id, '--reject', '--comment', 'why')}`,
      )
    : lines(
        `It waits for an answer at the step ${step.step} (${step.skill}). To give it:`,
        `  ${hint('answer', id, '--output', '{ … }')}`,
      );

const howToReplay = ({ letter, step, failure }: NamedTask, hint: Hint): string =>
  lines(
    `The step ${step.step} is a dead letter${failure ? ` (${failure.message})` : ''}, and the run goes on when it is replayed:`,
    `  ${hint('dead-letters', letter!)}`,
    `  ${hint('replay', '--id', letter!, '--dry-run')}`,
    `  ${hint('replay', '--id', letter!, '--watch')}`,
  );

const whatToDo = (run: RunView, hint: Hint): string | undefined => {
  const tasks = tasksOf(run);
  const waiting = tasks.find(({ status }) => status === 'waiting');
  if (run.status === 'waiting' && waiting) return howToAnswer(waiting, hint);
  const dead = tasks.find(({ letter, status }) => letter && status === 'deadlettered');
  return run.status === 'blocked' && dead ? howToReplay(dead, hint) : undefined;
};

const lasted = ({ acceptedAt, endedAt }: RunView): string =>
  acceptedAt && endedAt ? ` after ${duration(Date.parse(endedAt) - Date.parse(acceptedAt))}` : '';

const rowOf = ({ step, skill, status, attempt, failure }: StepView) => [
  step,
  skill,
  statusText(status),
  attempt,
  failure && `${failure.code}: ${failure.message}`,
];

const because = ({ failure, reason }: RunView): string | undefined =>
  failure ? `It failed with ${failure.code}: ${failure.message}` : reason && `Reason: ${reason}`;

/** A run as people read it: where it stands, its steps, what came of it, and what can be done. */
export const showRun = (run: RunView, hint: Hint): string =>
  lines(
    `Run ${bold(run.runId)} is ${statusText(run.status)}${lasted(run)}.`,
    dim(
      `${run.type}, accepted ${moment(run.acceptedAt)}${run.subject ? `, about ${run.subject}` : ''}${run.traceId ? `, trace ${run.traceId}` : ''}`,
    ),
    `\n${tableOf(['STEP', 'SKILL', 'STATUS', 'TRY', ''], (run.steps ?? []).map(rowOf))}`,
    erasedText(run) && `\n${erasedText(run)}`,
    because(run) && `\n${because(run)}`,
    run.output !== undefined && `\n${bold('OUTPUT')}\n${JSON.stringify(run.output, undefined, 2)}`,
    whatToDo(run, hint) && `\n${whatToDo(run, hint)}`,
  );
