// The types and the table of all schemas, and what those of events show, from schemas/.
import { compile } from 'json-schema-to-typescript';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { keyOf, readSchemas, schemaPaths } from '../contracts/read-schemas.mjs';

const TARGET = 'src/contracts/generated/schemas.ts';
const SHOWN = 'src/contracts/generated/examples.ts';
const HEAD = '/* Written by `npm run generate` from schemas/. Do not edit. */\n\n';

const refuseUntitled = (schemas) => {
  for (const [key, { title }] of Object.entries(schemas))
    if (!/^[A-Z][A-Za-z0-9]*$/.test(title ?? ''))
      throw new Error(`${key}: give it a "title" in PascalCase; it is the name of the type`);
};

const refuseTitlesTwice = (schemas) => {
  const owner = new Map();
  for (const [key, { title }] of Object.entries(schemas)) {
    if (owner.has(title))
      throw new Error(`the title ${title} is that of ${owner.get(title)} and of ${key}: rename one`);
    owner.set(title, key);
  }
};

/** Whether a schema only describes, and so allows everything. */
const isAnything = (schema) => {
  const names = Object.keys(schema);
  return (
    names.length > 0 && names.every((name) => name === 'description' && typeof schema[name] === 'string')
  );
};

/** One schema that holds all, so that what is referred to becomes one type: references by key become local ones. */
const asOne = (schemas) => {
  const local = (key) => `#/$defs/${key.replaceAll('/', '~1')}`;
  /** The title of a property is for people who see it in a form: it names no type. */
  const movedProperties = (key, properties) =>
    Object.fromEntries(
      Object.entries(properties).map(([name, { title: _title, ...rest }]) => [name, moved(key, rest)]),
    );
  const part = (key, name, value) => {
    if (name === '$ref') return refOf(key, value);
    return name === 'properties' ? movedProperties(key, value) : moved(key, value);
  };
  const moved = (key, value) => {
    if (Array.isArray(value)) return value.map((item) => moved(key, item));
    if (!value || typeof value !== 'object') return value;
    const { $id: _id, $schema: _schema, ...rest } = value;
    if (isAnything(rest)) return { ...rest, tsType: 'unknown' };
    return Object.fromEntries(Object.entries(rest).map(([name, one]) => [name, part(key, name, one)]));
  };
  const refOf = (key, ref) => {
    const [target, place = ''] = ref.split('#');
    if (target && !schemas[target])
      throw new Error(`${key} refers to "${target}", and there is no such schema`);
    return local(target || key) + place;
  };
  const keys = Object.keys(schemas);
  return {
    title: 'Schemas',
    description: 'The types of all data, by the key of its schema.',
    type: 'object',
    additionalProperties: false,
    required: keys,
    properties: Object.fromEntries(keys.map((key) => [key, { $ref: local(key) }])),
    $defs: Object.fromEntries(keys.map((key) => [key, moved(key, schemas[key])])),
  };
};

/** What is right by the schema of each event, as the file beside it shows. What skills take and give is nobody else's. */
const shownExamples = () => {
  const events = schemaPaths('schemas').filter((path) => !path.startsWith('skills/'));
  const shown = events.flatMap((path) => {
    const file = join('schemas', path.replace(/\.json$/, '.examples.json'));
    return existsSync(file) ? [[keyOf(path), JSON.parse(readFileSync(file, 'utf8')).valid]] : [];
  });
  return Object.fromEntries(shown);
};

/** @returns the files' texts by their paths */
export const generate = async () => {
  const schemas = readSchemas('schemas');
  refuseUntitled(schemas);
  refuseTitlesTwice(schemas);
  const types = await compile(asOne(schemas), 'Schemas', {
    additionalProperties: false,
    bannerComment: '',
    format: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: false,
  });
  const table = `/** All schemas, by key. */\nexport const schemas: Readonly<Record<keyof Schemas, object>> = ${JSON.stringify(schemas)};\n`;
  const style = JSON.parse(readFileSync('.prettierrc.json', 'utf8'));
  const examples = `/** Right data of events, by the key of its schema. */\nexport const examples: Readonly<Record<string, readonly unknown[]>> = ${JSON.stringify(shownExamples())};\n`;
  const pretty = (text) => format(text, { ...style, parser: 'typescript' });
  return { [TARGET]: HEAD + (await pretty(`${types}\n${table}`)), [SHOWN]: HEAD + (await pretty(examples)) };
};
