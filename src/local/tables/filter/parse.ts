import { microsOf } from '../stamp';
import { invalidFilter, tokensOf, type Token, type Value } from './tokens';

export const OPERATORS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Comparison {
  kind: 'compare';
  name: string;
  operator: Operator;
  literal: Value;
}

/** What a filter asks of a row. */
export type Condition =
  | Comparison
  | { kind: 'and' | 'or'; left: Condition; right: Condition }
  | { kind: 'not'; of: Condition }
  /** A property of type Boolean alone, or `true` or `false`. */
  | { kind: 'is'; name: string }
  | { kind: 'always'; holds: boolean };

const TURNED: Readonly<Record<Operator, Operator>> = {
  eq: 'eq',
  ne: 'ne',
  gt: 'lt',
  ge: 'le',
  lt: 'gt',
  le: 'ge',
};

const DEEPEST = 200;

const KEYWORDS: ReadonlySet<string> = new Set([...OPERATORS, 'and', 'or', 'not']);
const isOperator = (word: string): word is Operator => (OPERATORS as readonly string[]).includes(word);

/**
 * Reads a filter: comparisons of a property with a literal, joined by `and`, `or`, `not` and brackets.
 * @throws Refusal that says where it cannot be read
 */
export const parseFilter = (filter: string): Condition => {
  const tokens = tokensOf(filter, microsOf);
  let at = 0;
  let depth = 0;

  const take = (): Token => {
    const token = tokens[at];
    if (!token) throw invalidFilter('it ends too early');
    at += 1;
    return token;
  };
  const takes = (word: string): boolean => {
    const token = tokens[at];
    if (token?.kind !== 'word' || token.word.toLowerCase() !== word) return false;
    at += 1;
    return true;
  };

  const or = (): Condition => {
    let left = and();
    while (takes('or')) left = { kind: 'or', left, right: and() };
    return left;
  };
  const and = (): Condition => {
    let left = unary();
    while (takes('and')) left = { kind: 'and', left, right: unary() };
    return left;
  };
  const unary = (): Condition => {
    depth += 1;
    if (depth > DEEPEST) throw invalidFilter('it is too deep');
    const condition = takes('not') ? { kind: 'not' as const, of: unary() } : primary();
    depth -= 1;
    return condition;
  };
  const primary = (): Condition => {
    if (tokens[at]?.kind !== '(') return comparison();
    at += 1;
    const condition = or();
    if (take().kind !== ')') throw invalidFilter('a bracket is not closed');
    return condition;
  };
  const operator = (): Operator | undefined => {
    const token = tokens[at];
    const word = token?.kind === 'word' ? token.word.toLowerCase() : '';
    if (!isOperator(word)) return undefined;
    at += 1;
    return word;
  };
  const operand = (): Token => {
    const token = take();
    if (token.kind === 'word' && KEYWORDS.has(token.word.toLowerCase()))
      throw invalidFilter(`'${token.word}' stands where a property or a value is expected`);
    return token;
  };
  const comparison = (): Condition => {
    const left = operand();
    const how = operator();
    if (!how) return alone(left);
    const right = operand();
    if (left.kind === 'word' && right.kind === 'literal')
      return { kind: 'compare', name: left.word, operator: how, literal: right.literal };
    if (left.kind === 'literal' && right.kind === 'word')
      return { kind: 'compare', name: right.word, operator: TURNED[how], literal: left.literal };
    throw invalidFilter(`'${how}' stands between a property and a value`);
  };

  const condition = or();
  if (at < tokens.length) throw invalidFilter('it goes on where it should end');
  return condition;
};

const alone = (token: Token): Condition => {
  if (token.kind === 'word') return { kind: 'is', name: token.word };
  if (token.kind === 'literal' && token.literal.kind === 'boolean')
    return { kind: 'always', holds: token.literal.value };
  throw invalidFilter('a comparison is expected');
};
