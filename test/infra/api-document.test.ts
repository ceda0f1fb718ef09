import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import operations from '../../infra/api/operations.json';
import { documentFor30 } from '../../infra/api/generator/document-3-0';
import { rightsOf, withoutHooks } from '../../infra/api/generator/rights';
import { schemaFor30 } from '../../infra/api/generator/schema-3-0';
import type { OpenApi } from '../../infra/api/generator/served';

const imported = JSON.parse(readFileSync('infra/api/openapi.json', 'utf8')) as OpenApi;
const operationsIn = ({ paths }: OpenApi) => Object.values(paths).flatMap((path) => Object.values(path));

describe('a schema in OpenAPI 3.0', () => {
  it.each([
    ['one value', { const: 1 }, { enum: [1] }],
    ['a type or null', { type: ['string', 'null'] }, { type: 'string', nullable: true }],
    ['several types', { type: ['string', 'number'] }, { anyOf: [{ type: 'string' }, { type: 'number' }] }],
    ['a bound that is not in it', { exclusiveMinimum: 0 }, { minimum: 0, exclusiveMinimum: true }],
    ['examples', { examples: ['a', 'b'] }, { example: 'a' }],
    ['anything', true, {}],
    ['nothing', false, { not: {} }],
    [
      'words beside a reference',
      { $ref: '#/a', description: 'b' },
      { description: 'b', allOf: [{ $ref: '#/a' }] },
    ],
    ['a reference alone', { $ref: '#/a' }, { $ref: '#/a' }],
    ['what it cannot say', { type: 'object', patternProperties: { a: {} } }, { type: 'object' }],
    [
      'schemas inside',
      { items: { const: 1 }, properties: { a: { const: 2 } } },
      { items: { enum: [1] }, properties: { a: { enum: [2] } } },
    ],
    [
      'a property named as a keyword',
      { properties: { const: { type: 'string' } } },
      { properties: { const: { type: 'string' } } },
    ],
  ])('has %s', (_, schema, expected) => {
    expect(schemaFor30(schema)).toEqual(expected);
  });

  it('refuses a keyword that nobody has decided on', () => {
    expect(() => schemaFor30({ madeUp: 1 })).toThrow("'madeUp'");
  });
});

describe('a document in OpenAPI 3.0', () => {
  const document = (schemas: OpenApi['components']['schemas'], schema: Record<string, unknown>): OpenApi => ({
    openapi: '3.1.1',
    info: { title: 'a', version: '1', license: { name: 'MIT', identifier: 'MIT' } },
    paths: {
      '/api/a': {
        get: {
          operationId: 'GetA',
          summary: 'Get a',
          security: [{ bearer: ['Mesh.Read'] }],
          responses: { 200: { description: 'a', content: { 'application/json': { schema } } } },
        },
      },
      '/api/hooks/{id}': { delete: { operationId: 'End', summary: 'End', security: [], responses: {} } },
    },
    components: { schemas },
  });

  it('has each schema of an operation as a component, named after it', () => {
    const { paths, components } = documentFor30(document({}, { type: 'string' }));
    expect(paths['/api/a']!['get']!.responses['200']!.content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/GetA200' } },
    });
    expect(components.schemas).toEqual({ GetA200: { type: 'string' } });
  });

  it('shows the examples of an operation, but not those that all share', () => {
    const shared = { a: { value: 'own' }, b: { $ref: '#/components/examples/b' } };
    const source = document({}, { type: 'string' });
    source.components.examples = { b: { value: 'shared' } };
    source.paths['/api/a']!['get']!.responses['200']!.content!['application/json']!.examples = shared;
    const { paths, components } = documentFor30(source);
    expect(paths['/api/a']!['get']!.responses['200']!.content!['application/json']!.examples).toEqual({
      a: { value: 'own' },
    });
    expect(components.examples).toBeUndefined();
  });

  it('has no schema that leads back to itself', () => {
    const tree = { type: 'object', properties: { next: { $ref: '#/components/schemas/Tree' } } };
    const user = { properties: { tree: { $ref: '#/components/schemas/Tree' } } };
    expect(
      documentFor30(document({ Tree: tree, User: user }, { $ref: '#/components/schemas/User' })).components
        .schemas,
    ).toEqual({
      Tree: { type: 'object', properties: { next: {} } },
      User: user,
    });
  });

  it('names no scopes, and no licence that 3.0 does not know', () => {
    const { info, paths } = documentFor30(document({}, {}));
    expect(paths['/api/a']!['get']!.security).toEqual([{ bearer: [] }]);
    expect(info).toEqual({ title: 'a', version: '1' });
  });

  it('leaves the hooks to the API that is theirs', () => {
    expect(Object.keys(withoutHooks(document({}, {})).paths)).toEqual(['/api/a']);
  });

  it('says which role each operation asks for, by its name in API Management', () => {
    expect(rightsOf(withoutHooks(document({}, {})))).toEqual({ geta: { role: 'Mesh.Read', stream: false } });
  });
});

describe('the document that API Management imports', () => {
  it('is valid OpenAPI 3.0', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(imported) as never)).toMatchObject({ valid: true });
    expect(validator.version).toBe('3.0');
  });

  it('keeps within what an import takes', () => {
    expect(JSON.stringify(imported).length).toBeLessThan(4 * 1024 * 1024);
    // One name for each parameter of an address, whether it is in the path or in the query.
    for (const { parameters = [] } of operationsIn(imported)) {
      const names = parameters.filter((one) => one.in !== 'header').map((one) => one.name);
      expect(new Set(names).size).toBe(names.length);
    }
    for (const { summary, operationId } of operationsIn(imported)) {
      expect(summary.length).toBeLessThanOrEqual(300);
      expect(operationId).toMatch(/^[A-Za-z0-9]{1,76}$/);
    }
  });

  it('has every operation that the policies guard, and guards every one that names a role', () => {
    expect(Object.keys(operations).sort()).toEqual(
      operationsIn(imported)
        .map(({ operationId }) => operationId.toLowerCase())
        .sort(),
    );
    for (const { operationId, description } of operationsIn(imported)) {
      const { role } = operations[operationId.toLowerCase() as keyof typeof operations] as { role?: string };
      expect(/Needs the role ([\w.]+)\./.exec(description as string)?.[1]).toBe(role);
    }
  });

  it('lets the journal flow', () => {
    expect(operations.getjournal).toEqual({ role: 'Mesh.Read', stream: true });
  });
});
