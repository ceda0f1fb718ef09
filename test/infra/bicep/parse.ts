import { lex, type Token } from './lex';
import { isReference, propertyOf, textOf, type Bag } from './values';

/** What names stand for, where an expression is. */
export type Names = (name: string) => unknown;
/** An expression, to be asked for its value. */
export type Expression = (names: Names) => unknown;

interface Decorator {
  name: string;
  values: readonly Expression[];
}

/** A resource or module: its head as written, and what its body says. */
export interface Declared {
  symbol: string;
  /** Type with version, or path. */
  target: string;
  existing: boolean;
  loop?: { item: string; index?: string; source: Expression } | undefined;
  condition?: Expression | undefined;
  body: Expression;
  nested: readonly Declared[];
}

export type Statement =
  | { kind: 'param'; name: string; decorators: readonly Decorator[]; nullable: boolean; value?: Expression }
  | { kind: 'var' | 'output'; name: string; decorators: readonly Decorator[]; value: Expression }
  | { kind: 'func'; name: string; parameters: readonly string[]; value: Expression }
  | { kind: 'import'; names: readonly { name: string; as: string }[]; path: string }
  | { kind: 'resource' | 'module'; declared: Declared }
  | { kind: 'scope'; value: string };

/** Reads a Bicep file. @throws Error with the line of what it does not understand */
export const parse = (text: string): readonly Statement[] => reading(text, lex(text)).statements();

const BINARY: readonly (readonly string[])[] = [
  ['??'],
  ['||'],
  ['&&'],
  ['==', '!=', '=~', '!~'],
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

const same = (a: unknown, b: unknown): boolean => textOf(a) === textOf(b) && (a === null) === (b === null);

type Operator = (a: () => unknown, b: () => unknown) => unknown;

const OPERATORS: Readonly<Record<string, Operator>> = {
  '??': (a, b) => a() ?? b(),
  '||': (a, b) => a() || b(),
  '&&': (a, b) => a() && b(),
  '==': (a, b) => same(a(), b()),
  '!=': (a, b) => !same(a(), b()),
  '=~': (a, b) => textOf(a()).toLowerCase() === textOf(b()).toLowerCase(),
  '!~': (a, b) => textOf(a()).toLowerCase() !== textOf(b()).toLowerCase(),
  '<': (a, b) => Number(a()) < Number(b()),
  '>': (a, b) => Number(a()) > Number(b()),
  '<=': (a, b) => Number(a()) <= Number(b()),
  '>=': (a, b) => Number(a()) >= Number(b()),
  '+': (a, b) => Number(a()) + Number(b()),
  '-': (a, b) => Number(a()) - Number(b()),
  '*': (a, b) => Number(a()) * Number(b()),
  '/': (a, b) => Math.trunc(Number(a()) / Number(b())),
  '%': (a, b) => Number(a()) % Number(b()),
};

const LITERALS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

const reading = (text: string, tokens: readonly Token[]) => {
  let at = 0;

  function readStatements(): readonly Statement[] {
    const found: Statement[] = [];
    for (skipLines(); here().kind !== 'end'; skipLines()) {
      const statement = readStatement(readDecorators());
      if (statement) found.push(statement);
    }
    return found;
  }

  function here(): Token {
    return tokens[at] ?? { kind: 'end', text: '', at: text.length };
  }

  function is(text: string, ahead = 0): boolean {
    const token = tokens[at + ahead];
    return token?.text === text && (token.kind === 'sign' || token.kind === 'name');
  }

  function take(text: string): boolean {
    if (!is(text)) return false;
    at += 1;
    return true;
  }

  function need(text: string): void {
    if (!take(text)) wrong(`expected '${text}'`);
  }

  function wrong(why: string): never {
    const line = text.slice(0, here().at).split('\n').length;
    throw new Error(`line ${line}: ${why}, and found '${here().text}'`);
  }

  function skipLines(): void {
    while (here().kind === 'line') at += 1;
  }

  function takeName(): string {
    if (here().kind !== 'name') wrong('expected a name');
    return tokens[at++]!.text;
  }

  function takeText(): string {
    const { kind, parts } = here();
    if (kind !== 'string' || parts!.length > 1) wrong('expected a text');
    at += 1;
    return parts![0]!;
  }

  function readDecorators(): readonly Decorator[] {
    const found: Decorator[] = [];
    while (take('@')) {
      if (is('sys') && is('.', 1)) at += 2;
      const name = takeName();
      need('(');
      found.push({ name, values: readList(')', () => readExpression()) });
      skipLines();
    }
    return found;
  }

  function readStatement(decorators: readonly Decorator[]): Statement | undefined {
    const word = takeName();
    switch (word) {
      case 'targetScope':
        need('=');
        return { kind: 'scope', value: takeText() };
      case 'param':
        return readParameter(decorators);
      case 'var':
      case 'output': {
        const name = takeName();
        passType();
        need('=');
        return { kind: word, name, decorators, value: readExpression() };
      }
      case 'func':
        return readFunc();
      case 'import':
        return readImport();
      case 'resource':
      case 'module':
        return { kind: word, declared: readDeclared() };
      case 'type':
      case 'metadata':
        takeName();
        need('=');
        passType();
        return undefined;
      case 'extension':
        at += 1;
        return undefined;
      default:
        return wrong(`no statement begins with '${word}'`);
    }
  }

  function readParameter(decorators: readonly Decorator[]): Statement {
    const name = takeName();
    const nullable = passType();
    const value = take('=') ? readExpression() : undefined;
    return { kind: 'param', name, decorators, nullable, ...(value && { value }) };
  }

  function readFunc(): Statement {
    const name = takeName();
    need('(');
    const parameters = readList(')', () => {
      const parameter = takeName();
      passType(true);
      return parameter;
    });
    passType();
    need('=>');
    skipLines();
    return { kind: 'func', name, parameters, value: readExpression() };
  }

  function readImport(): Statement {
    need('{');
    const names = readList('}', () => {
      const name = takeName();
      return { name, as: take('as') ? takeName() : name };
    });
    if (takeName() !== 'from') wrong("expected 'from'");
    return { kind: 'import', names, path: takeText() };
  }

  /** Passes over a type; says whether it may be null. */
  function passType(inList = false): boolean {
    let depth = 0;
    let last = '';
    for (;;) {
      const { kind, text } = here();
      if (kind === 'end') return last === '?';
      if (depth === 0 && (text === '=' || text === '=>') && kind === 'sign') return last === '?';
      if (depth === 0 && inList && (text === ',' || text === ')') && kind === 'sign') return last === '?';
      if (depth === 0 && kind === 'line' && !goesOn()) return last === '?';
      if (kind === 'sign' && '[{('.includes(text)) depth += 1;
      if (kind === 'sign' && ']})'.includes(text)) depth -= 1;
      last = kind === 'sign' ? text : '';
      at += 1;
    }
  }

  /** A union goes on with its next member on the next line. */
  function goesOn(): boolean {
    let ahead = 0;
    while (tokens[at + ahead]?.kind === 'line') ahead += 1;
    return is('|', ahead);
  }

  function readDeclared(): Declared {
    const symbol = takeName();
    const target = takeText();
    const existing = take('existing');
    need('=');
    if (take('[')) {
      skipLines();
      const loop = readLoop();
      const one = readBody();
      skipLines();
      need(']');
      return { symbol, target, existing, loop, ...one };
    }
    return { symbol, target, existing, ...readBody() };
  }

  function readBody(): Pick<Declared, 'condition' | 'body' | 'nested'> {
    let condition: Expression | undefined;
    if (take('if')) {
      need('(');
      skipLines();
      condition = readExpression();
      skipLines();
      need(')');
    }
    const nested: Declared[] = [];
    const body = readObject(nested);
    return { condition, body, nested };
  }

  function readLoop(): { item: string; index?: string; source: Expression } {
    need('for');
    const both = take('(');
    const item = takeName();
    let index: string | undefined;
    if (both) {
      need(',');
      index = takeName();
      need(')');
    }
    need('in');
    const source = readExpression();
    need(':');
    skipLines();
    return { item, source, ...(index !== undefined && { index }) };
  }

  function readList<T>(end: string, one: () => T): T[] {
    const found: T[] = [];
    for (skip(); !take(end); skip()) found.push(one());
    return found;
  }

  /** Between members: lines, commas, or both. */
  function skip(): void {
    while (here().kind === 'line' || is(',')) at += 1;
  }

  function readExpression(): Expression {
    const condition = readBinary(0);
    if (!takeAhead('?')) return condition;
    const then = readExpression();
    if (!takeAhead(':')) wrong("expected ':'");
    const otherwise = readExpression();
    return (names) => (condition(names) ? then(names) : otherwise(names));
  }

  /** Takes a sign, also one on the next line. */
  function takeAhead(sign: string): boolean {
    const before = at;
    skipLines();
    if (take(sign)) {
      skipLines();
      return true;
    }
    at = before;
    return false;
  }

  function readBinary(level: number): Expression {
    const signs = BINARY[level];
    if (!signs) return readUnary();
    let left = readBinary(level + 1);
    for (;;) {
      const sign = signs.find((one) => (one === '-' ? take(one) : takeAhead(one)));
      if (!sign) return left;
      skipLines();
      const [a, b, apply] = [left, readBinary(level + 1), OPERATORS[sign]!];
      left = (names) =>
        apply(
          () => a(names),
          () => b(names),
        );
    }
  }

  function readUnary(): Expression {
    if (take('!')) {
      const value = readUnary();
      return (names) => !value(names);
    }
    if (take('-')) {
      const value = readUnary();
      return (names) => -Number(value(names));
    }
    return readPostfix(readPrimary());
  }

  function readPostfix(value: Expression): Expression {
    for (;;) {
      const inner = value;
      if (take('.')) {
        const safe = take('?');
        const name = takeName();
        value = is('(') ? readCall(name) : (names) => propertyOf(inner(names), name, safe);
      } else if (take('::')) {
        const name = takeName();
        value = (names) => {
          const parent = inner(names);
          return isReference(parent) ? parent.child?.(name) : undefined;
        };
      } else if (is('[')) {
        at += 1;
        const safe = take('?');
        const key = readExpression();
        need(']');
        value = (names) => propertyOf(inner(names), key(names) as string, safe);
      } else if (!take('!')) return value;
    }
  }

  function readCall(name: string): Expression {
    need('(');
    const values = readList(')', () => readExpression());
    return (names) => {
      const call = names(name);
      if (typeof call !== 'function') throw new Error(`there is no function '${name}' here`);
      return (call as (...args: unknown[]) => unknown)(...values.map((value) => value(names)));
    };
  }

  function readPrimary(): Expression {
    const { kind, text } = here();
    if (kind === 'number') {
      at += 1;
      return () => Number(text);
    }
    if (kind === 'string') return readText();
    if (is('{')) return readObject();
    if (take('[')) return readArray();
    if (is('(')) return readLambda() ?? readParenthesised();
    const name = takeName();
    if (take('=>')) return lambdaOf([name]);
    if (Object.hasOwn(LITERALS, name)) return () => LITERALS[name];
    return is('(') ? readCall(name) : (names) => names(name);
  }

  function readParenthesised(): Expression {
    need('(');
    skipLines();
    const value = readExpression();
    skipLines();
    need(')');
    return value;
  }

  function readLambda(): Expression | undefined {
    const before = at;
    const parameters: string[] = [];
    at += 1;
    while (here().kind === 'name') {
      parameters.push(takeName());
      if (!take(',')) break;
    }
    if (take(')') && take('=>')) return lambdaOf(parameters);
    at = before;
    return undefined;
  }

  function lambdaOf(parameters: readonly string[]): Expression {
    skipLines();
    const value = readExpression();
    return (names) =>
      (...args: unknown[]) =>
        value(withNames(names, parameters, args));
  }

  function readText(): Expression {
    const { parts, holes } = tokens[at++]!;
    const values = holes!.map((tokens) => reading(text, tokens).expression());
    if (values.length === 0) return () => parts![0];
    return (names) => parts!.map((part, n) => part + (values[n] ? textOf(values[n](names)) : '')).join('');
  }

  function readArray(): Expression {
    skipLines();
    if (is('for')) {
      const { item, index, source } = readLoop();
      const value = readExpression();
      skipLines();
      need(']');
      return (names) =>
        (source(names) as unknown[]).map((one, n) => value(withNames(names, [item, index ?? ''], [one, n])));
    }
    const members = readList(']', () => {
      const spread = take('...');
      return { spread, value: readExpression() };
    });
    return (names) =>
      members.flatMap(({ spread, value }) => (spread ? (value(names) as unknown[]) : [value(names)]));
  }

  /** @param nested where resources go that are declared inside a resource's body; no other object has any */
  function readObject(nested?: Declared[]): Expression {
    need('{');
    const members: ((names: Names) => Bag)[] = [];
    readList('}', () => {
      readDecorators();
      if (nested && is('resource') && !is(':', 1)) {
        at += 1;
        nested.push(readDeclared());
      } else members.push(readMember());
    });
    return (names) => Object.assign({}, ...members.map((member) => member(names))) as Bag;
  }

  function readMember(): (names: Names) => Bag {
    if (take('...')) {
      const value = readExpression();
      return (names) => value(names) as Bag;
    }
    const name: Expression = here().kind === 'string' ? readText() : readKey();
    need(':');
    skipLines();
    const value = readExpression();
    return (names) => ({ [String(name(names))]: value(names) });
  }

  function readKey(): Expression {
    const name = takeName();
    return () => name;
  }

  return { statements: readStatements, expression: readExpression };
};

/** More names, that hide those outside. */
export const withNames =
  (outer: Names, added: readonly string[], values: readonly unknown[]): Names =>
  (name) => {
    const index = added.indexOf(name);
    return index < 0 ? outer(name) : values[index];
  };
