import type { Hint } from './hint';
import { lines } from './output';
import { tasksOf, type NamedTask, type RunView } from './run-view';

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

/** What a person can do for a run to go on; undefined where it needs nobody. */
export const whatToDo = (run: RunView, hint: Hint): string | undefined => {
  const tasks = tasksOf(run);
  const waiting = tasks.find(({ status }) => status === 'waiting');
  if (run.status === 'waiting' && waiting) return howToAnswer(waiting, hint);
  const dead = tasks.find(({ letter, status }) => letter && status === 'deadlettered');
  return run.status === 'blocked' && dead ? howToReplay(dead, hint) : undefined;
};
