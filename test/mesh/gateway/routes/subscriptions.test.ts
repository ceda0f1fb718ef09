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
      headers: { location: `https://mesh.example/api/hooks/${id}` },
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

  it('says that it takes nothing but DELETE', async () => {
    expect(await world().call('GET', `/api/hooks/${'x'.repeat(43)}`)).toMatchObject({
      status: 405,
      headers: { allow: 'DELETE' },
    });
  });
});
