import { erasedText } from './erased-text';
import type { Hint } from './hint';
import { lines } from './output';
import type { RunView, StepView } from './run-view';
import { bold, dim, statusText } from './style';
import { tableOf } from './table';
import { whatToDo } from './what-to-do';
import { duration, moment } from './words';

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
