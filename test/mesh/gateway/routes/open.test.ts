import { Validator } from '@seriousme/openapi-schema-validator';
import type { Check } from '../../../../src/mesh/gateway/routes/health';
import { ref } from '../../../../src/mesh/gateway/route';
import { TYPE, book, world } from '../world';

const open = { roles: [] };
const up: Check = { name: 'broker', check: async () => ({ status: 'up' }) };

describe('GET /api/health', () => {
  it.each<[string, Check[], number, object]>([
    ['all is up', [up], 200, { status: 'up', parts: [{ name: 'broker', status: 'up' }] }],
    [
      'a part is behind',
      [up, { name: 'planner', check: async () => ({ status: 'behind', detail: '900 events' }) }],
      200,
      { status: 'behind' },
    ],
    [
      'a part is down',
      [up, { name: 'tables', check: async () => ({ status: 'down' }) }],
      503,
      { status: 'down' },
    ],
    ['nothing is asked after', [], 200, { status: 'up', parts: [] }],
  ])('tells when %s', async (_, checks, status, body) => {
    expect(await world({ checks }).call('GET', '/api/health', open)).toMatchObject({ status, body });
  });

  it('takes a part that fails for down, and does not say why', async () => {
    const checks = [{ name: 'tables', check: () => Promise.reject(new Error('AccountKey=abc')) }];
    expect(await world({ checks }).call('GET', '/api/health', open)).toEqual({
      status: 503,
      body: { status: 'down', parts: [{ name: 'tables', status: 'down' }] },
    });
  });

  it('takes a part that does not answer for down', async () => {
    const w = world({ checks: [up, { name: 'tables', check: () => new Promise(() => undefined) }] });
    const answer = w.call('GET', '/api/health', open);
    await w.clock.advance(2_000);
    expect(await answer).toMatchObject({
      status: 503,
      body: { parts: [{ status: 'up' }, { name: 'tables', status: 'down' }] },
    });
  });
});

describe('GET /api/schemas', () => {
  it('lists every schema with its address, which leads to it', async () => {
    const { call } = world();
    const { schemas } = (await call('GET', '/api/schemas', open)).body as {
      schemas: { link: string; type: string; version: number }[];
    };
    expect(schemas).toHaveLength(book.keys().length);
    for (const { link, type, version } of schemas) {
      const { status, body } = await call('GET', new URL(link).pathname, open);
      expect({ status, body }).toEqual({ status: 200, body: book.schema(`${type}@${version}`) });
    }
  });

  it('does not know other versions', async () => {
    expect(await world().call('GET', `/api/schemas/${TYPE}/2`, open)).toMatchObject({ status: 404 });
  });
});

interface Document {
  paths: Record<
    string,
    Record<
      string,
      {
        operationId: string;
        responses: Record<string, { description: string; content?: object }>;
        security: object[];
      }
    >
  >;
  components: { schemas: Record<string, unknown> };
  servers: { url: string }[];
}

describe('GET /api/openapi.json', () => {
  const documentOf = async (w = world()) => (await w.call('GET', '/api/openapi.json', open)).body as Document;

  it('is valid OpenAPI 3.1', async () => {
    expect(await new Validator().validate({ ...(await documentOf()) })).toEqual({
      valid: true,
    });
  });

  it('describes every route, its own among them, each by its own name', async () => {
    const w = world();
    const { paths } = await documentOf(w);
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`,
      ),
    );
    const defined = w.routes.map(({ method, path, operationId }) => `${method} /api/${path} ${operationId}`);
    expect(new Set(described)).toEqual(new Set(defined));
    expect(described).toHaveLength(defined.length);
    expect(new Set(w.routes.map(({ operationId }) => operationId)).size).toBe(defined.length);
  });

  it('says of each route what it answers, success and failure, and which role it needs', async () => {
    const w = world();
    const { paths } = await documentOf(w);
    for (const { method, path, role } of w.routes) {
      const { responses, security } = paths[`/api/${path}`]![method.toLowerCase()]!;
      expect(Object.keys(responses)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^20/), '500', ...(role ? ['401', '403'] : [])]),
      );
      for (const [status, { description, content }] of Object.entries(responses)) {
        expect(description).toMatch(/\.$/);
        expect(content !== undefined).toBe(status !== '204' && status !== '304');
      }
      expect(security).toEqual(role ? [{ bearer: [role] }] : []);
    }
  });

  it('leads every reference to what is there', async () => {
    const document = await documentOf();
    const targets = JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g);
    for (const [, target] of targets) {
      const found = target!
        .slice(2)
        .split('/')
        .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], document);
      expect({ target, found: found !== undefined }).toEqual({ target, found: true });
    }
  });

  it('describes what can be asked of this mesh', async () => {
    const { components } = await documentOf();
    expect(components.schemas['IntentData']).toMatchObject({
      anyOf: [ref('business.test.intent.1'), ref('business.paper.intent.1')],
    });
    expect(components.schemas['business.test.intent.1']).toMatchObject({ required: ['amount'] });
  });

  it('says of each intent what is wished and what is answered', async () => {
    const document: object = await documentOf();
    expect(document).toMatchObject({
      'x-intents': {
        'business.test.intent': { data: ref('business.test.intent.1'), output: ref('test.any.1') },
      },
    });
  });

  it('says of what is passing when to come back', async () => {
    const { responses } = (await documentOf()).paths['/api/runs']!['get']!;
    for (const status of ['429', '503'])
      expect(responses[status]).toMatchObject({
        headers: { 'Retry-After': { schema: { type: 'integer' } } },
      });
  });

  it('names where callers reach the mesh', async () => {
    expect((await documentOf()).servers).toEqual([{ url: 'https://mesh.example' }]);
    expect((await documentOf(world({ publicUrl: 'https://api.example/mesh' }))).servers).toEqual([
      { url: 'https://api.example/mesh' },
    ]);
  });
});
