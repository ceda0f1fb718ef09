import { escaped } from '../contracts/json-pointer';

declare const of: unique symbol;
declare const no: unique symbol;

/** Anything that refers to a value which is there only when the plan runs. */
export interface AnyRef<T = unknown> {
  readonly [of]: T;
}

type Members<T, Maybe> = T extends readonly unknown[]
  ? unknown
  : T extends object
    ? { readonly [K in keyof T]-?: Ref<T[K] | Maybe> }
    : unknown;

/**
 * Refers to a value, and by its members to those inside it. Behind a member that is optional all may be missing:
 * such a reference fits only where nothing is required.
 */
export type Ref<T> = AnyRef<T> & Members<Exclude<T, undefined>, undefined extends T ? undefined : never>;

/** A value of which any part may be a reference. */
export type From<T> =
  | Ref<T>
  | (T extends readonly (infer E)[]
      ? readonly From<E>[]
      : T extends object
        ? { readonly [K in keyof T]: From<T[K]> }
        : T);

type Parts<T> = T extends readonly unknown[]
  ? readonly From<T[number]>[]
  : T extends object
    ? { readonly [K in keyof T]: From<T[K]> }
    : T;
type NamesIn<T> = T extends unknown ? keyof T : never;
/** Nothing is one: what the compiler says of a member that the schema does not know. */
interface NoSuchMember<K> {
  readonly [no]: K;
}
type Strange<A, T> = unknown extends T
  ? unknown
  : A extends readonly unknown[]
    ? unknown
    : { readonly [K in Exclude<keyof A, NamesIn<T>>]: NoSuchMember<K> };

/**
 * What `A` has to be, to stand for a `T`: a reference to one, or its members. It is decided by what was written, so
 * that the compiler names the member that is missing, wrong or not known, and not that this is no reference.
 */
export type Fits<A, T> = [A] extends [AnyRef] ? Ref<T> : Parts<T> & Strange<A, T>;

/** What a reference knows about itself. */
export interface Target {
  pointer: string;
  /** The plan, or the item of a `step.each`, that it belongs to. */
  owner: object;
  /** The step that it refers to, if it is one. */
  step?: string;
  /** Members inside what the step gave, or inside the intent’s data; absent for references to anything else. */
  path?: readonly string[];
}

const targets = new WeakMap<object, Target>();

/** What a reference refers to; undefined for what is none. */
export const targetOf = (value: unknown): Target | undefined =>
  typeof value === 'object' && value !== null ? targets.get(value) : undefined;

const inside = (target: Target, member: string): Target => ({
  ...target,
  pointer: `${target.pointer}/${escaped(member)}`,
  ...(target.path && { path: [...target.path, member] }),
});

const misuse = (target: Target, what: string): Error =>
  new Error(`${target.pointer} is a reference to a value that is not there yet, and ${what}`);

/** A reference that answers its members with references. */
export const refTo = <T>(target: Target): Ref<T> => {
  const ref = new Proxy(Object.freeze({}), {
    get: (_, member) => {
      if (member === Symbol.toPrimitive)
        throw misuse(target, 'cannot be put into text or reckoned with: do that inside a skill');
      return typeof member === 'string' ? refTo(inside(target, member)) : undefined;
    },
    ownKeys: () => {
      throw misuse(target, 'cannot be spread or listed: name the members that are wanted');
    },
  });
  targets.set(ref, target);
  return ref as Ref<T>;
};

/**
 * Says that what may be missing is there, because a condition makes sure of it: `when: isThere(facts.dueDate)`. Where it
 * is missing all the same, the step's input does not fit its schema.
 */
export const sure = <T>(ref: AnyRef<T | undefined>): Ref<T> => ref as Ref<T>;
