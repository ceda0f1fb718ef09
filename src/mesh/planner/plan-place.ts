import type { Plan } from '../../contracts/plan';

/** A name as a reference token. */
export const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Where something of a step stands, as a JSON Pointer into its plan. */
export const placeOf = (name: string, ...rest: readonly (string | number)[]): string =>
  ['/steps', escaped(name), ...rest].join('/');

/** Whether the first step names the other for the case that it fails. */
export const isGuard = (plan: Plan, guard: string, name: string): boolean =>
  plan.steps[guard]?.onFailure?.includes(name) === true;

/** Names, as messages list them. */
export const listing = (names: Iterable<string>): string =>
  [...names].map((name) => `'${name}'`).join(', ') || 'none';
