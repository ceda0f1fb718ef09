import type { AttributesOf } from '../metrics';
import type { Metrics } from '../ports/metrics';
import type { Ended } from './flush';
import type { Outcome } from './outcome';

type TaskAttributes = AttributesOf<'mesh.tasks'>;
type Counted = TaskAttributes['mesh.outcome'];

const countedAs = (outcome: Exclude<Outcome, { kind: 'moved' }>): Counted => {
  switch (outcome.kind) {
    case 'completed':
    case 'failed':
    case 'expired':
      return outcome.kind;
    case 'dead':
      return 'dead-lettered';
    case 'retrying':
    case 'leased':
      return 'retried';
    case 'later':
      return 'postponed';
    case 'known':
      return 'duplicate';
    case 'ignored':
      return outcome.because === 'void' ? 'voided' : 'duplicate';
  }
};

/** After these a task is not heard of again, unless somebody replays it. */
const FINAL: ReadonlySet<Counted> = new Set<Counted>(['completed', 'failed', 'expired', 'dead-lettered']);

/** Measures each task where it is settled, which is the one place that knows how it ended. */
export const measuring = (metrics: Metrics) => {
  // Few and always the same: made once, and not for every task.
  const known = new Map<string, Map<Counted, TaskAttributes>>();
  const attributesOf = (skill: string, outcome: Counted): TaskAttributes => {
    const ofSkill = known.get(skill) ?? new Map<Counted, TaskAttributes>();
    const attributes = ofSkill.get(outcome) ?? { 'mesh.skill': skill, 'mesh.outcome': outcome };
    known.set(skill, ofSkill.set(outcome, attributes));
    return attributes;
  };

  return ({ task, skill, outcome, tookMs }: Ended): void => {
    // What goes on elsewhere is measured there.
    if (!task || outcome.kind === 'moved') return;
    const counted = countedAs(outcome);
    // A skill that nobody knows could have any name.
    const attributes = attributesOf(skill?.name ?? 'unknown', counted);
    metrics.count('mesh.tasks', 1, attributes);
    if (tookMs !== undefined) metrics.record('mesh.task.duration', tookMs / 1_000, attributes);
    if (FINAL.has(counted)) metrics.record('mesh.task.attempts', task.attempt, attributes);
  };
};
