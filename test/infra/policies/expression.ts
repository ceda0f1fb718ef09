import { CONTEXT, TYPES } from './reference';

const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Without what stands in quotes: `"a(" + b` becomes `"" + b`. */
const withoutStrings = (code: string): string => code.replace(/@?"(?:[^"\\]|\\.)*"/g, '""');

const unbalanced = (code: string): boolean => {
  const open: string[] = [];
  for (const sign of withoutStrings(code)) {
    if ('([{'.includes(sign)) open.push(sign);
    if (sign in PAIRS && open.pop() !== PAIRS[sign]) return true;
  }
  return open.length > 0 || withoutStrings(code).replaceAll('""', '').includes('"');
};

const unknownMembers = (code: string): string[] =>
  Object.entries(CONTEXT).flatMap(([object, members]) =>
    [...code.matchAll(new RegExp(`\\b${object.replace('.', '\\.')}\\.(\\w+)`, 'g'))]
      .map((match) => match[1]!)
      .filter((member) => !(members as readonly string[]).includes(member))
      .map((member) => `${object} has no '${member}'`),
  );

/** A capital after `new`, before a dot that nothing stands before, or in a cast. */
const TYPE_NAMES = /\bnew ([A-Z]\w*)|(?<![\w.)\]])([A-Z]\w*)(?=\.)|\(\(?([A-Z]\w*)\)/g;

const unknownTypes = (code: string): string[] =>
  [...withoutStrings(code).matchAll(TYPE_NAMES)]
    .map((match) => match[1] ?? match[2] ?? match[3]!)
    .filter((name) => !TYPES.includes(name))
    .map((name) => `'${name}' is not a type that expressions may use`);

export const isExpression = (text: string): boolean => /^@[({]/.test(text);

/** What is wrong with a policy expression, as far as can be told without compiling it. */
export const faultsOfExpression = (text: string): string[] => {
  if (!isExpression(text)) return text.includes('@(') ? [`'${text}': an expression is the whole value`] : [];
  const closing = text[1] === '(' ? ')' : '}';
  if (!text.endsWith(closing) || unbalanced(text.slice(1)))
    return [`'${text}': brackets or quotes do not match`];
  return [...unknownMembers(text), ...unknownTypes(text)].map((fault) => `'${text}': ${fault}`);
};

/** Names of the variables that an expression reads. */
export const variablesIn = (text: string): string[] =>
  [...text.matchAll(/context\.Variables(?:\.ContainsKey\(|\.GetValueOrDefault<\w+>\(|\[)"([^"]+)"/g)].map(
    (match) => match[1]!,
  );
