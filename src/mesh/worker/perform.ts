import type { SchemaBook } from '../../contracts/schema-book';
import type { Clock, Random } from '../ports/clock';
import type { Log } from '../ports/log';
import { attempt, type Tried } from './attempt';
import type { Outcome } from './outcome';
import { completedWith } from './output';
import { unheard, withheld } from './restricted';
import { afterFailure, waitInPlace } from './retry';
import type { Skill, SkillContext } from './skill';
import type { Task } from './task';

export interface Performance {
  task: Task;
  skill: Skill;
  input: unknown;
  /** What the skill says about it goes nowhere. */
  restricted: boolean;
  /** Of an external skill: when its lease is over, by the worker's clock. */
  leaseEnds?: number;
  /** Ask first whether the effect has happened. */
  probe?: boolean;
  /** What to answer, where nothing is to be performed any more, if the probe finds nothing. */
  instead?: Outcome | undefined;
  log: Log;
  progress: SkillContext['progress'];
}

export interface PerformDeps {
  book: SchemaBook;
  clock: Clock;
  random: Random;
}

/** Performs a task: tries in place while that helps, and says how it ended. Never rejects. */
export const perform = ({ book, clock, random }: PerformDeps) => {
  const trying = attempt(clock);

  /** undefined: the effect has not happened. */
  const ask = async (work: Performance): Promise<Outcome | undefined> => {
    const { skill, input } = work;
    const found = await trying(
      skill,
      (context) => skill.probe?.(input, heard(work, context)),
      contextOf(work),
    );
    if (found.kind !== 'returned') return afterFailure(work, afterProbe(found), clock.now(), random);
    return found.value === undefined ? undefined : completedWith(book, skill, found.value);
  };

  const once = (work: Performance): Promise<Tried> => {
    const { skill, input } = work;
    return trying(skill, (context) => skill.perform(input, heard(work, context)), contextOf(work));
  };

  const performed = async (work: Performance): Promise<Outcome> => {
    const { skill } = work;
    for (let tries = 1; ; tries += 1) {
      const found = work.probe || (tries > 1 && asksFirst(skill)) ? await ask(work) : undefined;
      const ended = found ?? work.instead;
      if (ended) return ended;
      const tried = await once(work);
      if (tried.kind === 'returned') return completedWith(book, skill, tried.value);
      const waitMs = waitInPlace(work, tried, { tries, now: clock.now(), random });
      if (waitMs === undefined) return afterFailure(work, tried, clock.now(), random);
      await clock.sleep(waitMs);
    }
  };

  return async (work: Performance): Promise<Outcome> => {
    const outcome = await performed(work);
    return work.restricted ? withheld(outcome) : outcome;
  };
};

const heard = ({ restricted }: Performance, context: SkillContext): SkillContext =>
  restricted ? unheard(context) : context;

export const asksFirst = ({ effects, repeat }: Skill): boolean =>
  effects === 'external' && repeat === 'probe';

const contextOf = ({ task, log, progress }: Performance): Omit<SkillContext, 'signal'> => ({
  key: task.id,
  deadline: task.deadline,
  log,
  progress,
});

/** A question that got no answer did nothing: it may be asked again. */
const afterProbe = (tried: Exclude<Tried, { kind: 'returned' }>): Exclude<Tried, { kind: 'returned' }> =>
  tried.kind === 'timeout' || tried.kind === 'unexplained'
    ? { kind: 'retryable', reason: tried.reason }
    : tried;
