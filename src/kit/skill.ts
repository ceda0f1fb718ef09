import { schemas, type Schemas } from '../contracts/generated/schemas';
import type { Effects, Repeat, Skill, SkillContext } from '../mesh/worker/skill';
import { lastsMs, LONGEST_MS } from '../mesh/worker/long';
import { isDuration, millisecondsOf, type Duration } from './duration';

/** Key of a schema: `<domain>/<name>@<version>`, or an event type with its version. */
export type SchemaKey = keyof Schemas;

/** A skill that knows the types of what it takes and gives. */
export interface TypedSkill<I extends SchemaKey, O extends SchemaKey> extends Skill {
  readonly input: I;
  readonly output: O;
  perform(input: Schemas[I], context: SkillContext): Schemas[O] | Promise<Schemas[O]>;
}

type Perform<I extends SchemaKey, O extends SchemaKey> = (
  input: Schemas[I],
  context: SkillContext,
) => Schemas[O] | Promise<Schemas[O]>;

interface Common<I extends SchemaKey, O extends SchemaKey> {
  /** `<domain>.<name>@<version>`; a new version for every change that a run in flight must not see. */
  name: string;
  /** Key of the schema of what it takes. */
  input: I;
  /** Key of the schema of what it gives. */
  output: O;
  /** What it does to the world; `external` effects happen once, or their repeat is visible. */
  effects: Effects;
  /** What may be done when nobody knows whether an external effect happened; `never` if absent. */
  repeat?: Repeat;
  /** How long one try may take: `30s` if absent, `4m` at most. What may last over 30 s is performed from a queue. */
  timeout?: Duration;
  /** How often it is tried: 5 attempts if absent. */
  retry?: { attempts: number };
  /**
   * `key`: one after the other of those that share a partition key, in the order of their intents. A run keeps its place
   * until its step has settled or was skipped, and those behind it wait. Without a partition key a run is its own.
   */
  order?: 'key';
  /** For `repeat: 'probe'`: what the effect gave, or undefined when it did not happen. */
  probe?: (
    input: Schemas[I],
    context: SkillContext,
  ) => Schemas[O] | undefined | Promise<Schemas[O] | undefined>;
}

export type SkillDefinition<I extends SchemaKey, O extends SchemaKey> = Common<I, O> &
  (
    | { by?: 'worker'; perform: Perform<I, O> }
    | {
        /** Who performs it instead; the run waits for the answer, which comes through the HTTP interface. */
        by: 'person' | 'external';
        perform?: Perform<I, O>;
      }
  );

const SKILL_NAME = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*@[1-9][0-9]*$/;
const DEFAULT_TIMEOUT = '30s';
const DEFAULT_ATTEMPTS = 5;

const performedElsewhere = (name: string, by: string) => () => {
  throw new Error(`skill ${name} is performed by ${by === 'person' ? 'a person' : 'an outside system'}`);
};

const isTooLong = (timeout: Duration, repeat: Repeat = 'never'): boolean =>
  lastsMs({ timeoutMs: millisecondsOf(timeout), repeat }) > LONGEST_MS;

/** What is wrong with a definition, beyond what its types say. */
const faultOf = ({
  name,
  input,
  output,
  effects,
  repeat,
  retry,
  probe,
  timeout,
  by,
}: SkillDefinition<SchemaKey, SchemaKey>) => {
  if (!SKILL_NAME.test(name))
    return `this is no name for a skill: write <domain>.<name>@<version>, such as 'invoice.post@1'`;
  const unknown = [input, output].find((key) => !Object.hasOwn(schemas, key));
  if (unknown)
    return `there is no schema '${unknown}': add it under schemas/skills/ and run npm run generate`;
  if (repeat !== undefined && effects !== 'external')
    return `'repeat' is for external effects, and skills with effects '${effects}' are repeated freely: leave it out`;
  if (repeat === 'probe' && !probe)
    return `repeat: 'probe' has nobody to ask: add a function 'probe' that asks the other side`;
  if (probe && repeat !== 'probe')
    return `'probe' is used with repeat: 'probe' only: say that, or leave it out`;
  if (retry && (!Number.isInteger(retry.attempts) || retry.attempts < 1))
    return `retry.attempts is ${retry.attempts}: write a whole number from 1`;
  if (timeout !== undefined && !isDuration(timeout))
    return `'${timeout}' is no time-out: write it like '250ms', '10s', '2m' or '1h'`;
  if (timeout !== undefined && (by ?? 'worker') === 'worker' && isTooLong(timeout, repeat))
    return `a time-out of '${timeout}' is more than a task may last, which is ${LONGEST_MS / 60_000} minutes${repeat === 'probe' ? ', half of it where it is probed first' : ''}: make several steps of it, or have an outside system do it (by: 'external')`;
  if (by && by !== 'worker' && effects !== 'none')
    return `nobody here performs it, and so it has no effects here: write effects: 'none'`;
  return undefined;
};

/**
 * Declares what a worker can do.
 * @example
 * const risk = skill({ name: 'invoice.score-risk@1', input: 'invoice/case@1', output: 'invoice/risk@1', effects: 'none',
 *   perform: ({ payable }) => score(payable) });
 */
export const skill = <I extends SchemaKey, O extends SchemaKey>(
  definition: SkillDefinition<I, O>,
): TypedSkill<I, O> => {
  const { name, input, output, effects, by = 'worker', perform, probe } = definition;
  const fault = faultOf(definition as unknown as SkillDefinition<SchemaKey, SchemaKey>);
  if (fault) throw new Error(`skill '${name}': ${fault}`);
  return {
    name,
    input,
    output,
    effects,
    by,
    repeat: definition.repeat ?? (effects === 'external' ? 'never' : 'keyed'),
    timeoutMs: millisecondsOf(definition.timeout ?? DEFAULT_TIMEOUT),
    retry: definition.retry ?? { attempts: DEFAULT_ATTEMPTS },
    perform: perform ?? performedElsewhere(name, by),
    ...(definition.order && { order: definition.order }),
    ...(probe && { probe }),
  };
};
