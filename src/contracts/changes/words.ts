import type { Finding, Reason } from './finding';
import type { HandlingChange } from './handling';
import type { Kind } from './kinds';
import { nameOf, type Role } from './modes';

export type Direction = 'backward' | 'forward';

/** Who is meant by the sentences about one schema. */
export interface About {
  key: string;
  role: Role;
  /** The release that is compared with. */
  release: string;
}

/** What breaks whom, and what would not. */
export interface Sentence {
  breaks: string;
  instead: string;
}

const GIVERS: Readonly<Record<Role, (about: About) => string>> = {
  intent: ({ key }) => `senders of ${key}`,
  public: ({ key, release }) => `kept events ${key} of ${release}`,
  internal: ({ key, release }) => `events ${key} of ${release} under way`,
  skill: ({ key, release }) => `values of ${key} in tasks and runs of ${release}`,
};

const TAKERS: Readonly<Record<Role, (about: About) => string>> = {
  intent: ({ key, release }) => `readers that check ${key} by the schema of ${release}`,
  public: ({ key, release }) => `readers that check ${key} by the schema of ${release}`,
  internal: ({ key, release }) => `builds of ${release} that read ${key} during a rollout`,
  skill: ({ key, release }) => `builds of ${release} that read ${key} during a rollout`,
};

const KIND_WORDS: Readonly<Record<Kind, string>> = {
  null: 'null',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  fraction: 'a number with decimals',
};

const either = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? 'nothing') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

const kindsSaid = (kinds: readonly Kind[]): string => {
  const numbers = kinds.includes('integer') && kinds.includes('fraction');
  const others = kinds.filter((kind) => !numbers || (kind !== 'integer' && kind !== 'fraction'));
  return either([...others.map((kind) => KIND_WORDS[kind]), ...(numbers ? ['a number'] : [])]);
};

const shown = (values: readonly unknown[]): string => either(values.map((value) => JSON.stringify(value)));

const nextOf = (key: string): string => `${nameOf(key)}@${Number(key.split('@')[1]) + 1}`;

/** What was right before and is not now: those who give it are told. */
const backward = (where: string, reason: Reason, givers: string): [string, string] => {
  switch (reason.kind) {
    case 'required':
      return [`${where} is required now: ${givers} that do not give it are refused`, 'make it optional'];
    case 'unknown-member':
      return [
        `${where} is not known any more: ${givers} that give it are refused`,
        'keep it, marked "deprecated": true',
      ];
    case 'closed':
      return [
        `${where} takes no members any more that it does not name: ${givers} that give others are refused`,
        'leave it open',
      ];
    case 'type':
      return [
        `${where} may not be ${kindsSaid(reason.refused)} any more: ${givers} that give that are refused`,
        'take both types',
      ];
    case 'values':
      return [
        reason.refused
          ? `${where} may not be ${shown(reason.refused)} any more: ${givers} that give it are refused`
          : `${where} may only be ${shown(reason.taken)} now: ${givers} that give something else are refused`,
        'keep what was allowed',
      ];
    case 'limit':
      return [
        `${where} has the limit ${reason.word} ${JSON.stringify(reason.limit)} now${was(reason.before)}: ${givers} beyond it are refused`,
        'leave the limit, or widen it',
      ];
    case 'pattern':
      return [
        `${where} must match ${reason.pattern} now: ${givers} that give something else are refused`,
        'take what the old pattern took, as "anyOf" of both',
      ];
    case 'format':
      return [
        `${where} must be in the format '${reason.format}' now: ${givers} that give something else are refused`,
        'leave the format out and say it in the description',
      ];
    case 'unique':
      return [
        `${where} may hold nothing twice now: ${givers} that repeat an item are refused`,
        'take repeats',
      ];
    case 'forms':
      return [
        `${where} must have one of ${reason.count} forms now, and not all that was right before has one for certain: ${givers} may be refused`,
        'keep each form that there was, and tell forms apart by a required member with a "const"',
      ];
    case 'unjudged':
      return [unjudged(where, reason.words), INSTEAD_OF_UNJUDGED];
  }
};

/** What is right now and was not before: those who read it are told. */
const forward = (where: string, reason: Reason, takers: string): [string, string] => {
  switch (reason.kind) {
    case 'required':
      return [`${where} may be missing now: ${takers} may count on it`, 'keep it required'];
    case 'unknown-member':
      return [
        `${where} is new, and the released schema takes no members that it does not name: ${takers} refuse it`,
        'leave it out',
      ];
    case 'closed':
      return [
        `${where} may have members now that it does not name: ${takers} refuse them`,
        'leave it closed',
      ];
    case 'type':
      return [
        `${where} may be ${kindsSaid(reason.refused)} now: ${takers} expect ${kindsSaid(reason.taken)}`,
        'keep the type, and give the new form a member of its own',
      ];
    case 'values':
      return [
        reason.refused
          ? `${where} may be ${shown(reason.refused)} now: ${takers} know only ${shown(reason.taken)}`
          : `${where} may be anything now: ${takers} know only ${shown(reason.taken)}`,
        'keep to the values that were known',
      ];
    case 'limit':
      return [
        `${where} may go beyond ${reason.word} ${JSON.stringify(reason.limit)} now${is(reason.before)}: ${takers} may count on it`,
        'leave the limit, or tighten it',
      ];
    case 'pattern':
      return [
        `${where} need not match ${reason.pattern} any more: ${takers} may count on it`,
        'keep the pattern, or tighten it by a second one in "allOf"',
      ];
    case 'format':
      return [
        `${where} need not be in the format '${reason.format}' any more: ${takers} may count on it`,
        'keep the format',
      ];
    case 'unique':
      return [`${where} may hold things twice now: ${takers} may count on it`, 'keep "uniqueItems"'];
    case 'forms':
      return [
        `${where} may have a form now that none of the ${reason.count} released ones is for certain: ${takers} may not know it`,
        'keep to the forms that were known',
      ];
    case 'unjudged':
      return [unjudged(where, reason.words), INSTEAD_OF_UNJUDGED];
  }
};

const was = (before: unknown): string => (before === undefined ? '' : `, and had ${JSON.stringify(before)}`);
const is = (now: unknown): string => (now === undefined ? '' : `, up to ${JSON.stringify(now)}`);
const INSTEAD_OF_UNJUDGED = 'say it by types, members, values, limits and forms';
const unjudged = (where: string, words: readonly string[]): string =>
  `${where} changed in words that this check cannot compare (${words.join(', ')}), which counts as a break`;

const placeSaid = (pointer: string): string => pointer || 'the data';

/** A finding as a sentence for those who never saw a schema. */
export const sentenceOf = (about: About, direction: Direction, { pointer, reason }: Finding): Sentence => {
  const [breaks, instead] =
    direction === 'backward'
      ? backward(placeSaid(pointer), reason, GIVERS[about.role](about))
      : forward(placeSaid(pointer), reason, TAKERS[about.role](about));
  return { breaks, instead: `${instead}, or add ${nextOf(about.key)}` };
};

/** What became of data that nobody may see, or of what conditions may read. */
export const handlingSentence = (
  { key }: About,
  { pointer, word, before, after }: HandlingChange,
): Sentence => {
  const where = placeSaid(pointer);
  const said = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
  const change = `${where} had ${word} ${said(before)} and has ${said(after)} now`;
  const opens = word === 'x-exposed' ? after === true : after === undefined;
  return opens
    ? {
        breaks: `${change}: those whose data it is were promised that it stays apart`,
        instead: 'leave it marked',
      }
    : {
        breaks: `${change}: plans and readers of ${key} that use it do not see it any more`,
        instead: `leave it, or add ${nextOf(key)}`,
      };
};

/** How values may differ from those that somebody can live with. */
export const differenceOf = (reason: Reason): string => {
  switch (reason.kind) {
    case 'required':
      return 'may be missing';
    case 'unknown-member':
    case 'closed':
      return 'may have members that are not known';
    case 'type':
      return `may be ${kindsSaid(reason.refused)}, not only ${kindsSaid(reason.taken)}`;
    case 'values':
      return reason.refused
        ? `may be ${shown(reason.refused)}, not only ${shown(reason.taken)}`
        : `may be anything, not only ${shown(reason.taken)}`;
    case 'limit':
      return `may go beyond ${reason.word} ${JSON.stringify(reason.limit)}`;
    case 'pattern':
      return `need not match ${reason.pattern}`;
    case 'format':
      return `need not be in the format '${reason.format}'`;
    case 'unique':
      return 'may hold things twice';
    case 'forms':
      return `may have another form than the ${reason.count} that are known`;
    case 'unjudged':
      return `is said in words that cannot be compared (${reason.words.join(', ')})`;
  }
};
