import { runIdOf } from '../../../../src/contracts/ids';
import { NOW, TRACE, event, world } from '../world';

const structured = { 'content-type': 'application/cloudevents+json' };
const batch = { 'content-type': 'application/cloudevents-batch+json' };
const RUN = runIdOf({ tenant: 'contoso', source: '/shop', id: 'order-1' });

const post = (
  w: ReturnType<typeof world>,
  body: unknown,
  headers: Record<string, string> = structured,
  tenant = 'contoso',
) => w.call('POST', '/api/events', { body: JSON.stringify(body), headers, tenant });

describe('POST /api/events', () => {
  it('accepts an event, and tells its run and where to see it', async () => {
    const w = world();
    expect(await post(w, event())).toEqual({
      status: 202,
      body: {
        accepted: [
          {
            id: 'order-1',
            source: '/shop',
            runId: RUN,
            link: `https://mesh.example/api/runs/${RUN}?since=${NOW}`,
          },
        ],
      },
    });
  });

  it('publishes it with what only the mesh may say', async () => {
    const w = world();
    await post(w, event({ subject: 'order 1' }));
    expect(w.publisher.events).toEqual([
      {
        ...event({ subject: 'order 1' }),
        time: '2026-11-21T10:00:00.000Z',
        traceparent: TRACE,
        correlationid: RUN,
        tenantid: 'contoso',
        authtype: 'app',
        authid: 'caller',
      },
    ]);
  });

  it('believes nothing that a sender says in the place of the mesh', async () => {
    const w = world();
    await post(
      w,
      event({
        tenantid: 'fabrikam',
        correlationid: 'mine',
        authid: 'root',
        authtype: 'user',
        attempt: 7,
        replayid: 'r',
      }),
    );
    const [sent] = w.publisher.events;
    expect(sent).toMatchObject({
      tenantid: 'contoso',
      correlationid: RUN,
      authid: 'caller',
      authtype: 'app',
    });
    expect(sent).not.toHaveProperty('attempt');
    expect(sent).not.toHaveProperty('replayid');
  });

  it('keeps what a sender says of time, order, urgency and cause', async () => {
    const w = world();
    const said = {
      time: '2026-01-01T00:00:00Z',
      partitionkey: 'customer-1',
      priority: 'high',
      deadline: '2027-01-01T00:00:00Z',
      causationid: 'click-1',
    };
    await post(w, event(said));
    expect(w.publisher.events[0]).toMatchObject(said);
  });

  it.each([
    [
      'of its own',
      { traceparent: TRACE.replace('b7', 'a1'), tracestate: 'x=1' },
      {},
      { traceparent: TRACE.replace('b7', 'a1'), tracestate: 'x=1' },
    ],
    [
      'of the request',
      {},
      { traceparent: TRACE.replace('b7', 'c1') },
      { traceparent: TRACE.replace('b7', 'c1') },
    ],
    [
      'of the request, where its own cannot be read',
      { traceparent: 'x', tracestate: 'x=1' },
      {},
      { traceparent: TRACE },
    ],
  ])('gives it the trace %s', async (_, attributes, headers, expected) => {
    const w = world();
    await post(w, event(attributes), { ...structured, ...headers });
    const { traceparent, tracestate } = w.publisher.events[0]!;
    expect({ traceparent, ...(tracestate !== undefined && { tracestate }) }).toEqual(expected);
  });

  it('gives the same event the same run, and another tenant another', async () => {
    const w = world();
    await post(w, event());
    await post(w, event());
    await post(w, event(), structured, 'fabrikam');
    const [first, again, other] = w.publisher.events.map(({ correlationid }) => correlationid);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('takes events whose attributes are headers, and documents that are not JSON', async () => {
    const w = world();
    const headers = {
      'content-type': 'application/xml',
      'ce-specversion': '1.0',
      'ce-id': 'p1',
      'ce-source': '/scan',
      'ce-type': 'business.paper.intent',
    };
    const answer = await w.call('POST', '/api/events', { body: Buffer.from('<x/>', 'utf16le'), headers });
    expect(answer.status).toBe(202);
    expect(w.publisher.events[0]!.data).toEqual({
      document: Buffer.from('<x/>', 'utf16le').toString('base64'),
      encoding: 'base64',
    });
  });

  it('takes a batch in its order', async () => {
    const w = world();
    const answer = await post(w, [event(), event({ id: 'order-2' })], batch);
    expect((answer.body as { accepted: { id: string }[] }).accepted.map(({ id }) => id)).toEqual([
      'order-1',
      'order-2',
    ]);
    expect(await post(w, [], batch)).toEqual({ status: 202, body: { accepted: [] } });
  });

  it.each([
    ['an unknown type', { type: 'business.other.intent' }, 'unknown-type', '/type'],
    ["the mesh's own type", { type: 'mesh.run.cancel' }, 'unknown-type', '/type'],
    [
      'an unknown version',
      { dataschema: 'https://mesh.example/api/schemas/business.test.intent/2' },
      'unknown-type',
      '/dataschema',
    ],
    [
      'a schema without a version',
      { dataschema: 'https://mesh.example/latest' },
      'unknown-type',
      '/dataschema',
    ],
    ['data that does not fit', { data: { amount: 'three' } }, 'invalid-data', '/data/amount'],
    ['no data', { data: undefined }, 'invalid-data', '/data'],
    ['a reference that only the mesh may set', { dataref: 'content/x/y' }, 'invalid-event', '/dataref'],
    ['an attribute that is wrong', { deadline: 'soon' }, 'invalid-event', '/deadline'],
  ])('refuses %s', async (_, changes, kind, pointer) => {
    const w = world();
    expect(await post(w, event(changes))).toMatchObject({
      status: 400,
      body: { type: `/problems/${kind}`, errors: [{ pointer, message: expect.any(String) }] },
    });
    expect(w.publisher.events).toEqual([]);
  });

  it('takes the version that the schema names at its end', async () => {
    const w = world();
    expect((await post(w, event({ dataschema: 'urn:mesh:business.test.intent@1' }))).status).toBe(202);
  });

  it('takes nothing of a batch of which one event is wrong, and names it by its index', async () => {
    const w = world();
    const answer = await post(
      w,
      [event(), event({ id: 'order-2', data: {} }), event({ id: 'order-3', type: 'x' })],
      batch,
    );
    expect(answer).toMatchObject({
      status: 400,
      body: {
        errors: [
          { index: 1, pointer: '/data/amount' },
          { index: 2, pointer: '/type' },
        ],
      },
    });
    expect(w.publisher.events).toEqual([]);
  });

  it('tells the fate of each event where the broker does not take them all', async () => {
    const w = world();
    w.publisher.fail((message) =>
      'id' in message && message.id === 'order-2' ? new Error('away') : undefined,
    );
    expect(await post(w, [event(), event({ id: 'order-2' })], batch)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '2' },
      body: {
        detail: expect.stringContaining('with the same ids'),
        events: [
          { id: 'order-1', source: '/shop', accepted: true },
          { id: 'order-2', source: '/shop', accepted: false },
        ],
      },
    });
  });

  it('keeps large data elsewhere before it sends the reference', async () => {
    const w = world();
    const data = { amount: 1, note: 'ä'.repeat(20_000) };
    await post(w, event({ data }));
    const { dataref, data: travelled } = w.publisher.events[0]!;
    expect(travelled).toBeUndefined();
    expect(dataref).toMatch(new RegExp(`^content/${RUN}/[0-9a-f]{64}$`));
    expect(JSON.parse(Buffer.from((await w.contents.get(dataref!))!).toString())).toEqual(data);
  });

  it('lets small data travel with a large batch', async () => {
    const w = world();
    await post(
      w,
      Array.from({ length: 400 }, (_, n) => event({ id: `order-${n}` })),
      batch,
    );
    expect(w.publisher.events).toHaveLength(400);
    expect(w.contents.names()).toEqual([]);
  });
});
