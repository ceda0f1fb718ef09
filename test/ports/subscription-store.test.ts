import { hash, randomUUID } from 'node:crypto';
import { tableOf } from '../../src/azure/connections';
import { tableSubscriptionStore } from '../../src/azure/table-subscription-store';
import { PlatformError } from '../../src/contracts/errors';
import type { Clearable } from '../../src/mesh/ports/clearable';
import { memorySubscriptionStore } from '../../src/mesh/ports/memory/memory-subscription-store';
import type { SubscriptionStore } from '../../src/mesh/ports/subscription-store';
import type { Subscription } from '../../src/mesh/webhooks/subscription';
import { startTestTableService, type TestTableService } from '../support/tables';
import { anHourAgo, clearOld, inAnHour } from '../support/clear-old';

let service: TestTableService;
beforeAll(async () => {
  service = await startTestTableService();
});
afterAll(() => service.stop());

const newTable = async () => {
  const name = `subscriptions${randomUUID().replaceAll('-', '')}`;
  const table = tableOf({ MESH_STORAGE: service.connectionString }, name);
  await table.createTable();
  return table;
};

const DAY = 86_400_000;
const keyOf = (name: string) => hash('sha256', name);

const subscriptionOf = (name: string, fields: Partial<Subscription> = {}): Subscription => ({
  v: 1,
  key: keyOf(name),
  tenant: 't1',
  sink: 'https://flows.example/callback?sig=s3cret',
  types: ['business.invoice.intent'],
  statuses: ['completed'],
  reference: 'ü|1',
  by: { type: 'app', id: 'a1' },
  base: 'https://mesh.example',
  createdAt: Date.now() - 100 * DAY,
  expiresAt: Date.now() + 90 * DAY,
  state: { kind: 'active' },
  ...fields,
});

describe.each<[name: string, make: () => Promise<SubscriptionStore & Clearable>]>([
  ['in memory', async () => memorySubscriptionStore()],
  ['on tables', async () => tableSubscriptionStore({ table: await newTable() })],
])('a subscription store %s', (_, make) => {
  let store: SubscriptionStore & Clearable;
  beforeEach(async () => {
    store = await make();
  });

  const names = async (tenant = 't1') =>
    (await store.list(tenant)).map(({ sink }) => new URL(sink).pathname.slice(1)).toSorted();
  const named = (name: string, fields: Partial<Subscription> = {}) =>
    subscriptionOf(name, { sink: `https://flows.example/${name}`, ...fields });
  const stored = async (name: string) => (await store.load('t1', [keyOf(name)])).get(keyOf(name))!;

  it('finds one by its key, whosever it is', async () => {
    await store.add(named('a', { tenant: 't2', named: { name: 'n', body: 'b' } }));
    expect((await store.find(keyOf('a')))?.subscription).toMatchObject({
      tenant: 't2',
      named: { name: 'n' },
    });
    expect(await store.find(keyOf('b'))).toBeUndefined();
  });

  it('gives back what was added, whole, by its key', async () => {
    const odd = subscriptionOf('b', { state: { kind: 'failing', since: 5, reason: 'it answered 500' } });
    await store.add(subscriptionOf('a'));
    await store.add(odd);
    const found = await store.load('t1', [keyOf('a'), keyOf('b'), keyOf('c'), keyOf('a')]);
    expect([...found.values()].map(({ subscription }) => subscription)).toEqual(
      [subscriptionOf('a'), odd].map((one) => ({
        ...one,
        createdAt: expect.any(Number),
        expiresAt: expect.any(Number),
      })),
    );
  });

  it('keeps tenants apart, whatever they are called', async () => {
    await store.add(named('a'));
    await store.add(named('b', { tenant: 't' }));
    await store.add(named('c', { tenant: 'a/b#c?d|e\u0001 ü' }));
    expect(await names()).toEqual(['a']);
    expect(await names('t')).toEqual(['b']);
    expect(await names('a/b#c?d|e\u0001 ü')).toEqual(['c']);
    expect((await store.load('t', [keyOf('a')])).size).toBe(0);
  });

  it('changes one by its latest ETag only', async () => {
    await store.add(named('a'));
    const { subscription, etag } = await stored('a');
    const retired = { ...subscription, state: { kind: 'retired' as const, at: 1, reason: 'it is gone' } };
    expect(await store.save({ ...subscription, expiresAt: 7 }, etag)).toBe('saved');
    expect(await store.save(retired, etag)).toBe('conflict');
    expect((await stored('a')).subscription).toMatchObject({ expiresAt: 7, state: { kind: 'active' } });
  });

  it('removes one by its key alone, twice and unknown ones too', async () => {
    await store.add(named('a'));
    await store.add(named('b', { tenant: 't2' }));
    const { subscription, etag } = await stored('a');
    await store.remove(keyOf('a'));
    await store.remove(keyOf('a'));
    await store.remove(keyOf('never there'));
    expect(await names()).toEqual([]);
    expect(await names('t2')).toEqual(['b']);
    expect(await store.save(subscription, etag)).toBe('conflict');
    expect(await names()).toEqual([]);
  });

  it('lists more than a page', async () => {
    for (let from = 0; from < 1_050; from += 50)
      await Promise.all(
        Array.from({ length: 50 }, (_, n) => store.add(named(`s${String(from + n).padStart(4, '0')}`))),
      );
    expect((await names()).length).toBe(1_050);
  });

  it('clears what expired or was retired long ago, and nothing that may still be told', async () => {
    const ago = Date.now() - 2 * DAY;
    await store.add(named('live'));
    await store.add(named('expired', { expiresAt: ago }));
    await store.add(named('retired', { state: { kind: 'retired', at: ago, reason: 'gone' } }));
    await store.add(named('failing', { state: { kind: 'failing', since: ago, reason: 'away' } }));
    expect(await clearOld(store, anHourAgo() - 3 * DAY)).toEqual([]);
    expect(await clearOld(store, inAnHour())).toEqual([keyOf('expired'), keyOf('retired')].toSorted());
    expect(await names()).toEqual(['failing', 'live']);
  });
});

it('holds nothing by which a reader of the table could remove a subscription', async () => {
  const table = await newTable();
  const id = 'uB8d_0vQ2mVxJ1Z4wRk7yT3hNc5aLpEoGfSiWqXzUbM';
  await tableSubscriptionStore({ table }).add(subscriptionOf(id));
  const rows: object[] = [];
  for await (const row of table.listEntities()) rows.push(row);
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toContain(id);
});

it('throws where the table does not answer', async () => {
  const store = tableSubscriptionStore({
    table: tableOf({ MESH_STORAGE: service.connectionString }, 'nothere'),
  });
  await expect(store.add(subscriptionOf('a'))).rejects.toThrow(PlatformError);
  await expect(store.list('t1')).rejects.toThrow(PlatformError);
  await expect(store.remove(keyOf('a'))).rejects.toThrow(PlatformError);
});
