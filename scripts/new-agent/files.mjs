// The files of a new agent, from the template.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { renamed } from './names.mjs';
import { UsageError } from './usage-error.mjs';

const TEMPLATE = join(import.meta.dirname, 'template');

const templateFiles = () =>
  readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(TEMPLATE.length + 1));

/** Longer or shorter names break lines elsewhere. */
const formatted = async (path, text) =>
  format(text, { ...(await resolveConfig(path)), filepath: path.split(sep).join('/') });

/** @returns the text of each file, by its path */
export const filesOf = async (names) =>
  Object.fromEntries(
    await Promise.all(
      templateFiles().map(async (file) => {
        const path = renamed(file, names);
        return [path, await formatted(path, renamed(readFileSync(join(TEMPLATE, file), 'utf8'), names))];
      }),
    ),
  );

const titleOf = (text) => JSON.parse(text).title;
const isSchema = (path) => /^schemas[/\\].*[/\\]\d+\.json$/.test(path);

/** Titles are names of types, and so there is one of each. */
const knownTitles = () =>
  new Map(
    readdirSync('schemas', { recursive: true })
      .map((path) => join('schemas', path))
      .filter(isSchema)
      .map((path) => [titleOf(readFileSync(path, 'utf8')), path]),
  );

/** @throws UsageError where something of this name is there already: nothing is ever overwritten */
export const refuseTaken = (files, { name, domain }) => {
  if (existsSync(join('src', 'agents', name)))
    throw new UsageError(
      `There is an agent '${name}' already, in src/agents/${name}. Choose another name, or remove that one first.`,
    );
  const other = `Choose another domain: npm run new:agent -- ${name} --domain ${name === domain ? `${domain}-desk` : name}`;
  if (
    ['', 'skills/'].some((folder) =>
      existsSync(`schemas/${folder}${folder ? domain : `business.${domain}.intent`}`),
    )
  )
    throw new UsageError(
      `There are schemas of the domain '${domain}' already, and one type of intent has one plan. ${other}`,
    );
  const titles = knownTitles();
  for (const [path, text] of Object.entries(files)) {
    if (existsSync(path))
      throw new UsageError(`${path} is there already. Choose another name, or remove it first.`);
    const taken = isSchema(path) && titles.get(titleOf(text));
    if (taken) throw new UsageError(`${taken} has the title ${titleOf(text)} already. ${other}`);
  }
};

export const writeFiles = (files) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
};
