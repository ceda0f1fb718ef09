import { execFileSync } from 'node:child_process';
import { schemas } from '../../src/contracts/generated/schemas';
import { schemaFiles } from './schema-files';

const { KEYWORDS } = require('../../scripts/generate/keywords.mjs') as { KEYWORDS: ReadonlySet<string> };

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema and all schemas inside it. */
const schemasIn = (schema: unknown): Json[] => {
  if (!isObject(schema)) return [];
  const inMaps = ['properties', '$defs'].flatMap((name) => Object.values((schema[name] as Json) ?? {}));
  const inLists = ['allOf', 'anyOf', 'oneOf'].flatMap((name) => (schema[name] as unknown[]) ?? []);
  return [
    schema,
    ...[...inMaps, ...inLists, schema['items'], schema['additionalProperties']].flatMap(schemasIn),
  ];
};

const files = schemaFiles();

it('finds schemas', () => expect(files.length).toBeGreaterThan(20));

describe.each(files)('$key', ({ key, schema }) => {
  it('is named by its key', () => expect(schema['$id']).toBe(key));
  it('says that it is 2020-12', () =>
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema'));
  it('says what it is for', () => expect(schema['description']).toEqual(expect.any(String)));
  it('uses only keywords that types are generated from', () => {
    const used = schemasIn(schema).flatMap(Object.keys);
    expect(used.filter((keyword) => !KEYWORDS.has(keyword))).toEqual([]);
  });
});

it('gives each schema a title of its own', () => {
  const titles = files.map(({ schema }) => schema['title']);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

it('holds every schema in the generated table', () => {
  expect(Object.keys(schemas).sort()).toEqual(files.map(({ key }) => key).sort());
});

it('has generated files that are not stale', () => {
  const check = () => execFileSync(process.execPath, ['scripts/generate.mjs', '--check'], { stdio: 'pipe' });
  expect(check).not.toThrow();
}, 60_000);
