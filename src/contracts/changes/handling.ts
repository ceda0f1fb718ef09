import { atomsOf, formsOf, itemsOf, memberOf, otherMembers, propertiesOf, type Schemas } from './atom';
import type { Atom, Conjunction } from './atom';

/** What a schema says about where its data may go. */
export interface HandlingChange {
  pointer: string;
  word: 'x-data-classification' | 'x-exposed';
  before: unknown;
  after: unknown;
}

type Marks = ReadonlyMap<string, unknown>;
const WORDS = ['x-data-classification', 'x-exposed'] as const;

const marksOf = (
  conjunction: Conjunction,
  pointer: string,
  within: readonly unknown[],
): [string, unknown][] =>
  conjunction.flatMap((atom) => {
    const from = sourceOf(atom);
    if (within.includes(from)) return [];
    const inside = [...within, from];
    const own = WORDS.filter((word) => atom.node[word] !== undefined);
    return [
      ...own.map((word): [string, unknown] => [`${word} ${pointer}`, atom.node[word]]),
      ...Object.keys(propertiesOf(atom)).flatMap((name) =>
        marksOf(memberOf([atom], name), `${pointer}/${name}`, inside),
      ),
      ...marksOf([...itemsOf([atom]), ...otherMembers([atom])], `${pointer}/*`, inside),
      ...[...formsOf(atom, 'anyOf'), ...formsOf(atom, 'oneOf')].flatMap((form) =>
        marksOf(form, pointer, inside),
      ),
    ];
  });

/** Atoms are made anew each time that a reference is followed; the text tells them apart. */
const sourceOf = ({ home, node }: Atom): string => `${home} ${JSON.stringify(node)}`;

/** Each change of a word that rules where data may go. Values are the same before and after; who may see them is not. */
export const handlingChanges = (key: string, before: Schemas, after: Schemas): readonly HandlingChange[] => {
  const [old, now] = [before, after].map(
    (all): Marks => new Map(marksOf(atomsOf(all[key], key, all), '', [])),
  ) as [Marks, Marks];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((mark) => old.get(mark) !== now.get(mark))
    .map((mark) => {
      const [word, pointer] = mark.split(/ (.*)/s) as [HandlingChange['word'], string];
      return { pointer, word, before: old.get(mark), after: now.get(mark) };
    });
};
