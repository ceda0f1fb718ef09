import { NOW, TYPE, world } from '../world';

const post = (w: ReturnType<typeof world>, body: unknown, type = TYPE) =>
  w.call('POST', `/api/intents/${type}`, { body });
const request = (changes: Record<string, unknown> = {}) => ({
  reference: 'order-1',
  data: { amount: 3 },
  ...changes,
});

describe('POST /api/intents/{type}', () => {
  it('accepts an intent, and tells its run and where to see it', async () => {
    const w = world();
    const { status, body } = await post(w, request());
    const { runId } = body as { runId: string };
    expect({ status, body }).toEqual({
      status: 202,
      body: { runId, status: 'accepted', link: `https://mesh.example/api/runs/${runId}?since=${NOW}` },
    });
    expect(w.publisher.events[0]).toMatchObject({
      id: 'order-1',
      source: `/api/intents/${TYPE}`,
      type: TYPE,
      correlationid: runId,
      data: { amount: 3 },
    });
  });

  it('makes the event of what is said', async () => {
    const w = world();
    await post(
      w,
      request({
        version: 1,
        priority: 'high',
        deadline: '2027-01-01T00:00:00Z',
        subject: 's',
        partitionKey: 'k',
      }),
    );
    expect(w.publisher.events[0]).toMatchObject({
      dataschema: `urn:mesh:${TYPE}@1`,
      priority: 'high',
      deadline: '2027-01-01T00:00:00Z',
      subject: 's',
      partitionkey: 'k',
    });
  });

  it('links to where callers reach the mesh', async () => {
    const { body } = await post(world({ publicUrl: 'https://contoso.azure-api.net/mesh/' }), request());
    expect((body as { link: string }).link).toMatch(
      /^https:\/\/contoso\.azure-api\.net\/mesh\/api\/runs\/[0-9a-f-]+\?since=/,
    );
  });

  it('gives the same reference the same run, whoever of the tenant calls', async () => {
    const w = world();
    const run = async (body: unknown) => ((await post(w, body)).body as { runId: string }).runId;
    expect(await run(request({ data: { amount: 4 } }))).toBe(await run(request()));
    expect(await run(request({ reference: 'order-2' }))).not.toBe(await run(request()));
  });

  it.each([
    ['an unknown type', 'business.other.intent', request(), '/type'],
    ['no reference', TYPE, { data: {} }, '/reference'],
    ['an empty reference', TYPE, request({ reference: '' }), '/reference'],
    ['a reference that no id may be', TYPE, request({ reference: 'a\u0000b' }), '/reference'],
    ['a key that no key may be', TYPE, request({ partitionKey: 'a\nb' }), '/partitionKey'],
    ['an unknown version', TYPE, request({ version: 2 }), '/version'],
    ['a member too many', TYPE, request({ tenant: 'fabrikam' }), '/tenant'],
    ['an unknown lane', TYPE, request({ priority: 'urgent' }), '/priority'],
    ['data that does not fit', TYPE, request({ data: { amount: 1.5 } }), '/data/amount'],
  ])('refuses %s', async (_, type, body, pointer) => {
    const w = world();
    expect(await post(w, body, type)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
    expect(w.publisher.events).toEqual([]);
  });

  it('refuses a body that is not JSON, and one that is nested too deeply', async () => {
    const w = world();
    const headers = { 'content-type': 'application/json' };
    expect(await w.call('POST', `/api/intents/${TYPE}`, { body: '{"reference":', headers })).toMatchObject({
      status: 400,
    });
    const deep = `{"reference":"x","data":${'['.repeat(100)}${']'.repeat(100)}}`;
    expect(await w.call('POST', `/api/intents/${TYPE}`, { body: deep, headers })).toMatchObject({
      status: 413,
    });
  });

  it('refuses what is larger than an event may be', async () => {
    const data = { amount: 1, note: 'x'.repeat(256 * 1024) };
    expect(await post(world(), request({ data }))).toMatchObject({ status: 413 });
  });

  describe('with a document as its body', () => {
    const paper = '/api/intents/business.paper.intent';
    const headers = { 'content-type': 'Application/XML; charset=utf-8' };
    const body = Buffer.from('<invoice>ä</invoice>');

    it.each([
      ['a header', { ...headers, 'mesh-reference': 'p-1' }, ''],
      ['the query', headers, '?reference=p-1&priority=low'],
    ])('takes its reference from %s', async (_, given, query) => {
      const w = world();
      expect((await w.call('POST', paper + query, { body, headers: given })).status).toBe(202);
      expect(w.publisher.events[0]).toMatchObject({
        id: 'p-1',
        data: { document: body.toString('base64'), encoding: 'base64' },
        ...(query && { priority: 'low' }),
      });
    });

    it('asks for a reference', async () => {
      expect(await world().call('POST', paper, { body, headers })).toMatchObject({
        status: 400,
        body: { detail: expect.stringContaining('Mesh-Reference') },
      });
    });
  });
});
