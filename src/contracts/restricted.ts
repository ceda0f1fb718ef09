import type { SchemaBook } from './schema-book';

/** The word of a schema that says: this is about a person, and may not lie about. */
export const CLASSIFICATION = 'x-data-classification';
/** The word that says of a property of the root: this may travel all the same. */
export const EXPOSED = 'x-exposed';
/** What the first of them may be. Anything else is a mistake, and restricted too until it is mended. */
export const CLASSES = ['personal', 'health'] as const;

/** `dataclassification` of events whose data is restricted. */
export const RESTRICTED = 'restricted';

/** Characters of the exposed properties, as JSON: they travel as an attribute. */
export const MAX_EXPOSED = 4 * 1024;

/** What a schema says about where its data may go. */
export interface Handling {
  /** A mark anywhere inside makes all of the data restricted. */
  restricted: boolean;
  /** Properties of the root that may travel all the same. */
  exposed: ReadonlySet<string>;
}

type Node = Readonly<Record<string, unknown>>;
type Schemas = Pick<SchemaBook, 'schema'>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** The schema that a `$ref` to another one leads to: its key, whole. */
const referred = ({ $ref }: Node, book: Schemas): [string, object] | undefined => {
  const key = typeof $ref === 'string' ? $ref.split('#')[0]! : '';
  const schema = key === '' ? undefined : book.schema(key);
  return schema && [key, schema];
};

/** The labels inside a schema and all that it refers to; what a mark could mean otherwise (an example, say) counts too. */
export const labelsIn = (node: unknown, book: Schemas, seen = new Set<string>()): readonly unknown[] => {
  if (!isNode(node)) return [];
  const own = Object.hasOwn(node, CLASSIFICATION) && !isNode(node[CLASSIFICATION]);
  const other = referred(node, book);
  const known = other !== undefined && seen.has(other[0]);
  if (other) seen.add(other[0]);
  return [
    ...(own ? [node[CLASSIFICATION]] : []),
    ...Object.values(node).flatMap((part) => labelsIn(part, book, seen)),
    ...(other && !known ? labelsIn(other[1], book, seen) : []),
  ];
};

/** The properties of the root, wherever a `$ref` at the root leads. */
const rootProperties = (node: Node, book: Schemas, depth = 0): readonly (readonly [string, unknown])[] => {
  const other = depth < 10 ? referred(node, book) : undefined;
  const { properties } = node;
  return [
    ...(isNode(properties) ? Object.entries(properties) : []),
    ...(other ? rootProperties(other[1] as Node, book, depth + 1) : []),
  ];
};

const handled = (schema: object, book: Schemas): Handling => {
  const restricted = labelsIn(schema, book).length > 0;
  const marked = rootProperties(schema as Node, book).filter(
    // What is exposed and classified at once is not exposed.
    ([, node]) => isNode(node) && node[EXPOSED] === true && labelsIn(node, book).length === 0,
  );
  return { restricted, exposed: new Set(restricted ? marked.map(([name]) => name) : []) };
};

/** Of data that may travel as it is. */
export const OPEN_TO_ALL: Handling = { restricted: false, exposed: new Set() };
const known = new WeakMap<Schemas, Map<string, Handling>>();

/** What a schema says about where its data may go; a key that is unknown says nothing. */
export const handlingOf = (book: Schemas, key: string): Handling => {
  const ofBook = known.get(book) ?? new Map<string, Handling>();
  known.set(book, ofBook);
  const made = ofBook.get(key) ?? handlingIn(book, key);
  ofBook.set(key, made);
  return made;
};

/** Whether a skill is given restricted data, or makes some, whatever it is given this time. */
export const takesOrGivesRestricted = (
  book: Schemas,
  { input, output }: { input: string; output: string },
): boolean => [input, output].some((key) => handlingOf(book, key).restricted);

const handlingIn = (book: Schemas, key: string): Handling => {
  const schema = book.schema(key);
  return schema ? handled(schema, book) : OPEN_TO_ALL;
};

/** Places, inside one schema, that are marked as exposed. */
const exposuresIn = (node: unknown, place: string): readonly string[] => {
  if (!isNode(node)) return [];
  const own = node[EXPOSED] === true ? [place] : [];
  return [...own, ...Object.entries(node).flatMap(([name, part]) => exposuresIn(part, `${place}/${name}`))];
};

/** Marks that do not count: below the root's properties, on what is classified itself, or where nothing is restricted. */
export const misplacedExposures = (book: Schemas, key: string): readonly string[] => {
  const { exposed } = handlingOf(book, key);
  const counting = new Set([...exposed].map((name) => `/properties/${name}`));
  return exposuresIn(book.schema(key), '').filter((place) => !counting.has(place));
};

/** What of restricted data may be seen: the exposed properties of the root. */
export const exposedIn = ({ exposed }: Handling, value: unknown): Readonly<Record<string, unknown>> =>
  isNode(value) && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([name]) => exposed.has(name)))
    : {};

/** As an attribute: JSON of printable ASCII, for attributes hold no others safely. */
export const exposedText = (exposed: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(exposed).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** What an event lets be seen of its restricted data. */
export const exposedOf = ({ dataexposed }: { dataexposed?: string }): Readonly<Record<string, unknown>> => {
  try {
    const exposed = JSON.parse(dataexposed ?? '{}') as unknown;
    return isNode(exposed) && !Array.isArray(exposed) ? exposed : {};
  } catch {
    return {};
  }
};
