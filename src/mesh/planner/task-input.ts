import { resolve } from './references';
import type { Run } from './run';
import { scopeOf, valueOfList } from './scope';
import type { Read } from './scope';
import { isSealed, withGaps, type Gap } from './sealed';
import type { Place } from './tasks';

/** What a task takes, from what the run knows; restricted data in it is sealed. */
export const inputOf = (run: Run, place: Place, read: Read): unknown =>
  resolve(run.plan.steps[place.step]!.input, lookingUp(run, place, read));

const lookingUp = (run: Run, { step, item }: Place, read: Read): ((pointer: string) => unknown) => {
  if (item === undefined) return scopeOf(run, read);
  const value = valueOfList(run, run.plan.steps[step]!.forEach!, item, read);
  return scopeOf(run, read, { index: item, value });
};

/** What a task takes, as it travels: with gaps for what is restricted. */
export const givenTo = (run: Run, place: Place, read: Read): { input: unknown; gaps: readonly Gap[] } => {
  let hasSealed = false;
  const lookUp = lookingUp(run, place, read);
  const input = resolve(run.plan.steps[place.step]!.input, (pointer) => {
    const value = lookUp(pointer);
    hasSealed ||= isSealed(value) || (Array.isArray(value) && value.some(isSealed));
    return value;
  });
  // Most data is not restricted, and need not be looked through.
  if (!hasSealed) return { input, gaps: [] };
  const { value, gaps } = withGaps(input);
  return { input: value, gaps };
};
