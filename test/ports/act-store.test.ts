import { randomUUID } from 'node:crypto';
import { tableOf } from '../../src/azure/connections';
import { tableActStore } from '../../src/azure/table-act-store';
import { TerminalError } from '../../src/contracts/errors';
import type { Act, ActStore } from '../../src/mesh/ports/act-store';
import { memoryActStore } from '../../src/mesh/ports/memory/memory-act-store';
import { startTestTableService, type TestTableService } from '../support/tables';

let service: TestTableService;
beforeAll(async () => {
  service = await startTestTableService();
});
afterAll(() => service.stop());

const newTable = async () => {
  const table = tableOf(
    { MESH_STORAGE: service.connectionString },
    `acts${randomUUID().replaceAll('-', '')}`,
  );
  await table.createTable();
  return table;
};

const actOf = (id: string, fields: Partial<Act> = {}): Act => ({
  v: 1,
  id,
  at: 1_000,
  by: { type: 'user', id: 'anna' },
  what: 'read',
  tenant: 'contoso',
  letter: 'l1',
  ...fields,
});

describe.each<[name: string, make: () => Promise<ActStore>]>([
  ['in memory', async () => memoryActStore()],
  ['on tables', async () => tableActStore({ table: await newTable() })],
])('a store of acts %s', (_, make) => {
  let store: ActStore;
  beforeEach(async () => {
    store = await make();
  });

  it('tells what was done, newest first, page by page', async () => {
    const acts = [1, 2, 3].map((n) =>
      actOf(`a${n}`, { at: n * 1_000, what: 'replayed', letters: n, reason: 'the ledger’s back' }),
    );
    for (const act of acts) await store.record(act);
    await store.record(acts[0]!);
    const seen: Act[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.list({ limit: 2, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.acts);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(acts.toReversed());
  });

  it('tells a tenant what was done with its letters and with everybody’s, and no more', async () => {
    await store.record(actOf('a1', { at: 1, tenant: "o'neill/b" }));
    await store.record(actOf('a2', { at: 2, tenant: '*', what: 'listed' }));
    await store.record(actOf('a3', { at: 3, tenant: 'fabrikam' }));
    const of = async (tenant: string) => (await store.list({ tenant, limit: 10 })).acts.map(({ id }) => id);
    expect(await of("o'neill/b")).toEqual(['a2', 'a1']);
    expect(await of('nobody')).toEqual(['a2']);
  });

  it('takes no cursor that it did not give out', async () => {
    await expect(store.list({ limit: 1, cursor: 'odd' })).rejects.toThrow(TerminalError);
  });
});
