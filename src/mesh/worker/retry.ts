import type { Random } from '../ports/clock';
import type { Tried } from './attempt';
import { backoffMs } from './backoff';
import { lastsMs } from './long';
import { dead, type Outcome } from './outcome';
import type { Skill } from './skill';
import type { Task } from './task';

/**
 * Quick tries within the delivery of one event. They are not attempts: an attempt is an event, so that a redelivery and
 * its results have the same ids however many tries they took.
 */
export const IN_PLACE = { tries: 3, baseMs: 200, capMs: 2_000, longestMs: 2_000 };
/** Between attempts, through the delayed queue. */
export const BETWEEN_ATTEMPTS = { baseMs: 10_000, capMs: 600_000 };
/** Beside the skill's own time, what a lease must have left for another try. */
const LEASE_MARGIN_MS = 1_000;
/** A lease is looked at this long after its end, so as not to come a moment early. */
export const LEASE_SLACK_MS = 500;

export interface Failing {
  task: Task;
  skill: Skill;
  /** By the worker's clock; absent without a lease. */
  leaseEnds?: number;
}

type Failure = Exclude<Tried, { kind: 'returned' }>;

/** Whether a lease has room for one more run of the skill (and of its probe, where it has one) that starts at the instant. */
export const hasRoom = (skill: Skill, leaseEnds: number, at: number): boolean =>
  at + lastsMs(skill) + LEASE_MARGIN_MS <= leaseEnds;

/** Milliseconds until the next try in place; undefined when there is none. */
export const waitInPlace = (
  { task, skill, leaseEnds }: Failing,
  tried: Failure,
  { tries, now, random }: { tries: number; now: number; random: Random },
): number | undefined => {
  if (!mayRepeat(skill, tried) || tries >= Math.min(IN_PLACE.tries, triesOf(skill))) return undefined;
  const waitMs = Math.max(retryAfter(tried), backoffMs(tries, random, IN_PLACE));
  const at = now + waitMs;
  const inTime = waitMs <= IN_PLACE.longestMs && at < (task.deadline ?? Infinity);
  return inTime && hasRoom(skill, leaseEnds ?? Infinity, at) ? waitMs : undefined;
};

/** A skill of one attempt is tried once, and no more. */
const triesOf = ({ retry }: Skill): number => (retry.attempts <= 1 ? 1 : Infinity);

const mayRepeat = (skill: Skill, tried: Failure): boolean =>
  tried.kind === 'retryable' || (tried.kind === 'unexplained' && !isUncertain(skill));

/** Nobody knows whether the effect happened, and nothing may be repeated to find out. */
const isUncertain = ({ effects, repeat }: Skill): boolean => effects === 'external' && repeat === 'never';

const retryAfter = (tried: Failure): number => (tried.kind === 'retryable' ? (tried.retryAfterMs ?? 0) : 0);

/** How a task ends that is not tried again in place. */
export const afterFailure = (work: Failing, tried: Failure, now: number, random: Random): Outcome => {
  const { skill } = work;
  switch (tried.kind) {
    case 'failed':
      return { kind: 'failed', reason: tried.reason };
    case 'terminal':
      return { kind: 'dead', reason: tried.reason, passing: false };
    case 'retryable':
      return nextAttempt(work, tried, { now, random, passing: true });
    case 'unexplained':
      return isUncertain(skill)
        ? dead('uncertain', `whether the effect happened is unknown: ${tried.reason.message}`)
        : nextAttempt(work, tried, { now, random, passing: false });
    case 'timeout':
      return skill.effects === 'external'
        ? afterTimeout(work, now)
        : nextAttempt(work, tried, { now, random, passing: true });
  }
};

/**
 * The lease stays: the skill may still be running. Where it may not be repeated the same event comes back, and finds
 * itself uncertain; a later attempt would look like an operator's decision.
 */
const afterTimeout = ({ skill, leaseEnds }: Failing, now: number): Outcome => ({
  kind: 'leased',
  notBefore: (leaseEnds ?? now) + LEASE_SLACK_MS,
  next: skill.repeat === 'never' ? 'same' : 'attempt',
});

const nextAttempt = (
  { task, skill }: Failing,
  tried: Failure,
  { now, random, passing }: { now: number; random: Random; passing: boolean },
): Outcome => {
  const { reason } = tried;
  if (task.attempt >= skill.retry.attempts) return { kind: 'dead', reason, passing };
  const notBefore = now + Math.max(retryAfter(tried), backoffMs(task.attempt, random, BETWEEN_ATTEMPTS));
  // A try after the deadline is worth nothing; a dead letter stops the run's deadline, so that a replay can save it.
  if (notBefore >= (task.deadline ?? Infinity)) return { kind: 'dead', reason, passing };
  return { kind: 'retrying', notBefore };
};
