import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { unreadable } from './unreadable';

/** An element with its namespace resolved, so that prefixes do not matter. */
export interface Element {
  /** URI of its namespace; empty for none. */
  readonly namespace: string;
  /** Local name. */
  readonly name: string;
  /** By name as written. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** The text directly in it, trimmed. */
  readonly text: string;
}

const MAX_DEPTH = 64;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Numeric character references; named ones beyond XML's five are refused before.
  htmlEntities: true,
  maxNestedTags: MAX_DEPTH,
});

/**
 * Parses a well-formed document without DOCTYPE.
 * @throws BusinessFailure with what is wrong with it
 */
export const parseXml = (text: string): Element => {
  checkMarkup(text);
  const wellFormed = XMLValidator.validate(text);
  if (wellFormed !== true) return notXml(`${wellFormed.err.msg} (line ${wellFormed.err.line})`);
  // Text after an empty root gets past the validator.
  if (/\S/.test(text.slice(text.lastIndexOf('>') + 1))) return notXml('it has text after its root element');
  const [root, ...others] = elements(parsed(text), builtIn);
  return root && others.length === 0 ? root : notXml('it does not have one root element');
};

// What is quoted from a hostile document is kept short.
const notXml = (why: string): never =>
  unreadable('document-not-xml', `the document is not well-formed XML: ${why.slice(0, 200)}`);

const checkMarkup = (text: string): void => {
  for (const markup of outsideOfCommentsAndCdata(text)) {
    refuseDeclarations(markup);
    refuseUnknownReferences(markup);
  }
};

// The parser would expand entities of a DOCTYPE wherever one stands, so no declaration gets that far.
const refuseDeclarations = (markup: string): void => {
  if (markup.includes('<!'))
    unreadable(
      'document-doctype',
      'the document has a DOCTYPE or another declaration; these are refused: send it without',
    );
};

const REFERENCE = /&(#(x[\dA-Fa-f]{1,6}|\d{1,7});|(?:amp|lt|gt|quot|apos);)?/g;

const refuseUnknownReferences = (markup: string): void => {
  for (const [reference, , digits] of markup.matchAll(REFERENCE))
    if (reference === '&' || (digits && !isCharacter(Number(digits.replace('x', '0x')))))
      notXml('it has a bare &, or a reference to what XML does not know');
};

/** @see https://www.w3.org/TR/xml/#charsets */
const isCharacter = (code: number): boolean =>
  [0x9, 0xa, 0xd].includes(code) ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff);

const OPAQUE = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
] as const;

/** By indexOf, not by a pattern: a pattern takes quadratic time on thousands of comments that never end. */
function* outsideOfCommentsAndCdata(text: string): Generator<string> {
  let from = 0;
  for (let at = text.indexOf('<!'); at !== -1; at = text.indexOf('<!', from)) {
    const opaque = OPAQUE.find(([start]) => text.startsWith(start, at));
    if (!opaque) return yield text.slice(from);
    yield text.slice(from, at);
    const end = text.indexOf(opaque[1], at + opaque[0].length);
    if (end === -1) return notXml('a comment or CDATA section does not end');
    from = end + opaque[1].length;
  }
  yield text.slice(from);
}

type Node = Record<string, unknown> & { ':@'?: Record<string, string> };
/** The namespace of a prefix. */
type Scope = (prefix: string) => string | undefined;

const builtIn: Scope = (prefix) => (prefix === 'xml' ? 'http://www.w3.org/XML/1998/namespace' : undefined);

const parsed = (text: string): Node[] => {
  try {
    return parser.parse(text) as Node[];
  } catch (error) {
    return notXml(error instanceof Error ? error.message : 'it cannot be parsed');
  }
};

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ':@')!;

const elements = (nodes: readonly Node[], scope: Scope): Element[] =>
  nodes.filter((node) => nameOf(node) !== '#text').map((node) => element(node, scope));

const element = (node: Node, outer: Scope): Element => {
  const qualified = nameOf(node);
  const content = node[qualified] as Node[];
  const attributes = node[':@'] ?? {};
  const scope = declaredBy(attributes, outer);
  const [prefix, name] = split(qualified);
  const namespace = scope(prefix) ?? (prefix && notXml(`the prefix ${prefix} is not declared`));
  return { namespace, name, attributes, children: elements(content, scope), text: textOf(content) };
};

const split = (qualified: string): [prefix: string, name: string] => {
  const colon = qualified.indexOf(':');
  return colon === -1 ? ['', qualified] : [qualified.slice(0, colon), qualified.slice(colon + 1)];
};

// A chain, not a copy of the outer scope: copies of thousands of declarations for thousands of children would take minutes.
const declaredBy = (attributes: Readonly<Record<string, string>>, outer: Scope): Scope => {
  const own = new Map(Object.entries(attributes).flatMap(declaration));
  return own.size === 0 ? outer : (prefix) => own.get(prefix) ?? outer(prefix);
};

const declaration = ([key, uri]: [string, string]): [prefix: string, uri: string][] => {
  if (key === 'xmlns') return [['', uri]];
  return key.startsWith('xmlns:') ? [[key.slice('xmlns:'.length), uri]] : [];
};

// XML has no such characters, and events may not carry them.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

const textOf = (content: readonly Node[]): string => {
  const text = content.map((node) => (typeof node['#text'] === 'string' ? node['#text'] : '')).join('');
  return FORBIDDEN.test(text) ? notXml('it has a control character in its text') : text.trim();
};
