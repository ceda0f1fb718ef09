import { problem } from '../../../src/contracts/problems';
import type { Route } from '../../../src/mesh/gateway/route';
import { ProblemError } from '../../../src/mesh/gateway/problem-error';
import { TYPE, event, world } from './world';

const attributesOf = (all: readonly { attributes: object }[]) => all.map(({ attributes }) => attributes);

describe('what the gateway measures', () => {
  it('tells a request by its route, never by its path', async () => {
    const { call, metrics } = world();
    await call('GET', '/api/runs/0af76519-16cd-83dd-8448-eb211c80319c');
    await call('GET', '/api/health');
    await call('BREW', '/api/health');
    await call('GET', '/wp-admin.php');
    expect(attributesOf(metrics.of('http.server.request.duration'))).toEqual([
      { 'http.route': '/api/runs/{id}', 'http.request.method': 'GET', 'http.response.status_code': 404 },
      { 'http.route': '/api/health', 'http.request.method': 'GET', 'http.response.status_code': 200 },
      { 'http.request.method': '_OTHER', 'http.response.status_code': 405 },
      { 'http.request.method': 'GET', 'http.response.status_code': 404 },
    ]);
  });

  it('tells how long an answer took, in seconds', async () => {
    const slow: Route = {
      method: 'GET',
      path: 'slow',
      operationId: 'Slow',
      summary: '',
      description: '',
      responses: {},
      handle: async () => (await w.clock.sleep(1_250), { status: 200 }),
    };
    const w = world({ more: [slow] });
    const answer = w.call('GET', '/api/slow');
    await w.clock.advance(1_250);
    await answer;
    expect(w.metrics.of('http.server.request.duration')).toMatchObject([{ value: 1.25 }]);
  });

  it('counts intents that were accepted, by type and lane', async () => {
    const { call, metrics } = world();
    await call('POST', '/api/events', {
      body: [event(), event({ id: '2', priority: 'high' })],
      headers: { 'content-type': 'application/cloudevents-batch+json' },
    });
    await call('POST', `/api/intents/${TYPE}`, { body: { reference: 'r', data: { amount: 1 } } });
    expect(attributesOf(metrics.of('mesh.intents.accepted'))).toEqual([
      { 'mesh.intent.type': TYPE, 'mesh.lane': 'normal' },
      { 'mesh.intent.type': TYPE, 'mesh.lane': 'high' },
      { 'mesh.intent.type': TYPE, 'mesh.lane': 'normal' },
    ]);
  });

  it('counts what it refused by kind of problem, and accepts nothing with it', async () => {
    const { call, metrics } = world();
    await call('POST', `/api/intents/${TYPE}`, { body: { reference: 'r', data: { amount: 'much' } } });
    await call('GET', '/api/runs', { roles: [] });
    expect(attributesOf(metrics.of('mesh.requests.refused'))).toEqual([
      { 'http.response.status_code': 400, 'mesh.problem': 'invalid-data' },
      { 'http.response.status_code': 401, 'mesh.problem': 'unauthenticated' },
    ]);
    expect(metrics.of('mesh.intents.accepted')).toEqual([]);
  });

  it('counts what the broker did not take as refused, not as accepted', async () => {
    const publisher = {
      publish: async () => [{ sent: false as const, error: new Error('away') }],
      publishRaw: async () => [],
    };
    const { call, metrics } = world({ publisher });
    await call('POST', `/api/intents/${TYPE}`, { body: { reference: 'r', data: { amount: 1 } } });
    expect(metrics.of('mesh.intents.accepted')).toEqual([]);
    expect(metrics.of('mesh.requests.refused')).toMatchObject([
      { attributes: { 'mesh.problem': 'unavailable' } },
    ]);
  });

  it('refuses nothing by telling that a run failed', async () => {
    const failed: Route = {
      method: 'GET',
      path: 'failed',
      operationId: 'Failed',
      summary: '',
      description: '',
      responses: {},
      handle: () => Promise.reject(new ProblemError(problem('run-failed', 'The invoice was declined.'))),
    };
    const { call, metrics } = world({ more: [failed] });
    expect(await call('GET', '/api/failed')).toMatchObject({ status: 422 });
    expect(metrics.of('mesh.requests.refused')).toEqual([]);
  });
});
