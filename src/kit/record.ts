import { targetOf, type Target } from './reference';

export interface Recorded {
  /** The value as a plan's text. */
  text: unknown;
  /** All that it refers to. */
  targets: readonly Target[];
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Turns a value with references into a plan's text. @throws Error for what cannot be written as JSON */
export const record = (value: unknown): Recorded => {
  const targets: Target[] = [];
  const textOf = (part: unknown): unknown => {
    const target = targetOf(part);
    if (target) {
      targets.push(target);
      return { $from: target.pointer };
    }
    if (Array.isArray(part)) return part.map(textOf);
    if (typeof part === 'object' && part !== null) return members(part);
    if (isJson(part)) return part;
    throw new Error(
      `${typeof part === 'function' ? 'a function' : String(part)} cannot stand in a plan, which is JSON: let a skill make what is needed`,
    );
  };
  const members = (part: object): unknown => {
    if (!isPlain(part))
      throw new Error(
        `a ${part.constructor.name} cannot stand in a plan, which is JSON: let a skill make what is needed`,
      );
    if (Object.hasOwn(part, '$from'))
      throw new Error(`'$from' is what references are written with: give the member another name`);
    const there = Object.entries(part).filter(([, member]) => member !== undefined);
    return Object.fromEntries(there.map(([name, member]) => [name, textOf(member)]));
  };
  return { text: textOf(value), targets };
};

const isJson = (part: unknown): boolean =>
  part === null || typeof part === 'string' || typeof part === 'boolean' || Number.isFinite(part);
