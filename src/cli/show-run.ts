import { tableOf } from './print';
import type { RunView } from './run-view';

const lines = (value: unknown): string => JSON.stringify(value, undefined, 2);

const HINTS: Readonly<Record<string, (run: RunView) => string>> = {
  waiting: ({ runId, steps }) => {
    const waiting = (steps ?? []).find(({ status }) => status === 'waiting');
    return waiting ? `It waits for a person: npm run mesh -- answer ${runId}.${waiting.step} --approve` : '';
  },
  blocked: ({ steps }) => {
    const dead = (steps ?? []).find(({ letter }) => letter);
    return dead
      ? `A task of it is a dead letter: npm run mesh -- dead-letters ${dead.letter}, then npm run mesh -- replay --id ${dead.letter}`
      : '';
  },
};

/** A run as people read it: where it stands, its steps, what came of it, and what can be done. */
export const showRun = (run: RunView): string =>
  [
    `run ${run.runId} (${run.type}) is ${run.status}`,
    tableOf(
      ['STEP', 'SKILL', 'STATUS', 'TRY', ''],
      (run.steps ?? []).map(({ step, skill, status, attempt, failure }) => [
        step,
        skill,
        status,
        attempt,
        failure && `${failure.code}: ${failure.message}`,
      ]),
    ),
    run.failure && `failed: ${run.failure.code}: ${run.failure.message}`,
    run.output !== undefined && lines(run.output),
    run.traceId && `trace ${run.traceId}`,
    HINTS[run.status]?.(run),
  ]
    .filter(Boolean)
    .join('\n');
