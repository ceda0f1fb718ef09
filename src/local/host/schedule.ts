import { Cron } from 'croner';
import { parseTimeSpan } from './time-span';

/** @returns when a schedule is due next, strictly after a moment; null for never */
export type Schedule = (after: Date) => Date | null;

/**
 * Reads a timer's schedule: NCRONTAB of six fields (seconds first) or five, in UTC, or a time span between runs.
 * @throws Error that shows both forms
 */
export const parseSchedule = (text: string, where: string): Schedule => {
  const span = parseTimeSpan(text);
  if (span !== undefined && span > 0) return (after) => new Date(after.getTime() + span);
  try {
    const cron = new Cron(text, { paused: true, timezone: 'UTC' });
    return (after) => cron.nextRun(after);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${where} has the schedule "${text}", which is neither like "0 */5 * * * *" nor like "00:05:00": ${reason}`,
      { cause: error },
    );
  }
};
