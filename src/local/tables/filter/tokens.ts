import { refusal } from '../refusal';

/** A value in a filter or a row, comparable with others of its kind. */
export type Value =
  | { kind: 'string' | 'guid' | 'binary'; value: string }
  | { kind: 'number'; value: number | bigint }
  | { kind: 'time'; value: number }
  | { kind: 'boolean'; value: boolean };

export type Token =
  { kind: '(' | ')' } | { kind: 'word'; word: string } | { kind: 'literal'; literal: Value };

const TOKEN =
  /\s*(?:([()])|(datetime|guid|binary|x)?'((?:[^']|'')*)'|(-?\d+L)(?![\w.])|(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?![\w.])|([\p{L}_][\p{L}\p{N}_.]*))/iuy;

export const invalidFilter = (why: string) =>
  refusal('InvalidInput', `The query condition specified in the request is invalid: ${why}.`);

const quoted = (prefix: string | undefined, text: string, timeOf: (text: string) => number): Value => {
  switch (prefix?.toLowerCase()) {
    case undefined:
      return { kind: 'string', value: text };
    case 'datetime': {
      const value = timeOf(text);
      if (Number.isNaN(value)) throw invalidFilter(`'${text}' is no time`);
      return { kind: 'time', value };
    }
    case 'guid':
      return { kind: 'guid', value: text.toLowerCase() };
    default:
      return { kind: 'binary', value: text.toLowerCase() };
  }
};

const tokenOf = (found: RegExpExecArray, timeOf: (text: string) => number): Token => {
  const [, bracket, prefix, text, long, number, word] = found;
  if (bracket !== undefined) return { kind: bracket as '(' | ')' };
  if (text !== undefined)
    return { kind: 'literal', literal: quoted(prefix, text.replaceAll("''", "'"), timeOf) };
  if (long !== undefined)
    return { kind: 'literal', literal: { kind: 'number', value: BigInt(long.slice(0, -1)) } };
  if (number !== undefined) return { kind: 'literal', literal: { kind: 'number', value: Number(number) } };
  if (word === 'true' || word === 'false')
    return { kind: 'literal', literal: { kind: 'boolean', value: word === 'true' } };
  return { kind: 'word', word: word! };
};

/** The tokens of a filter. @throws Refusal where none can be read */
export const tokensOf = (filter: string, timeOf: (text: string) => number): Token[] => {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const end = filter.trimEnd().length;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const found = pattern.exec(filter);
    if (!found) throw invalidFilter(`it cannot be read from '${filter.slice(at, at + 20)}'`);
    tokens.push(tokenOf(found, timeOf));
  }
  return tokens;
};
