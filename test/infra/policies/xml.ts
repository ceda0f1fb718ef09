import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface Element {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly Element[];
  /** Without the white space around it. */
  text: string;
}

type Node = Record<string, unknown>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  trimValues: true,
});

const ATTRIBUTES = ':@';
const TEXT = '#text';

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ATTRIBUTES)!;

const elementOf = (node: Node): Element => {
  const name = nameOf(node);
  const inside = node[name] as Node[];
  return {
    name,
    attributes: (node[ATTRIBUTES] ?? {}) as Record<string, string>,
    children: inside.filter((child) => nameOf(child) !== TEXT).map(elementOf),
    text: inside
      .filter((child) => nameOf(child) === TEXT)
      .map((child) => String(child[TEXT]))
      .join('')
      .trim(),
  };
};

const COMMENT = /<!--[\s\S]*?-->/g;

/** What the validator lets pass, and API Management would not. */
const refused = (text: string): string | undefined => {
  const code = text.replace(COMMENT, '');
  if (text.match(COMMENT)?.some((comment) => comment.slice(4, -3).includes('--'))) return "'--' in a comment";
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(code)) return "an '&' that is not written &amp;";
  if (/=\s*(?:"[^"]*<[^"]*"|'[^']*<[^']*')/.test(code))
    return "a '<' in an attribute that is not written &lt;";
  return undefined;
};

/** @throws Error that says where it is not well-formed */
export const parseXml = (text: string): Element => {
  if (/<!DOCTYPE/i.test(text)) throw new Error('a policy has no DOCTYPE');
  const fault = refused(text);
  if (fault) throw new Error(`a policy has ${fault}`);
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(`line ${valid.err.line}: ${valid.err.msg}`);
  const roots = (parser.parse(text) as Node[]).filter((node) => nameOf(node) !== TEXT);
  if (roots.length !== 1) throw new Error(`a policy has one root, not ${roots.length}`);
  return elementOf(roots[0]!);
};

/** The element and all in it, from the outside in. */
export const all = (element: Element): readonly Element[] => [element, ...element.children.flatMap(all)];

export const child = (element: Element, name: string): Element => {
  const found = element.children.find((one) => one.name === name);
  if (!found) throw new Error(`<${element.name}> has no <${name}>`);
  return found;
};
