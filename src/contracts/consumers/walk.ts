import { declaredNames, forked, itemsOf, memberOf, requiredOf, type Conjunction } from '../changes/atom';
import { isNever } from '../changes/kinds';
import { unescaped } from '../json-pointer';

/** Where a pointer leads in a schema. */
export interface Found {
  /** What the values there must fit, one for each form that the data may have on the way. */
  forms: readonly Conjunction[];
  /** Whether it is there wherever its parent is. */
  required: boolean;
}

/** Each form that a value may have, with its choices made. */
const formsIn = (conjunction: Conjunction): readonly Conjunction[] =>
  isNever(conjunction) ? [] : (forked(conjunction)?.flatMap(formsIn) ?? [conjunction]);

export const tokensOf = (pointer: string): readonly string[] => pointer.split('/').slice(1).map(unescaped);

const step = ({ forms }: Found, token: string): Found | undefined => {
  const all = forms.flatMap(formsIn);
  if (token === '*') {
    const lists = all.filter((form) => form.some(({ node }) => node['items'] !== undefined));
    return lists.length > 0 ? { forms: lists.map(itemsOf), required: true } : undefined;
  }
  const with_ = all.filter((form) => declaredNames(form).includes(token));
  if (with_.length === 0) return undefined;
  return {
    forms: with_.map((form) => memberOf(form, token)),
    required: all.every((form) => form.some((atom) => requiredOf(atom).includes(token))),
  };
};

/** Follows a pointer through a schema; undefined where the schema names no such place. */
export const walk = (root: Conjunction, pointer: string): Found | undefined =>
  tokensOf(pointer).reduce<Found | undefined>((found, token) => found && step(found, token), {
    forms: [root],
    required: true,
  });

/** The values at a pointer, each with whether it is there; parents that are not there have none. */
export const valuesAt = (data: unknown, pointer: string): readonly unknown[] =>
  tokensOf(pointer).reduce<readonly unknown[]>(
    (values, token) =>
      values.flatMap((value) => {
        if (token === '*') return Array.isArray(value) ? (value as unknown[]) : [];
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
        return [Object.hasOwn(value, token) ? (value as Record<string, unknown>)[token] : undefined];
      }),
    [data],
  );
