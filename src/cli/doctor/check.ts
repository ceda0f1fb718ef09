import type { Patient } from './patient';

/** What came of looking at one thing. */
export type Finding =
  | { kind: 'ok'; detail?: string }
  | { kind: 'skipped'; why: string }
  | { kind: 'warn' | 'fail'; detail: string; advice: string };

/** One thing to look at. Whatever it throws is a failure, with the advice that stands here. */
export interface Check {
  /** What holds when all is well, as a sentence without its full stop. */
  name: string;
  /** What to do where nothing can be said because the check itself failed. */
  advice: string;
  look: (patient: Patient) => Promise<Finding> | Finding;
}

export interface Area {
  name: string;
  checks: readonly Check[];
}

export const ok = (detail?: string): Finding => ({ kind: 'ok', ...(detail !== undefined && { detail }) });
export const skipped = (why: string): Finding => ({ kind: 'skipped', why });
export const warn = (detail: string, advice: string): Finding => ({ kind: 'warn', detail, advice });
export const fail = (detail: string, advice: string): Finding => ({ kind: 'fail', detail, advice });
