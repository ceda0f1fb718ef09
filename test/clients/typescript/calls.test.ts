import { MeshProblem, MeshUnreachable } from '../../../clients/typescript/src';
import { caught, json, problem, RUN, wired } from './wire';

const DATA = { document: '<Invoice/>' };
const INTENT = { type: 'business.invoice.intent', body: { reference: 'INV-4711', data: DATA } } as const;
const ACCEPTED = { runId: RUN, status: 'accepted', link: `https://mesh.example/api/runs/${RUN}?since=1` };

describe('a call', () => {
  it('puts arguments where the document has them', async () => {
    const { mesh, seen } = wired([json(202, ACCEPTED), json(200, { runId: RUN, status: 'running' })]);
    expect(await mesh.postIntent(INTENT)).toEqual(ACCEPTED);
    await mesh.getRun({ id: RUN, wait: 30 });
    expect(seen).toMatchObject([
      {
        method: 'POST',
        path: '/api/intents/business.invoice.intent',
        headers: { 'content-type': 'application/json', authorization: 'Bearer t' },
        body: JSON.stringify(INTENT.body),
      },
      { method: 'GET', path: `/api/runs/${RUN}?wait=30`, body: undefined },
    ]);
  });

  it('escapes what is put into the address', async () => {
    const { mesh, seen } = wired([json(200, {}), json(200, { runs: [] })]);
    await mesh.getSchema({ type: 'invoice/facts', version: 1 });
    await mesh.listRuns({ subject: 'A&B c' });
    expect(seen.map(({ path }) => path)).toEqual([
      '/api/schemas/invoice%2Ffacts/1',
      '/api/runs?subject=A%26B+c',
    ]);
  });

  it('refuses an empty id, which would be another address', async () => {
    const { mesh, seen } = wired([]);
    expect(await caught(mesh.getRun({ id: '' }))).toBeInstanceOf(TypeError);
    expect(seen).toEqual([]);
  });

  it('sends a document as it is, with its media type', async () => {
    const { mesh, seen } = wired([json(202, ACCEPTED)]);
    const args = {
      type: 'business.invoice.intent',
      meshReference: 'INV-1',
      contentType: 'application/xml',
    } as const;
    await mesh.postIntent({ ...args, body: '<Invoice/>' });
    expect(seen[0]).toMatchObject({
      headers: { 'content-type': 'application/xml', 'mesh-reference': 'INV-1' },
      body: '<Invoice/>',
    });
  });

  it('gives status and headers to who asks for them', async () => {
    const { mesh } = wired([json(202, ACCEPTED, { 'retry-after': '5' })]);
    const answer = await mesh.call('GetResult', { id: RUN });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  it('shows the key of a subscription in API Management, and asks for a token before every try', async () => {
    let asked = 0;
    const { mesh, seen } = wired([problem(503, 'unavailable'), json(200, { schemas: [] })], {
      key: 'k',
      token: async () => `t${(asked += 1)}`,
    });
    await mesh.listSchemas();
    expect(
      seen.map(({ headers }) => [headers['ocp-apim-subscription-key'], headers['authorization']]),
    ).toEqual([
      ['k', 'Bearer t1'],
      ['k', 'Bearer t2'],
    ]);
  });

  it('takes a mesh that is down for an answer of its health, not for a problem', async () => {
    const { mesh, seen } = wired([json(503, { status: 'down', parts: [] })]);
    expect(await mesh.getHealth()).toEqual({ status: 'down', parts: [] });
    expect(seen).toHaveLength(1);
  });
});

describe('a problem', () => {
  it('is an error that tells what is wrong', async () => {
    const error = await caught(wired([problem(404, 'not-found')]).mesh.getRun({ id: RUN }));
    expect(error).toBeInstanceOf(MeshProblem);
    expect(error).toMatchObject({ kind: 'not-found', status: 404, message: 'It is not-found.' });
    expect((error as MeshProblem).problem.type).toBe('/problems/not-found');
  });

  it('is made up where something in between answers', async () => {
    const page = new Response('<html>Bad Gateway</html>', { status: 500, statusText: 'Oops' });
    const error = await caught(wired([page]).mesh.getRun({ id: RUN }));
    expect((error as MeshProblem).problem).toEqual({
      type: 'about:blank',
      title: 'Oops',
      status: 500,
      detail: '<html>Bad Gateway</html>',
    });
  });
});

describe('what is passing', () => {
  it.each([429, 502, 503, 504])('is asked again after %i', async (status) => {
    const { mesh, seen } = wired([problem(status, 'busy'), json(200, { schemas: [] })]);
    expect(await mesh.listSchemas()).toEqual({ schemas: [] });
    expect(seen).toHaveLength(2);
  });

  it('is asked again where nobody answered', async () => {
    const { mesh, seen } = wired([new Error('ECONNREFUSED'), json(200, { schemas: [] })]);
    await mesh.listSchemas();
    expect(seen).toHaveLength(2);
  });

  it('is given up after four tries', async () => {
    const { mesh, seen } = wired(Array.from({ length: 9 }, () => () => problem(503, 'unavailable')));
    expect(await caught(mesh.listSchemas())).toMatchObject({ status: 503 });
    expect(seen).toHaveLength(4);
  });

  it('is not asked again where the mesh says to come back later than one would wait', async () => {
    const { mesh, seen } = wired([problem(429, 'too-many-requests', { 'retry-after': '3600' })]);
    expect(await caught(mesh.listSchemas())).toMatchObject({ status: 429 });
    expect(seen).toHaveLength(1);
  });

  it('is asked again for an intent: its reference makes it the same one', async () => {
    const { mesh, seen } = wired([problem(503, 'unavailable'), json(202, ACCEPTED)]);
    await mesh.postIntent(INTENT);
    expect(seen[0]!.body).toBe(seen[1]!.body);
  });

  it('is never asked again where it could be done twice', async () => {
    const { mesh, seen } = wired([problem(503, 'unavailable')]);
    const answer = { id: `${RUN}.approve`, body: { output: {} } };
    expect(await caught(mesh.call('CompleteTask', answer, { headers: {} }))).toBeInstanceOf(MeshProblem);
    expect(seen).toHaveLength(1);
  });

  it('says where nobody answered', async () => {
    const { mesh } = wired([new Error('ECONNREFUSED')], { retry: false });
    const error = await caught(mesh.listSchemas());
    expect(error).toBeInstanceOf(MeshUnreachable);
    expect(error).toMatchObject({ url: 'https://mesh.example', cause: new Error('ECONNREFUSED') });
  });

  it('ends when the caller gives up, with the reason', async () => {
    const { mesh } = wired([problem(503, 'unavailable', { 'retry-after': '30' })]);
    const gone = new AbortController();
    const call = caught(mesh.listSchemas({}, { signal: gone.signal }));
    gone.abort(new Error('enough'));
    expect(await call).toEqual(new Error('enough'));
  });
});
