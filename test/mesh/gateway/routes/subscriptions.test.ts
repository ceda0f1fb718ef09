import { SUBSCRIPTIONS, keyOfId, type Subscription } from '../../../../src/mesh/webhooks/subscription';
import type { ApiResponse } from '../../../../src/mesh/gateway/route';
import { NOW, TYPE, world } from '../world';

const SINK = 'https://prod-1.logic.azure.com/workflows/w1/triggers/t?sig=s3cret';
const DAY = 86_400_000;

interface Made {
  id: string;
  key: string;
  link: string;
}

const subscribe = (w: ReturnType<typeof world>, body: object = {}, options: object = {}) =>
  w.call('POST', '/api/subscriptions', { body: { sink: SINK, ...body }, ...options });
const listed = async (w: ReturnType<typeof world>, tenant = 'contoso') =>
  ((await w.call('GET', '/api/subscriptions', { tenant })).body as { subscriptions: object[] }).subscriptions;
const madeOf = ({ body }: ApiResponse) => body as Made;
const open = { roles: [] };

describe('POST /api/subscriptions', () => {
  it('answers 201 with the absolute address that removes it, in both places', async () => {
    const answer = await subscribe(world(), { types: [TYPE], statuses: ['failed'], reference: 'order-1' });
    const { id } = madeOf(answer);
    expect(answer).toEqual({
      status: 201,
      headers: { location: `https://mesh.example/api/hooks/${id}`, etag: expect.stringMatching(/^".+"$/) },
      body: {
        id,
        key: keyOfId(id)!.slice(0, 16),
        link: `https://mesh.example/api/hooks/${id}`,
        sinkHost: 'prod-1.logic.azure.com',
        types: [TYPE],
        statuses: ['failed'],
        reference: 'order-1',
        createdAt: new Date(NOW).toISOString(),
        expiresAt: new Date(NOW + 90 * DAY).toISOString(),
        state: 'active',
      },
    });
  });

  it('names where callers reach the mesh, which is not where the gateway listens', async () => {
    const w = world({ publicUrl: 'https://api.contoso.example/mesh' });
    const { headers, body } = await subscribe(w);
    expect(headers!['location']).toBe(`https://api.contoso.example/mesh/api/hooks/${(body as Made).id}`);
    expect(await w.subscriptions.list('contoso')).toMatchObject([
      { base: 'https://api.contoso.example/mesh' },
    ]);
  });

  it('keeps no id, only its hash', async () => {
    const w = world();
    const { id } = madeOf(await subscribe(w));
    const kept = await w.subscriptions.list('contoso');
    expect(kept).toMatchObject([{ key: keyOfId(id), tenant: 'contoso', sink: SINK }]);
    expect(JSON.stringify(kept)).not.toContain(id);
  });

  it('belongs to the tenant of the caller, who needs to be allowed to read', async () => {
    const w = world();
    expect(await subscribe(w, {}, { roles: ['Mesh.Publish'] })).toMatchObject({ status: 403 });
    expect(await subscribe(w, {}, open)).toMatchObject({ status: 401 });
    await subscribe(w, {}, { roles: ['Mesh.Read'], tenant: 'fabrikam' });
    expect(await listed(w)).toEqual([]);
    expect(await listed(w, 'fabrikam')).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ['no sink', { sink: undefined }, '/sink'],
    ['a sink that is no URL', { sink: 'nowhere' }, '/sink'],
    ['http', { sink: 'http://hooks.example/x' }, '/sink'],
    ['an address inside a network', { sink: 'https://10.0.0.4/x' }, '/sink'],
    ['a type that the mesh does not know', { types: ['business.other.intent'] }, '/types/0'],
    ['a status that no run ends with', { statuses: ['running'] }, '/statuses/0'],
    ['an empty reference', { reference: '' }, '/reference'],
    ['what it does not know', { filter: 'x' }, '/filter'],
  ])('refuses %s, and says where', async (_, body, pointer) => {
    const { status, body: problem } = await subscribe(world(), body);
    expect(status).toBe(400);
    expect((problem as { errors: { pointer: string }[] }).errors.map((error) => error.pointer)).toContain(
      pointer,
    );
  });

  it('never repeats the address, which is a secret', async () => {
    const { body } = await subscribe(world(), { sink: 'https://user:pw@hooks.example/x?sig=s3cret' });
    expect(JSON.stringify(body)).not.toMatch(/s3cret|pw/);
  });

  it('has an end to how many a tenant may have, and makes room where one has ended', async () => {
    const w = world();
    const { key } = madeOf(await subscribe(w));
    const [one] = await w.subscriptions.list('contoso');
    const put = (n: number, changes: Partial<Subscription> = {}) =>
      w.subscriptions.add({ ...one!, key: String(n).padStart(64, '0'), ...changes });
    for (let n = 1; n < SUBSCRIPTIONS.perTenant; n += 1) await put(n);
    expect(await subscribe(w)).toMatchObject({
      status: 409,
      body: {
        detail: expect.stringMatching(/has 500 subscriptions, and may have 500: remove some/),
        limit: 500,
      },
    });
    expect(await subscribe(w, {}, { tenant: 'fabrikam' })).toMatchObject({ status: 201 });
    await put(1, { state: { kind: 'retired', at: NOW, reason: 'it answered 410' } });
    expect(await subscribe(w)).toMatchObject({ status: 201 });
    expect(key).toHaveLength(16);
  });
});

describe('POST /api/subscriptions with an idempotency key', () => {
  const KEY = '0f6a1c1e-9a1b-4d35-8f0c-5f2b8c9a7e11';
  const again = (w: ReturnType<typeof world>, body: object = {}, key = KEY, options: object = {}) =>
    subscribe(w, body, { headers: { 'idempotency-key': key }, ...options });

  it('makes one subscription, and answers alike however often it is sent', async () => {
    const w = world();
    const first = await again(w, { types: [TYPE] });
    expect(await again(w, { types: [TYPE] })).toEqual(first);
    expect(await again(w, { types: [TYPE] }, `"${KEY}"`)).toEqual(first);
    expect(await listed(w)).toHaveLength(1);
    expect(await w.call('DELETE', new URL(madeOf(first).link).pathname, open)).toEqual({ status: 204 });
    expect(await listed(w)).toEqual([]);
  });

  it('makes one of two that come at once', async () => {
    const w = world();
    const [one, two] = await Promise.all([again(w), again(w)]);
    expect(madeOf(one).id).toBe(madeOf(two).id);
    expect(await listed(w)).toHaveLength(1);
  });

  it.each([{ sink: 'https://other.example/x' }, { types: [TYPE] }])(
    'refuses another body: %j',
    async (body) => {
      const w = world();
      await again(w);
      expect(await again(w, body)).toMatchObject({
        status: 422,
        body: { type: '/problems/idempotency-key-reused' },
      });
      expect(await listed(w)).toHaveLength(1);
    },
  );

  it('takes a key for its caller’s own', async () => {
    const w = world();
    const ours = madeOf(await again(w));
    const theirs = madeOf(await again(w, { types: [TYPE] }, KEY, { tenant: 'fabrikam' }));
    expect(theirs.id).not.toBe(ours.id);
  });

  it.each(['short', 'x'.repeat(31), `${KEY} ${KEY}`, 'ü'.repeat(40), 'x'.repeat(201)])(
    'refuses a key that could be guessed, or is none: %s',
    async (key) => {
      expect(await again(world(), {}, key)).toMatchObject({ status: 400 });
    },
  );

  it('keeps neither the key nor the id', async () => {
    const w = world();
    const { id } = madeOf(await again(w));
    const kept = JSON.stringify(await w.subscriptions.list('contoso'));
    expect(kept).not.toContain(KEY);
    expect(kept).not.toContain(id);
  });
});

describe('GET /api/subscriptions', () => {
  it('lists the newest first, without what would remove or impersonate one', async () => {
    const w = world();
    const first = madeOf(await subscribe(w));
    await w.clock.advance(1_000);
    const second = madeOf(await subscribe(w));
    const { body } = await w.call('GET', '/api/subscriptions');
    expect(body).toMatchObject({ subscriptions: [{ key: second.key }, { key: first.key }] });
    expect(JSON.stringify(body)).not.toContain(first.id);
    expect(JSON.stringify(body)).not.toMatch(/s3cret|workflows/);
  });

  it.each<[Partial<Subscription>, object]>([
    [{}, { state: 'active' }],
    [
      { state: { kind: 'failing', since: NOW, reason: 'it answered 500' } },
      { state: 'failing', since: new Date(NOW).toISOString(), reason: 'it answered 500' },
    ],
    [
      { state: { kind: 'retired', at: NOW, reason: 'it answered 410' } },
      { state: 'retired', since: new Date(NOW).toISOString(), reason: 'it answered 410' },
    ],
    [{ expiresAt: NOW }, { state: 'expired' }],
  ])('tells how deliveries fare: %j', async (changes, shown) => {
    const w = world();
    await subscribe(w);
    const [one] = await w.subscriptions.list('contoso');
    await w.subscriptions.add({ ...one!, ...changes });
    expect(await listed(w)).toMatchObject([shown]);
  });
});

describe('DELETE /api/hooks/{id}', () => {
  it('removes a subscription for whoever has its id, without a token', async () => {
    const w = world();
    const { link } = madeOf(await subscribe(w));
    expect(await w.call('DELETE', new URL(link).pathname, open)).toEqual({ status: 204 });
    expect(await listed(w)).toEqual([]);
  });

  it.each(['twice', 'for an id that never was', 'for what cannot be an id'])(
    'answers 204 %s too',
    async (how) => {
      const w = world();
      const { id, key } = madeOf(await subscribe(w));
      if (how === 'twice') await w.call('DELETE', `/api/hooks/${id}`, open);
      const other = {
        twice: id,
        'for an id that never was': 'x'.repeat(43),
        'for what cannot be an id': key,
      }[how];
      expect(await w.call('DELETE', `/api/hooks/${other}`, open)).toEqual({ status: 204 });
      expect(await listed(w)).toHaveLength(how === 'twice' ? 0 : 1);
    },
  );

  it('removes what If-Match names, and says 412 where that is not there any more', async () => {
    const w = world();
    const made = await subscribe(w);
    const path = new URL(madeOf(made).link).pathname;
    const remove = (tag: string) => w.call('DELETE', path, { ...open, headers: { 'if-match': tag } });
    expect(await remove('"another"')).toMatchObject({ status: 412 });
    expect(await remove(made.headers!['etag']!)).toEqual({ status: 204 });
    expect(await remove('*')).toMatchObject({ status: 412, body: { type: '/problems/precondition-failed' } });
  });

  it('says that it takes nothing but DELETE', async () => {
    expect(await world().call('GET', `/api/hooks/${'x'.repeat(43)}`)).toMatchObject({
      status: 405,
      headers: { allow: 'DELETE' },
    });
  });
});
