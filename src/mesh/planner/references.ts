import type { From } from '../../contracts/plan';

export const isReference = (value: unknown): value is From =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 1 &&
  typeof (value as Partial<From>).$from === 'string';

/** The pointers in a plan's text. */
export const referencesIn = (text: unknown): readonly string[] => {
  if (isReference(text)) return [text.$from];
  if (typeof text !== 'object' || text === null) return [];
  return Object.values(text).flatMap(referencesIn);
};

/**
 * The value that a plan's text stands for. What a reference brings in is data: it is not searched for references.
 * Members and entries whose reference leads nowhere are left out; undefined when that is all there is.
 */
export const resolve = (text: unknown, lookUp: (pointer: string) => unknown): unknown => {
  if (isReference(text)) return lookUp(text.$from);
  if (typeof text !== 'object' || text === null) return text;
  const inside = (part: unknown) => resolve(part, lookUp);
  if (Array.isArray(text)) return text.map(inside).filter(isThere);
  return Object.fromEntries(
    Object.entries(text)
      .map(([name, part]) => [name, inside(part)] as const)
      .filter(([, value]) => isThere(value)),
  );
};

const isThere = (value: unknown): boolean => value !== undefined;
