import { parseStructured } from '../../contracts/envelope';
import type { MeshEvent } from '../../contracts/event';
import type { TaskCreated } from '../../contracts/generated/schemas';
import { handlingOf, takesOrGivesRestricted } from '../../contracts/restricted';
import type { SchemaBook } from '../../contracts/schema-book';
import { schemaKeyOf, schemaVersion } from '../../contracts/schema-key';
import { told } from '../../contracts/problem';
import type { ReceivedEvent } from '../batch/received';
import type { Catalog } from '../catalog';
import type { LetterStage } from '../ports/dead-letters';
import { dead, type Outcome } from './outcome';
import { dataOf, GONE, type ReferenceDeps } from './reference';
import { fillGaps, NOT_HERE, notMarked, withheld } from './restricted';
import type { Skill } from './skill';
import { taskOf, type Task } from './task';

/** A task that can be performed. */
export interface Ready {
  task: Task;
  skill: Skill;
  input: unknown;
  /** Nobody else may learn what it is about. */
  restricted: boolean;
}

export type Read =
  | { kind: 'ready'; ready: Ready }
  | { kind: 'ended'; outcome: Outcome; event?: MeshEvent; task?: Task; stage?: LetterStage };

export interface ReadDeps extends ReferenceDeps {
  catalog: Catalog;
  book: SchemaBook;
  now: () => number;
  /** How long a skill may be unknown before its task is a dead letter: deployments roll. */
  unknownSkillMs: number;
}

/** A task whose skill is unknown is looked at this often. */
const LOOK_AGAIN_MS = 30_000;

export const isOverdue = ({ deadline }: Task, now: number): boolean =>
  deadline !== undefined && deadline <= now;

/** Reads a task from what the broker gave, up to the input that its skill takes. */
export const read = (deps: ReadDeps) => {
  const { catalog, book, now, unknownSkillMs } = deps;

  const unknownSkill = ({ event }: Task, received: ReceivedEvent, name: string): Outcome => {
    const since = event.time === undefined ? received.enqueuedAt : Date.parse(event.time);
    const until = since + unknownSkillMs;
    if (now() >= until)
      return dead(
        'unknown-skill',
        `no worker has learnt the skill '${name}' within ${unknownSkillMs / 60_000} minutes`,
      );
    return { kind: 'later', notBefore: Math.min(until, now() + LOOK_AGAIN_MS) };
  };

  const readyOf = async (
    task: Task,
    received: ReceivedEvent,
    { skill: name, input: given, restricted: gaps = [] }: TaskCreated,
  ): Promise<Ready | Outcome> => {
    const skill = catalog.skill(name);
    if (!skill) return isOverdue(task, now()) ? { kind: 'expired' } : unknownSkill(task, received, name);
    if (skill.by !== 'worker') return dead('not-for-workers', `'${name}' is performed by: ${skill.by}`);
    const restricted = gaps.length > 0 || takesOrGivesRestricted(book, skill);
    if (restricted && !deps.restricted) return NOT_HERE;
    if (gaps.length > 0 && !handlingOf(book, skill.input).restricted) return notMarked(name, skill.input);
    const filled = gaps.length > 0 ? await fillGaps(deps, task.run, given, gaps) : { input: given };
    if ('kind' in filled) return filled;
    const { input } = filled;
    const faults = book.faults(skill.input, input);
    if (faults.length === 0) return { task, skill, input, restricted };
    const outcome = dead(
      'invalid-input',
      `the input does not fit ${skill.input} of ${name}: ${told(faults)}`,
    );
    return restricted ? withheld(outcome) : outcome;
  };

  const dataFault = (event: MeshEvent, data: unknown): string | undefined => {
    const key = schemaKeyOf(event.type, schemaVersion(event.dataschema) ?? 0);
    if (!book.has(key)) return `there is no schema '${key}'`;
    const faults = book.faults(key, data);
    return faults.length > 0 ? told(faults) : undefined;
  };

  return async (received: ReceivedEvent): Promise<Read> => {
    const parsed = parseStructured(received.body);
    if (!parsed.ok)
      return { kind: 'ended', stage: 'parse', outcome: dead('invalid-event', saying(parsed.problem)) };
    const { event } = parsed;
    const found = taskOf(event);
    if ('fault' in found)
      return { kind: 'ended', event, stage: 'parse', outcome: dead(found.fault.code, found.fault.message) };
    const { task } = found;
    const ended = (outcome: Outcome): Read => ({ kind: 'ended', event, task, outcome });
    const data = await dataOf(deps, event).catch(asSyntaxError);
    if (data === GONE) return ended(dead('data-gone', `what '${event.dataref}' refers to is not there`));
    if (data instanceof SyntaxError) return ended(dead('invalid-data', `'${event.dataref}' is no JSON`));
    const fault = dataFault(event, data);
    if (fault !== undefined) return ended(dead('invalid-data', fault));
    const ready = await readyOf(task, received, data as TaskCreated);
    return 'kind' in ready ? ended(ready) : { kind: 'ready', ready };
  };
};

const saying = ({ detail, errors = [] }: { detail: string; errors?: Parameters<typeof told>[0] }): string =>
  errors.length > 0 ? told(errors) : detail;

const asSyntaxError = (error: unknown): SyntaxError => {
  if (error instanceof SyntaxError) return error;
  throw error;
};
