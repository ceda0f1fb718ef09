/** What an expression of a flow may look at. */
export interface Scope {
  trigger: unknown;
  parameters: Readonly<Record<string, unknown>>;
  /** Of actions that have run, by name. */
  outputs: ReadonlyMap<string, unknown>;
  /** The item that each loop around is at, by name. */
  items: ReadonlyMap<string, unknown>;
  /** The item that a filter or a selection is at. */
  item?: unknown;
}

type Evaluate = (scope: Scope) => unknown;

/** `body/runId` leads through objects; what is not there is null. */
const member = (value: unknown, key: string): unknown =>
  key.split('/').reduce<unknown>((at, step) => {
    const found = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[step] : undefined;
    return found ?? null;
  }, value);

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const ran = (scope: Scope, name: unknown): unknown => scope.outputs.get(name as string) ?? null;

/** The functions of the workflow definition language that the sample flows use. */
const FUNCTIONS: Readonly<Record<string, (scope: Scope, ...args: readonly unknown[]) => unknown>> = {
  triggerOutputs: ({ trigger }) => trigger,
  parameters: ({ parameters }, name) => parameters[name as string],
  outputs: (scope, name) => ran(scope, name),
  body: (scope, name) => member(ran(scope, name), 'body'),
  items: ({ items }, name) => items.get(name as string),
  item: ({ item }) => item,
  concat: (_scope, ...parts) => parts.map(textOf).join(''),
  coalesce: (_scope, ...values) => values.find((value) => value !== null && value !== undefined) ?? null,
  toLower: (_scope, text) => textOf(text).toLowerCase(),
  endsWith: (_scope, text, end) => textOf(text).toLowerCase().endsWith(textOf(end).toLowerCase()),
  join: (_scope, list, between) => (list as readonly unknown[]).map(textOf).join(textOf(between)),
  json: (_scope, text) => JSON.parse(textOf(text)) as unknown,
};

const TOKEN = /\s*(?:'((?:[^']|'')*)'|([A-Za-z]\w*)|(\?\[|[[\](),]))/y;

type Token = { text: string } | { name: string } | { sign: string };

const tokensOf = (source: string): Token[] => {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw new Error(`not understood from here: ${source.slice(from)}`);
    const [, text, name, sign] = match;
    tokens.push(
      text !== undefined ? { text: text.replaceAll("''", "'") } : name ? { name } : { sign: sign! },
    );
  }
  return tokens;
};

/** @throws Error for what the sample flows do not use */
const parse = (source: string): Evaluate => {
  const tokens = tokensOf(source);
  let at = 0;
  const isSign = (...signs: readonly string[]): boolean => {
    const token = tokens[at];
    return token !== undefined && 'sign' in token && signs.includes(token.sign);
  };
  const take = (sign: string): void => {
    if (!isSign(sign)) throw new Error(`'${sign}' is missing in ${source}`);
    at += 1;
  };

  const call = (name: string): Evaluate => {
    const made = FUNCTIONS[name];
    if (!made) throw new Error(`the function ${name} is not known here`);
    const args: Evaluate[] = [];
    take('(');
    while (!isSign(')')) {
      args.push(expression());
      if (!isSign(')')) take(',');
    }
    take(')');
    return (scope) => made(scope, ...args.map((arg) => arg(scope)));
  };

  const start = (): Evaluate => {
    const token = tokens[at++];
    if (token && 'text' in token) return () => token.text;
    if (token && 'name' in token) return call(token.name);
    throw new Error(`a value is missing in ${source}`);
  };

  const expression = (): Evaluate => {
    let value = start();
    while (isSign('[', '?[')) {
      at += 1;
      const [of, key] = [value, expression()];
      take(']');
      value = (scope) => member(of(scope), textOf(key(scope)));
    }
    return value;
  };

  const whole = expression();
  if (at < tokens.length) throw new Error(`something is left over in ${source}`);
  return whole;
};

/** A value of a flow's definition, its expressions replaced by what they mean. */
export const evaluated = (value: unknown, scope: Scope): unknown => {
  if (Array.isArray(value)) return value.map((one) => evaluated(one, scope));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, evaluated(one, scope)]));
  if (typeof value !== 'string') return value;
  if (value.startsWith('@') && !value.startsWith('@{')) return parse(value.slice(1))(scope);
  return value.replace(/@\{([^}]*)\}/g, (_whole, source: string) => textOf(parse(source)(scope)));
};
