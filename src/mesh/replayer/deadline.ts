import type { DeadlineRule } from './replay';

/** The deadline of an event that comes back; `lyingMs` is how long it lay as a dead letter. */
export const deadlineOf = (
  deadline: string | undefined,
  rule: DeadlineRule,
  lyingMs: number,
): string | undefined => {
  switch (rule) {
    case 'keep':
      return deadline;
    case 'drop':
      return undefined;
    case 'extend': {
      const at = Date.parse(deadline ?? '');
      return Number.isNaN(at) ? deadline : new Date(at + Math.max(0, lyingMs)).toISOString();
    }
  }
};
