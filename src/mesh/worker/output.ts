import { told } from '../../contracts/problem';
import { handlingOf } from '../../contracts/restricted';
import type { SchemaBook } from '../../contracts/schema-book';
import { exposureFault } from '../seal';
import { dead, type Outcome } from './outcome';
import type { Skill } from './skill';

/** What counts is what will travel: the value as JSON, held against the skill's output schema. */
export const completedWith = (book: SchemaBook, skill: Skill, value: unknown): Outcome => {
  const json = asJson(value);
  if ('error' in json) return dead('invalid-output', `the output of ${skill.name} is no JSON: ${json.error}`);
  const faults = book.faults(skill.output, json.value);
  const exposure = exposureFault(handlingOf(book, skill.output), json.value);
  if (exposure !== undefined) return dead('too-much-exposed', `of the output of ${skill.name}, ${exposure}`);
  if (faults.length === 0) return { kind: 'completed', output: json.value };
  return dead('invalid-output', `the output of ${skill.name} does not fit ${skill.output}: ${told(faults)}`);
};

const asJson = (value: unknown): { value: unknown } | { error: string } => {
  try {
    return { value: JSON.parse(JSON.stringify(value ?? null)) as unknown };
  } catch (error) {
    return { error: String(error) };
  }
};
