// docs/kit.md: the reference of the kit, from what src/kit/index.ts exports and from the comments above it.
import { parseSync } from '@swc/core';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'prettier';

const INDEX = 'src/kit/index.ts';
const PAGE = 'docs/kit.md';

const INTRODUCTION = `# The kit

What the author of an agent imports from \`src/kit\`, and all that they import. Generated from the comments in the code: change them there, and run \`npm run generate\`. [Your first agent](first-agent.md) shows how it goes together, [plans](plans.md) what plans can say.

The types of all schemas are exported as well, under the titles of the schemas: \`BusinessOrderIntent\`, \`ApprovalAnswer\`.`;

/** Something that starts where the text starts: positions are of bytes, and go on from one parsed text to the next. */
const START = 'export {};';

const parsed = (file) => {
  const source = START + readFileSync(file, 'utf8');
  const bytes = Buffer.from(source, 'utf8');
  const [{ span: first }, ...body] = parseSync(source, { syntax: 'typescript' }).body;
  const text = (from, to) => bytes.subarray(from - first.start, to - first.start).toString('utf8');
  return { body, text, before: (at) => text(first.end, at) };
};

/** @returns what is exported by name: `{ name, file }`, in the order of the index */
const exportsOf = (file) =>
  parsed(file).body.flatMap((statement) =>
    statement.type === 'ExportNamedDeclaration'
      ? statement.specifiers.map(({ orig }) => ({
          name: orig.value,
          file: `${join(dirname(file), statement.source.value)}.ts`,
        }))
      : [],
  );

const namesOf = ({ declaration }) =>
  declaration?.type === 'VariableDeclaration'
    ? declaration.declarations.map(({ id }) => id.value)
    : [(declaration?.id ?? declaration?.identifier)?.value];

/** A function without its body, anything else whole. */
const signatureOf = ({ text }, { span, declaration }) => {
  const [variable] = declaration.declarations ?? [];
  const body = variable?.init?.type === 'ArrowFunctionExpression' && variable.init.body;
  if (!body) return text(span.start, span.end).replace(/^export /, '');
  return `${text(span.start, body.span.start)
    .replace(/^export const (\w+) = (?:async )?/, 'function $1')
    .replace(/\s*=>\s*\(?$/, '')};`;
};

const COMMENT = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/;
const TAG = /^@(\w+) ?/;

/** The comment above a declaration: what it says, and its tags with their texts. */
const commentAbove = (text) => {
  const lines = (COMMENT.exec(text)?.[1] ?? '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd());
  const parts = [{ tag: 'says', lines: [] }];
  for (const line of lines) {
    const tag = TAG.exec(line)?.[1];
    if (tag) parts.push({ tag, lines: [] });
    parts.at(-1).lines.push(line.replace(TAG, ''));
  }
  return parts
    .map(({ tag, lines: of }) => ({ tag, text: of.join('\n').trim() }))
    .filter(({ text: said }) => said);
};

const WRITTEN = {
  says: (text) => text,
  param: (text) => `- \`${text.split(' ')[0]}\`: ${text.split(' ').slice(1).join(' ')}`,
  returns: (text) => `- returns ${text}`,
  throws: (text) => `- throws ${text}`,
  see: (text) => `- see ${text}`,
  example: (text) => `\n\`\`\`ts\n${text}\n\`\`\``,
};

const entryOf = ({ name, file }) => {
  const source = parsed(file);
  const statement = source.body.find((each) => namesOf(each).includes(name));
  if (!statement)
    throw new Error(
      `${INDEX} exports '${name}' from ${file}, which does not declare it: export it from where it is declared`,
    );
  const comment = commentAbove(source.before(statement.span.start));
  const said = comment.map(({ tag, text }) => (WRITTEN[tag] ?? WRITTEN.says)(text));
  const isFirst = (at) => comment[at].tag === 'says';
  return [
    `### ${name}`,
    ...said.filter((_, at) => isFirst(at)),
    `\`\`\`ts\n${signatureOf(source, statement)}\n\`\`\``,
    said.filter((_, at) => !isFirst(at)).join('\n'),
  ].join('\n\n');
};

const CHAPTERS = [
  [
    'Agents, plans and skills',
    /kit\/(agent|plan|skill|approval|reference|condition|duration)\.ts|catalog|worker/,
  ],
  ['Failures', /errors/],
  ['Trials', /trial|every-crash|virtual-clock/],
];
const chapterOf = ({ file }) => CHAPTERS.find(([, files]) => files.test(file))?.[0] ?? 'More';

/** @returns the page by its path */
export const generate = async () => {
  const chapters = Map.groupBy(exportsOf(INDEX), chapterOf);
  const names = [...CHAPTERS.map(([name]) => name), 'More'].filter((name) => chapters.has(name));
  const text = [
    INTRODUCTION,
    ...names.flatMap((name) => [`## ${name}`, ...chapters.get(name).map(entryOf)]),
  ].join('\n\n');
  const style = JSON.parse(readFileSync('.prettierrc.json', 'utf8'));
  return { [PAGE]: await format(text, { ...style, parser: 'markdown' }) };
};
