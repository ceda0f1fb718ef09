/** A token of a Bicep file. Line breaks are tokens: they separate properties and statements. */
export interface Token {
  kind: 'name' | 'number' | 'string' | 'sign' | 'line' | 'end';
  text: string;
  at: number;
  /** Of a string: the text between its holes, and the tokens of each hole. */
  parts?: readonly string[];
  holes?: readonly (readonly Token[])[];
}

const SPACE = /[ \t]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|#[a-z-]+[^\n]*/y;
const LINE = /(?:\r?\n)+/y;
const NAME = /[A-Za-z_]\w*/y;
const NUMBER = /\d+/y;
const SIGN = /\.\.\.|=>|==|!=|=~|!~|<=|>=|&&|\|\||\?\?|::|[[\]{}(),.:?=!<>+\-*/%|@]/y;
const LONG_STRING = /'''([\s\S]*?)'''(?!')/y;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Splits a text into tokens. @throws Error with the place of what is no Bicep */
export const lex = (text: string): readonly Token[] => lexing(text)();

const lexing = (text: string) => {
  let at = 0;

  function all(): readonly Token[] {
    const tokens = until(() => false);
    return [...tokens, { kind: 'end', text: '', at }];
  }

  function until(isOver: (depth: number) => boolean): Token[] {
    const tokens: Token[] = [];
    let depth = 0;
    while (at < text.length) {
      if (text[at] === '}' && isOver(depth)) return tokens;
      const token = next();
      if (!token) continue;
      if (token.kind === 'sign') depth += token.text === '{' ? 1 : token.text === '}' ? -1 : 0;
      tokens.push(token);
    }
    return tokens;
  }

  function next(): Token | undefined {
    const start = at;
    if (take(SPACE)) return undefined;
    if (take(LINE)) return { kind: 'line', text: '\n', at: start };
    const long = take(LONG_STRING);
    if (long)
      return { kind: 'string', text: '', at: start, parts: [long[1]!.replace(/^\r?\n/, '')], holes: [] };
    if (text[start] === "'") return string();
    for (const [kind, pattern] of [
      ['name', NAME],
      ['number', NUMBER],
      ['sign', SIGN],
    ] as const) {
      const found = take(pattern);
      if (found) return { kind, text: found[0], at: start };
    }
    throw new Error(`no Bicep at: ${text.slice(start, start + 40)}`);
  }

  function take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) return undefined;
    at += found[0].length;
    return found;
  }

  function string(): Token {
    const start = at;
    const parts = [''];
    const holes: Token[][] = [];
    at += 1;
    for (;;) {
      const char = text[at];
      if (char === undefined || char === '\n')
        throw new Error(`a string without end: ${text.slice(start, start + 40)}`);
      at += 1;
      if (char === "'") return { kind: 'string', text: '', at: start, parts, holes };
      if (char === '\\') parts[parts.length - 1] += escaped();
      else if (char === '$' && text[at] === '{') {
        at += 1;
        holes.push(until((depth) => depth === 0));
        parts.push('');
        at += 1;
      } else parts[parts.length - 1] += char;
    }
  }

  function escaped(): string {
    const char = text[at]!;
    at += 1;
    return ESCAPES[char] ?? char;
  }

  return all;
};
