// A JSON file as its author sees it: with the line on which each part of it stands.
import { LineCounter, isMap, isPair, isSeq, parseDocument } from 'yaml';

const tokensOf = (pointer) =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

/** What a token leads to: an entry of a list, or a member with its name. */
const inside = (part, token) => {
  const node = isPair(part) ? part.value : part;
  if (isSeq(node)) return node.items[Number(token)];
  return isMap(node) ? node.items.find(({ key }) => key.value === token) : undefined;
};

/** The part at the end of the path; of a path that leads nowhere, the last part that is there. */
const partAt = (root, tokens) => {
  let found = root;
  for (const token of tokens) {
    const next = inside(found, token);
    if (!next) return found;
    found = next;
  }
  return found;
};

/** @returns what tells the line of a JSON Pointer in the text; JSON is YAML, whose parser keeps places */
export const linesOf = (text) => {
  const counter = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: counter });
  return (pointer) => {
    const part = contents && partAt(contents, tokensOf(pointer));
    const offset = (isPair(part) ? part.key : part)?.range?.[0] ?? 0;
    return counter.linePos(offset).line || 1;
  };
};

/** `… (line 3 column 5)`, or `… at position 31`: as engines say it. */
const lineOfError = (text, message) => {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  return position ? text.slice(0, Number(position)).split('\n').length : text.split('\n').length;
};

/** @returns the value, or where and why it is none */
export const parsedJson = (text) => {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const why = error.message.split(/ in JSON| \(line|, "/)[0];
    return { line: lineOfError(text, error.message), message: `this is not JSON: mend it (${why})` };
  }
};
