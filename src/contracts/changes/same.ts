import { atomsOf, type Atom, type Conjunction } from './atom';
import { textOf } from './kinds';
import { ANNOTATIONS, strangeWords } from './keywords';

/** Words that rule nothing when there is nothing in them. */
const OPEN_WHEN_EMPTY: ReadonlySet<string> = new Set([
  'properties',
  'required',
  'items',
  'additionalProperties',
]);

/**
 * A text that two atoms share only if they rule the same: annotations left out, references written out. A schema that
 * stands in itself is written out once, and then named.
 */
const ruleOf = (atom: Atom, within: readonly string[]): string => {
  const here = `${atom.home} ${textOf(atom.node)}`;
  if (within.includes(here)) return `again ${within.length - within.indexOf(here)}`;
  const inside = [...within, here];
  const rule = (schema: unknown): string => ruleOfAll(atomsOf(schema, atom.home, atom.all), inside);
  const words = Object.entries(atom.node)
    .filter(([word]) => !ANNOTATIONS.has(word))
    .map(([word, value]) => [word, partOf(word, value, rule)] as const)
    .filter(([word, part]) => part !== '' || !OPEN_WHEN_EMPTY.has(word))
    .map(([word, part]) => `${word}:${part}`);
  // A reference in a word that is not known cannot be followed: such an atom is like no other.
  const strange = strangeWords(atom.node).some((word) => textOf(atom.node[word]).includes('"$ref"'));
  return strange ? `${here} ${textOf(atom.all[atom.home])}` : `{${words.sort().join(';')}}`;
};

const partOf = (word: string, value: unknown, rule: (schema: unknown) => string): string => {
  switch (word) {
    case 'properties':
      return Object.entries(value as object)
        .map(([name, schema]) => `${JSON.stringify(name)}=${rule(schema)}`)
        .sort()
        .join();
    case 'anyOf':
    case 'oneOf':
      return (value as unknown[]).map(rule).sort().join();
    case 'items':
    case 'additionalProperties':
      return rule(value);
    case 'required':
    case 'enum':
      return (value as unknown[]).map(textOf).sort().join();
    default:
      return textOf(value);
  }
};

const ruleOfAll = (conjunction: Conjunction, within: readonly string[]): string =>
  conjunction
    .map((atom) => ruleOf(atom, within))
    .filter((rule) => rule !== '{}')
    .sort()
    .join('&');

/** Whether two atoms rule the same, as far as their texts tell. */
export const isSame = (one: Atom, other: Atom): boolean => ruleOf(one, []) === ruleOf(other, []);
