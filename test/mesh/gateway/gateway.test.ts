import { PlatformError } from '../../../src/contracts/errors';
import { ROLES } from '../../../src/mesh/gateway/role';
import type { Route } from '../../../src/mesh/gateway/route';
import type { Tracer } from '../../../src/mesh/ports/tracer';
import { TRACE, world } from './world';

const failing = (path: string, error: unknown): Route => ({
  method: 'GET',
  path,
  operationId: path,
  summary: path,
  description: path,
  role: 'Mesh.Read',
  responses: {},
  handle: async () => {
    throw error;
  },
});

const PROBLEM = { 'content-type': 'application/problem+json' };

describe('the gateway', () => {
  it('answers 404 for what is not there', async () => {
    expect(await world().call('GET', '/api/nothing')).toMatchObject({ status: 404, headers: PROBLEM });
    expect(await world().call('GET', '/elsewhere')).toMatchObject({ status: 404 });
  });

  it('answers 405 with what is allowed', async () => {
    expect(await world().call('POST', '/api/runs')).toMatchObject({
      status: 405,
      headers: { ...PROBLEM, allow: 'GET' },
    });
  });

  it('answers 401 where nobody says who they are', async () => {
    const answer = await world().call('GET', '/api/runs', { roles: [] });
    expect(answer).toMatchObject({ status: 401, headers: { ...PROBLEM, 'www-authenticate': 'Bearer' } });
  });

  it('says what is wrong with a token', async () => {
    const answer = await world().call('GET', '/api/runs', { headers: { authorization: 'Bearer expired' } });
    expect(answer).toMatchObject({
      status: 401,
      headers: {
        'www-authenticate': 'Bearer error="invalid_token", error_description="the token has expired"',
      },
      body: { type: '/problems/unauthenticated', detail: 'The token has expired.' },
    });
  });

  it("takes the caller's token before that of API Management, which calls for it", async () => {
    const { call } = world();
    const both = { authorization: 'Bearer of-api-management', 'x-mesh-authorization': 'Bearer expired' };
    expect(await call('GET', '/api/runs', { headers: both })).toMatchObject({
      status: 401,
      body: { detail: 'The token has expired.' },
    });
  });

  it('names the role that is missing', async () => {
    const answer = await world().call('GET', '/api/runs', { roles: ['Mesh.Publish'] });
    expect(answer).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('Mesh.Read'), role: 'Mesh.Read' },
    });
  });

  it('answers 413 for more than a request may have, read or not', async () => {
    const { call } = world();
    const body = Buffer.alloc(1024 * 1024 + 1, 0x20);
    expect(await call('POST', '/api/events', { body })).toMatchObject({ status: 413 });
    expect(await call('POST', '/api/events', { headers: { 'content-length': '2000000' } })).toMatchObject({
      status: 413,
    });
  });

  it('answers 415 for a body that the route does not read', async () => {
    const { call } = world();
    const headers = { 'content-type': 'text/csv' };
    expect(await call('POST', '/api/intents/business.test.intent', { body: 'a,b', headers })).toMatchObject({
      status: 415,
      body: { detail: expect.stringContaining('application/json') },
    });
  });

  it('tells nothing of its own faults but the trace, and logs them', async () => {
    const { call, log } = world({ more: [failing('broken', new Error('password=hunter2'))] });
    const answer = await call('GET', '/api/broken');
    expect(answer).toMatchObject({ status: 500, headers: PROBLEM, body: { trace: TRACE.split('-')[1] } });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
    expect(log.lines).toMatchObject([{ level: 'error', message: expect.stringContaining('hunter2') }]);
  });

  it('answers 503 with when to come back where a store does not answer', async () => {
    const { call } = world({ more: [failing('away', new PlatformError('tables do not answer'))] });
    const answer = await call('GET', '/api/away');
    expect(answer).toMatchObject({ status: 503, headers: { ...PROBLEM, 'retry-after': expect.any(String) } });
    expect(JSON.stringify(answer)).not.toContain('tables');
  });

  it('puts literal paths before parameters', async () => {
    const literal = {
      ...failing('runs/latest', undefined),
      handle: async () => ({ status: 200, body: 'latest' }),
    };
    expect(await world({ more: [literal] }).call('GET', '/api/runs/latest')).toMatchObject({ status: 200 });
  });

  it('traces where a request went, but for a path that is a secret', async () => {
    const traced: unknown[] = [];
    const tracer: Tracer = {
      span: (name, { attributes }, work) => {
        traced.push([name, attributes!['url.path']]);
        return work({ traceparent: TRACE, set: () => undefined });
      },
    };
    const { call } = world({ tracer });
    await call('GET', '/api/schemas/run.ended/1');
    await call('DELETE', `/api/hooks/${'s'.repeat(43)}`);
    expect(traced).toEqual([
      ['GET /api/schemas/{type}/{version}', '/api/schemas/run.ended/1'],
      ['DELETE /api/hooks/{id}', '/api/hooks/{id}'],
    ]);
  });

  it('refuses to start with a route that is there twice', () => {
    expect(() => world({ more: [failing('runs', undefined)] })).toThrow('GET runs is defined twice');
  });

  describe('the role of each route', () => {
    const { routes } = world();
    const closed = routes.filter(({ role }) => role !== undefined);

    it('is there, but for what everyone may see', () => {
      const open = routes.filter(({ role }) => role === undefined).map(({ operationId }) => operationId);
      expect(open).toEqual([
        'DeleteSubscription',
        'ListSchemas',
        'GetSchema',
        'GetHealth',
        'GetAsyncApi',
        'GetOpenApi',
      ]);
    });

    it.each(closed.map((route) => [`${route.method} ${route.path}`, route] as const))(
      'is enforced at %s',
      async (_, route) => {
        const { call } = world();
        const path = `/api/${route.path.replace(/\{\w+\}/g, 'x')}`;
        expect((await call(route.method, path, { roles: [] })).status).toBe(401);
        const others = ROLES.filter((role) => role !== route.role);
        expect((await call(route.method, path, { roles: others })).status).toBe(403);
        expect([401, 403]).not.toContain((await call(route.method, path, { roles: [route.role!] })).status);
      },
    );
  });
});
