import { unescaped } from '../json-pointer';

/** A JSON Schema as it is written. */
export type Node = Readonly<Record<string, unknown>>;

/** All schemas of one release, by key. */
export type Schemas = Readonly<Record<string, object>>;

/** A schema without references and `allOf`, and where its own references are looked up. */
export interface Atom {
  readonly node: Node;
  /** Key of the schema that it stands in. */
  readonly home: string;
  readonly all: Schemas;
}

/** Schemas that a value must fit all of; none is anything. */
export type Conjunction = readonly Atom[];

/** What fits nothing. */
const NEVER: Node = { enum: [] };

/** The schemas that a schema says at one place of a value: its own words, what it refers to, and its `allOf`. */
export const atomsOf = (schema: unknown, home: string, all: Schemas): Conjunction => {
  if (schema === true || schema === undefined) return [];
  if (schema === false) return [{ node: NEVER, home, all }];
  const { $ref, allOf, ...node } = schema as Node;
  return [
    ...(Object.keys(node).length > 0 ? [{ node, home, all }] : []),
    ...(typeof $ref === 'string' ? referredTo($ref, home, all) : []),
    ...((allOf ?? []) as unknown[]).flatMap((part) => atomsOf(part, home, all)),
  ];
};

/** @throws Error that names a reference to nowhere */
const referredTo = (ref: string, home: string, all: Schemas): Conjunction => {
  const [key = '', pointer = ''] = ref.split('#');
  const target = key || home;
  const found = pointer
    .split('/')
    .slice(1)
    .map((part) => unescaped(decodeURIComponent(part)))
    .reduce<unknown>((value, part) => (value as Node | undefined)?.[part], all[target]);
  if (found === undefined) throw new Error(`'${home}' refers to '${ref}', and there is no such schema`);
  return atomsOf(found, target, all);
};

const partOf = ({ home, all }: Atom, schema: unknown): Conjunction => atomsOf(schema, home, all);

export const propertiesOf = ({ node }: Atom): Node => (node['properties'] ?? {}) as Node;

export const requiredOf = ({ node }: Atom): readonly string[] => (node['required'] ?? []) as string[];

/** The forms of which a value must have one: of `anyOf`, of `oneOf`. */
export const formsOf = (atom: Atom, keyword: 'anyOf' | 'oneOf'): readonly Conjunction[] =>
  ((atom.node[keyword] ?? []) as unknown[]).map((form) => partOf(atom, form));

/** What a member of this name must fit. */
export const memberOf = (conjunction: Conjunction, name: string): Conjunction =>
  conjunction.flatMap((atom) => {
    const properties = propertiesOf(atom);
    return partOf(
      atom,
      Object.hasOwn(properties, name) ? properties[name] : atom.node['additionalProperties'],
    );
  });

/** What a member must fit whose name no schema gives. */
export const otherMembers = (conjunction: Conjunction): Conjunction =>
  conjunction.flatMap((atom) => partOf(atom, atom.node['additionalProperties']));

export const itemsOf = (conjunction: Conjunction): Conjunction =>
  conjunction.flatMap((atom) => partOf(atom, atom.node['items']));

export const declaredNames = (conjunction: Conjunction): readonly string[] => [
  ...new Set(conjunction.flatMap((atom) => Object.keys(propertiesOf(atom)))),
];

/** The names that are given here in any form that a value may have. */
export const namesInAllForms = (conjunction: Conjunction): readonly string[] => [
  ...declaredNames(conjunction),
  ...conjunction
    .flatMap((atom) => [...formsOf(atom, 'anyOf'), ...formsOf(atom, 'oneOf')])
    .flatMap(namesInAllForms),
];

/** One conjunction for each form that a value may have, where some schema gives a choice; undefined where none does. */
export const forked = (conjunction: Conjunction): readonly Conjunction[] | undefined => {
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const atom = conjunction.find(({ node }) => node[keyword] !== undefined);
    if (!atom) continue;
    const { [keyword]: _choice, ...node } = atom.node;
    const rest = conjunction.map((one) => (one === atom ? { ...atom, node } : one));
    return formsOf(atom, keyword).map((form) => [...rest, ...form]);
  }
  return undefined;
};
