import { forked, memberOf, requiredOf, type Conjunction } from './atom';
import { isNever, kindsOf, textOf, valuesOf } from './kinds';

/** Deeper than people nest what tells two forms apart; schemas that stand in themselves end here. */
const DEPTH = 4;

/** Whether no value fits both, for certain. */
export const areDisjoint = (one: Conjunction, other: Conjunction, depth = DEPTH): boolean => {
  if (isNever(one) || isNever(other)) return true;
  if (depth === 0) return false;
  const forms = forked(one);
  if (forms) return forms.every((form) => areDisjoint(form, other, depth));
  if (forked(other)) return areDisjoint(other, one, depth);
  return noCommonValue(one, other) || noCommonObject(one, other, depth);
};

const noCommonValue = (one: Conjunction, other: Conjunction): boolean => {
  const kinds = kindsOf(one);
  if (!kindsOf(other).some((kind) => kinds.includes(kind))) return true;
  const values = valuesOf(one)?.map(textOf);
  return values !== undefined && valuesOf(other)?.every((value) => !values.includes(textOf(value))) === true;
};

/** Both speak of objects only, and a member that is always there cannot be of both. */
const noCommonObject = (one: Conjunction, other: Conjunction, depth: number): boolean => {
  const common = kindsOf(one).filter((kind) => kindsOf(other).includes(kind));
  if (common.some((kind) => kind !== 'object')) return false;
  const always = new Set([...one, ...other].flatMap(requiredOf));
  return [...always].some((name) => areDisjoint(memberOf(one, name), memberOf(other, name), depth - 1));
};
