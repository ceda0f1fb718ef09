import { valueAt } from './pointer';
import { escaped } from '../../contracts/json-pointer';

const SEALED = Symbol('sealed');

/** Restricted data as the planner has it: where it is, and what of it may be seen. It is never JSON. */
export interface Sealed {
  readonly [SEALED]: true;
  readonly ref: string;
  /** Where in what the reference leads to. */
  readonly path: readonly string[];
  /** Its exposed properties; undefined inside a property that is not exposed. */
  readonly shown: unknown;
}

export const sealed = (ref: string, path: readonly string[], shown: unknown): Sealed => ({
  [SEALED]: true,
  ref,
  path,
  shown,
});

export const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' && value !== null && SEALED in value;

/** What lies at the end of the path; behind a property that is not exposed, it stays sealed. */
export const walk = (value: unknown, path: readonly string[]): unknown =>
  path.reduce(
    (reached, name) => (isSealed(reached) ? inside(reached, name) : valueAt(reached, [name])),
    value,
  );

const inside = ({ ref, path, shown }: Sealed, name: string): unknown => {
  const value = valueAt(shown, [name]);
  return value === undefined ? sealed(ref, [...path, name], undefined) : value;
};

/** What may be seen of a value that a reference led to: sealed itself, or a list of what steps gave. */
export const seen = (value: unknown): unknown => {
  if (isSealed(value)) return value.shown;
  return Array.isArray(value) && value.some(isSealed) ? value.map(seen) : value;
};

/** Restricted data that whoever may read it puts in its place. */
export interface Gap {
  /** JSON Pointer to the place. */
  at: string;
  ref: string;
  /** JSON Pointer into what the reference leads to. */
  from: string;
}

const pointerOf = (path: readonly string[]): string => path.map((name) => `/${escaped(name)}`).join('');

/** The value with gaps where it is sealed; in each, what may be seen of it. */
export const withGaps = (value: unknown): { value: unknown; gaps: readonly Gap[] } => {
  const gaps: Gap[] = [];
  const visit = (part: unknown, path: readonly string[]): unknown => {
    if (isSealed(part)) {
      gaps.push({ at: pointerOf(path), ref: part.ref, from: pointerOf(part.path) });
      return part.shown ?? null;
    }
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map((entry, index) => visit(entry, [...path, String(index)]));
    return Object.fromEntries(
      Object.entries(part).map(([name, member]) => [name, visit(member, [...path, name])]),
    );
  };
  return { value: visit(value, []), gaps };
};
