import {
  atomsOf,
  declaredNames,
  forked,
  formsOf,
  itemsOf,
  memberOf,
  namesInAllForms,
  otherMembers,
  propertiesOf,
  requiredOf,
  type Atom,
  type Conjunction,
} from './atom';
import { areDisjoint } from './disjoint';
import type { Finding, Reason } from './finding';
import { isNever, kindsOf, kindsOfType, listed, textOf, valuesOf } from './kinds';
import { COMPARED, strangeWords } from './keywords';
import { keepsLimit, LIMIT_WORDS, LIMITS, valueKeepsLimit } from './limits';
import { isSame } from './same';
import { escaped } from '../json-pointer';

/** Where two schemas are being compared. */
interface Place {
  pointer: string;
  /** The names of members that the narrow side gives here, in any of its forms. */
  names: ReadonlySet<string>;
  /** What is being compared further out: a schema that stands in itself comes by again, and is taken for granted. */
  within: readonly string[];
}

type Check = (narrow: Conjunction, wide: Atom, at: Place) => readonly Finding[];

/**
 * Why values that fit the narrow side may not fit the wide one; nothing where all do. What cannot be proved is a reason
 * too. One thing is let through: a member whose name the narrow side gives nowhere. An open schema promises nothing about
 * it, and to name it later is how open schemas grow.
 */
export const misfits = (narrow: Conjunction, wide: Conjunction): readonly Finding[] =>
  misfitsAt(narrow, wide, '', []);

const misfitsAt = (
  narrow: Conjunction,
  wide: Conjunction,
  pointer: string,
  within: readonly string[],
): readonly Finding[] => {
  const pair = [narrow, wide]
    .map((side) => textOf(side.map(({ node, home }) => ({ node, home }))))
    .join(' in ');
  if (within.includes(pair)) return [];
  return fit(narrow, wide, { pointer, names: new Set(namesInAllForms(narrow)), within: [...within, pair] });
};

const fit = (narrow: Conjunction, wide: Conjunction, at: Place): readonly Finding[] =>
  isNever(narrow) ? [] : wide.flatMap((atom) => fitAtom(narrow, atom, at));

const fitAtom: Check = (narrow, wide, at) => {
  if (narrow.some((atom) => isSame(atom, wide))) return [];
  const forms = forked(narrow);
  if (forms) return distinct(forms.flatMap((form) => fit(form, [wide], at)));
  const strange = [...new Set([...narrow, wide].flatMap(({ node }) => strangeWords(node)))];
  if (strange.length > 0) return [{ pointer: at.pointer, reason: { kind: 'unjudged', words: strange } }];
  return CHECKS.flatMap((check) => check(narrow, wide, at));
};

const distinct = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [textOf(finding), finding])).values(),
];

/** A check that finds one thing, or nothing. */
const whether =
  (reasonOf: (narrow: Conjunction, wide: Atom) => Reason | undefined): Check =>
  (narrow, wide, { pointer }) => {
    const reason = reasonOf(narrow, wide);
    return reason ? [{ pointer, reason }] : [];
  };

const ofKind = (narrow: Conjunction, ...kinds: readonly string[]): boolean =>
  kindsOf(narrow).some((kind) => kinds.includes(kind));

const types = whether((narrow, { node }) => {
  const taken = kindsOfType(node['type']);
  const refused = kindsOf(narrow).filter((kind) => !taken.includes(kind));
  return refused.length > 0 ? { kind: 'type', refused, taken } : undefined;
});

const values = whether((narrow, { node }) => {
  const taken = listed(node);
  if (!taken) return undefined;
  const texts = new Set(taken.map(textOf));
  const refused = valuesOf(narrow)?.filter((value) => !texts.has(textOf(value)));
  return refused?.length === 0 ? undefined : { kind: 'values', refused, taken };
});

/** Objects and lists that are listed whole are not looked into. */
const wholeValues = whether((narrow, { node }) => {
  const composite = valuesOf(narrow)?.some((value) => typeof value === 'object' && value !== null);
  const words = Object.keys(node).filter((word) => COMPARED.has(word) && !SIMPLE.has(word));
  return composite && words.length > 0 ? { kind: 'unjudged', words } : undefined;
});
const SIMPLE: ReadonlySet<string> = new Set(['type', 'enum', 'const']);

const limits: Check = (narrow, wide, { pointer }) => {
  const listedValues = valuesOf(narrow);
  const keeps = (word: (typeof LIMIT_WORDS)[number]): boolean =>
    !ofKind(narrow, ...LIMITS[word].kinds) ||
    (listedValues
      ? listedValues.every((value) => valueKeepsLimit(value, wide.node, word))
      : keepsLimit(narrow, wide.node, word));
  return LIMIT_WORDS.filter((word) => !keeps(word)).map((word) => ({
    pointer,
    reason: { kind: 'limit', word, limit: wide.node[word], before: wordIn(narrow, word) },
  }));
};

const wordIn = (narrow: Conjunction, word: string): unknown =>
  narrow.find(({ node }) => node[word] !== undefined)?.node[word];

const says = (narrow: Conjunction, word: string, value: unknown): boolean =>
  narrow.some(({ node }) => node[word] === value);

const patterns = whether((narrow, { node }) => {
  const { pattern } = node;
  if (typeof pattern !== 'string' || !ofKind(narrow, 'string') || says(narrow, 'pattern', pattern))
    return undefined;
  const texts = valuesOf(narrow)?.filter((value) => typeof value === 'string');
  const regExp = new RegExp(pattern, 'u');
  return texts?.every((text) => regExp.test(text)) ? undefined : { kind: 'pattern', pattern };
});

const formats = whether((narrow, { node }) => {
  const { format } = node;
  if (typeof format !== 'string' || !ofKind(narrow, 'string', 'integer', 'fraction')) return undefined;
  return says(narrow, 'format', format) ? undefined : { kind: 'format', format };
});

const uniqueness = whether((narrow, { node }) =>
  node['uniqueItems'] === true && ofKind(narrow, 'array') && !says(narrow, 'uniqueItems', true)
    ? { kind: 'unique' }
    : undefined,
);

const items: Check = (narrow, wide, at) =>
  ofKind(narrow, 'array') ? misfitsAt(itemsOf(narrow), itemsOf([wide]), `${at.pointer}/*`, at.within) : [];

const below = (pointer: string, name: string): string => `${pointer}/${escaped(name)}`;

const required: Check = (narrow, wide, { pointer }) => {
  if (!ofKind(narrow, 'object')) return [];
  const given = new Set(narrow.flatMap(requiredOf));
  return requiredOf(wide)
    .filter((name) => !given.has(name))
    .map((name) => ({ pointer: below(pointer, name), reason: { kind: 'required' } }));
};

/** An open schema that does not name a member promises nothing about it: it is named first by the wide side. */
const isNewName = (narrow: Conjunction, name: string, { names }: Place): boolean =>
  !names.has(name) && otherMembers(narrow).length === 0;

const members: Check = (narrow, wide, at) => {
  if (!ofKind(narrow, 'object')) return [];
  return Object.keys(propertiesOf(wide))
    .filter((name) => !isNewName(narrow, name, at))
    .flatMap((name) =>
      misfitsAt(memberOf(narrow, name), memberOf([wide], name), below(at.pointer, name), at.within),
    );
};

const membersNotNamed: Check = (narrow, wide, at) => {
  if (!ofKind(narrow, 'object')) return [];
  const allowed = otherMembers([wide]);
  const gone = declaredNames(narrow).filter((name) => !Object.hasOwn(propertiesOf(wide), name));
  const ofGone = gone.flatMap((name) =>
    notNamed(memberOf(narrow, name), allowed, below(at.pointer, name), at),
  );
  const others = otherMembers(narrow);
  if (isNever(others)) return ofGone;
  return [
    ...ofGone,
    ...(isNever(allowed)
      ? [{ pointer: at.pointer, reason: { kind: 'closed' } } as const]
      : misfitsAt(others, allowed, `${at.pointer}/*`, at.within)),
  ];
};

const notNamed = (
  member: Conjunction,
  allowed: Conjunction,
  pointer: string,
  { within }: Place,
): readonly Finding[] => {
  if (isNever(member)) return [];
  if (isNever(allowed)) return [{ pointer, reason: { kind: 'unknown-member' } }];
  return misfitsAt(member, allowed, pointer, within);
};

/** `anyOf` takes what one form takes; `oneOf` takes it only if no other does. */
const formIn = (
  narrow: Conjunction,
  wide: Atom,
  at: Place,
  keyword: 'anyOf' | 'oneOf',
): readonly Finding[] => {
  const forms = formsOf(wide, keyword);
  const alone = (index: number): boolean =>
    keyword === 'anyOf' || forms.every((form, other) => other === index || areDisjoint(narrow, form));
  if (forms.some((form, index) => fit(narrow, form, at).length === 0 && alone(index))) return [];
  const parts = splitApart(narrow);
  if (parts) return distinct(parts.flatMap((part) => formIn(part, wide, at, keyword)));
  return [{ pointer: at.pointer, reason: { kind: 'forms', count: forms.length } }];
};

/** By its values, else by its types: each part may find a form of its own. */
const splitApart = (narrow: Conjunction): readonly Conjunction[] | undefined => {
  const parts = valuesOf(narrow)?.map((value) => ({ const: value })) ?? typesOf(narrow);
  if (parts.length < 2) return undefined;
  return parts.map((part) => [...narrow, ...atomsOf(part, '', {})]);
};

const typesOf = (narrow: Conjunction): readonly { type: string }[] => {
  const kinds = kindsOf(narrow);
  const names = kinds.map((kind) => (kind === 'fraction' ? 'number' : kind));
  return names.filter((name) => name !== 'integer' || !kinds.includes('fraction')).map((type) => ({ type }));
};

const forms: Check = (narrow, wide, at) =>
  (['anyOf', 'oneOf'] as const).flatMap((keyword) =>
    wide.node[keyword] === undefined ? [] : formIn(narrow, wide, at, keyword),
  );

const CHECKS: readonly Check[] = [
  types,
  values,
  wholeValues,
  limits,
  patterns,
  formats,
  uniqueness,
  items,
  required,
  members,
  membersNotNamed,
  forms,
];
