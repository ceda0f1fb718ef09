import { atomsOf, type Conjunction, type Schemas } from './atom';
import { misfits } from './contained';
import { handlingChanges } from './handling';
import { modeOf, nameOf, roleOf, type Compatibility, type DeclaredBreak, type Mode } from './modes';
import { handlingSentence, sentenceOf, type About, type Direction, type Sentence } from './words';

/** The schemas of a release. */
export interface Release {
  version: string;
  schemas: Schemas;
}

/** A change that breaks somebody. */
export interface Break extends Sentence {
  schema: string;
  pointer: string;
  /** Why it is wanted, where it is declared. */
  declared?: string;
}

export interface Comparison {
  release: string;
  breaks: readonly Break[];
  /** Schemas that were added since. */
  added: readonly string[];
  /** Declared breaks that break nothing: to be removed. */
  idle: readonly DeclaredBreak[];
}

const DIRECTIONS: Readonly<Record<Mode, readonly Direction[]>> = {
  backward: ['backward'],
  forward: ['forward'],
  full: ['backward', 'forward'],
  none: [],
};

const rootOf = (key: string, all: Schemas): Conjunction => atomsOf(all[key], key, all);

/** What breaks between two versions of the schema of one key. */
const breaksOf = (
  about: About,
  modes: readonly Direction[],
  before: Schemas,
  now: Schemas,
): readonly Break[] => {
  const { key } = about;
  const [old, current] = [rootOf(key, before), rootOf(key, now)];
  const found = modes.flatMap((direction) =>
    (direction === 'backward' ? misfits(old, current) : misfits(current, old)).map((finding) => ({
      pointer: finding.pointer,
      ...sentenceOf(about, direction, finding),
    })),
  );
  const moved = handlingChanges(key, before, now).map((change) => ({
    pointer: change.pointer,
    ...handlingSentence(about, change),
  }));
  return distinct([...found, ...moved]).map((one) => ({ schema: key, ...one }));
};

/** What cannot be compared is told once, though it is found in both directions. */
const distinct = <T extends Sentence>(told: readonly T[]): readonly T[] => [
  ...new Map(told.map((one) => [one.breaks, one])).values(),
];

const goneBreak = ({ key, release }: About): Break => ({
  schema: key,
  pointer: '',
  breaks: `it is gone: what names ${key}, as ${release} could, is refused`,
  instead: `keep the file beside its successor until no sender, no reader and no run in flight uses it`,
});

const covers = (declared: DeclaredBreak, release: string, { schema, pointer }: Break): boolean =>
  declared.schema === schema &&
  declared.release === release &&
  (declared.pointer === pointer || pointer.startsWith(`${declared.pointer}/`));

/** Compares the schemas with those of a release, each by the mode of its role. */
export const compare = (released: Release, now: Schemas, compatibility: Compatibility): Comparison => {
  const { version: release, schemas: before } = released;
  const found = Object.keys(before).flatMap((key) => {
    const about = { key, release, role: roleOf(key, compatibility) };
    const mode = modeOf(key, compatibility);
    if (mode === 'none') return [];
    if (!Object.hasOwn(now, key)) return [goneBreak(about)];
    return breaksOf(about, DIRECTIONS[mode], before, now);
  });
  const reasonFor = (one: Break) => compatibility.breaks.find((declared) => covers(declared, release, one));
  return {
    release,
    breaks: found.map((one) => ({ ...one, ...reasonOf(reasonFor(one)) })),
    added: Object.keys(now).filter((key) => !Object.hasOwn(before, key)),
    idle: compatibility.breaks.filter((declared) => !found.some((one) => covers(declared, release, one))),
  };
};

const reasonOf = (declared: DeclaredBreak | undefined) => (declared ? { declared: declared.reason } : {});

/** Names in the file that no schema has, as a typing error would leave them. */
export const strangersIn = (
  { public: ofOthers, exceptions }: Compatibility,
  now: Schemas,
): readonly string[] => {
  const names = new Set(Object.keys(now).map(nameOf));
  return [...ofOthers, ...Object.keys(exceptions)].filter((name) => !names.has(name));
};
