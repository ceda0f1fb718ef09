import { meaningOf } from '../event-types';

/**
 * backward: what was right before is right now, so that old senders go on. forward: what is right now was right before, so
 * that old readers go on. full: both.
 */
export const MODES = ['backward', 'forward', 'full', 'none'] as const;
export type Mode = (typeof MODES)[number];

export const ROLES = ['intent', 'public', 'internal', 'skill'] as const;
/** intent: others send it to the mesh. public: others read it. internal: the mesh's own. skill: input and output of tasks. */
export type Role = (typeof ROLES)[number];

/** A break that is wanted: who declares it says why, and against which release it is one. */
export interface DeclaredBreak {
  schema: string;
  /** The place in the data; whatever is below it is meant too. The empty string is the whole schema. */
  pointer: string;
  /** The release that it breaks with. A break with an older one is history. */
  release: string;
  reason: string;
}

/** `schemas/compatibility.json`. */
export interface Compatibility {
  modes: Readonly<Record<Role, Mode>>;
  /** Names of schemas, without version, that others read. */
  public: readonly string[];
  /** Names of schemas that go by another mode than those of their role. */
  exceptions: Readonly<Record<string, Mode>>;
  breaks: readonly DeclaredBreak[];
}

export const nameOf = (key: string): string => key.replace(/@\d+$/, '');

/** A skill's schemas are named `<domain>/<name>`; events have no slash. */
export const roleOf = (key: string, { public: ofOthers }: Pick<Compatibility, 'public'>): Role => {
  const name = nameOf(key);
  if (ofOthers.includes(name)) return 'public';
  if (name.includes('/')) return 'skill';
  return meaningOf(name).kind === 'intent' ? 'intent' : 'internal';
};

export const modeOf = (key: string, compatibility: Compatibility): Mode =>
  compatibility.exceptions[nameOf(key)] ?? compatibility.modes[roleOf(key, compatibility)];

const isOneOf = <T extends string>(words: readonly T[], value: unknown): value is T =>
  (words as readonly unknown[]).includes(value);

/** What is wrong with the file; nothing where it can be relied on. */
export const compatibilityFaults = (file: unknown): readonly string[] => {
  const { modes, exceptions, breaks, public: ofOthers } = file as Partial<Compatibility>;
  if (!modes || !exceptions || !Array.isArray(breaks) || !Array.isArray(ofOthers))
    return [`it needs 'modes', 'public', 'exceptions' and 'breaks'`];
  const choices = `one of ${MODES.join(', ')}`;
  return [
    ...ROLES.filter((role) => !isOneOf(MODES, modes[role])).map(
      (role) => `/modes/${role} must be ${choices}`,
    ),
    ...Object.entries(exceptions)
      .filter(([, mode]) => !isOneOf(MODES, mode))
      .map(([name]) => `/exceptions/${name} must be ${choices}`),
    ...(breaks as Partial<DeclaredBreak>[]).flatMap(faultsOfBreak),
  ];
};

const faultsOfBreak = (one: Partial<DeclaredBreak>, index: number): readonly string[] =>
  (['schema', 'pointer', 'release', 'reason'] as const)
    .filter((word) => typeof one[word] !== 'string' || (word === 'reason' && one[word].trim() === ''))
    .map((word) => `/breaks/${index}/${word} is missing: a break says what it breaks with, where and why`);
