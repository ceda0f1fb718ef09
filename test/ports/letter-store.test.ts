import { randomUUID } from 'node:crypto';
import { tableOf } from '../../src/azure/connections';
import { tableLetterStore } from '../../src/azure/table-letter-store';
import { PlatformError, TerminalError } from '../../src/contracts/errors';
import type { Letter } from '../../src/mesh/letters/letter';
import type { Clearable } from '../../src/mesh/ports/clearable';
import type { LetterQuery, LetterStore } from '../../src/mesh/ports/letter-store';
import { memoryLetterStore } from '../../src/mesh/ports/memory/memory-letter-store';
import { startTestTableService, type TestTableService } from '../support/tables';
import { anHourAgo, clearOld, inAnHour } from '../support/clear-old';

let service: TestTableService;
beforeAll(async () => {
  service = await startTestTableService();
});
afterAll(() => service.stop());

const newTable = async () => {
  const name = `letters${randomUUID().replaceAll('-', '')}`;
  const table = tableOf({ MESH_STORAGE: service.connectionString }, name);
  await table.createTable();
  return table;
};

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 10, 12);

const letterOf = (id: string, fields: Partial<Letter> = {}): Letter => ({
  v: 1,
  id,
  tenant: 't1',
  state: 'new',
  firstAt: START,
  lastAt: START,
  stage: 'work',
  reason: { code: 'away', message: 'the ledger’s away', passing: true },
  fingerprint: 'f1',
  hub: 'tasks',
  group: 'worker',
  partition: '0',
  offset: '1',
  sequence: 1,
  enqueuedAt: START,
  attempt: 1,
  failedReplays: 0,
  versions: { mesh: '0.1.0' },
  eventType: 'business.invoice.task.created',
  content: {
    body: { base64: Buffer.alloc(16 * 1024).toString('base64') },
    properties: { a: 1, b: 'x', c: true },
  },
  ...fields,
});

describe.each<[name: string, make: () => Promise<LetterStore & Clearable>]>([
  ['in memory', async () => memoryLetterStore()],
  ['on tables', async () => tableLetterStore({ table: await newTable() })],
])('a letter store %s', (_, make) => {
  let store: LetterStore & Clearable;
  beforeEach(async () => {
    store = await make();
  });

  const put = async (...letters: readonly Letter[]) => {
    const saved = await store.save(letters.map((letter) => ({ letter })));
    expect(saved.map(({ kind }) => kind)).toEqual(letters.map(() => 'saved'));
  };
  const stored = async (id: string) => (await store.load([id])).get(id)!;
  const found = async (query: Partial<LetterQuery> = {}) =>
    (await store.search({ tenant: 't1', limit: 100, ...query })).letters.map(({ id }) => id);

  it('clears resolved letters that are old, and none that is open or parked', async () => {
    const end = { kind: 'completed' as const, at: Date.now() };
    const resolved = ['r1', 'r2'].map((id) => letterOf(id, { state: 'resolved', end, tenant: `of ${id}` }));
    const others = (['new', 'replaying', 'parked'] as const).map((state) => letterOf(state, { state }));
    await put(...resolved, ...others);
    expect(await clearOld(store, anHourAgo())).toEqual([]);
    expect(await clearOld(store, inAnHour())).toEqual(['r1', 'r2']);
    const left = await store.load(['r1', 'r2', 'new', 'replaying', 'parked']);
    expect([...left.keys()].toSorted()).toEqual(['new', 'parked', 'replaying']);
    expect(await found({ tenant: 'of r1' })).toEqual([]);
    await put(resolved[0]!);
  });

  it('counts what is open, of all tenants and days, and nothing else', async () => {
    expect(await store.countOpen()).toEqual({ new: 0, replaying: 0, parked: 0 });
    await put(
      letterOf('n1'),
      letterOf('n2', { tenant: '-', firstAt: START - 3 * DAY, dueAt: START }),
      letterOf('p1', { tenant: 'ü', state: 'parked' }),
      letterOf('r1', { state: 'resolved', end: { kind: 'completed', at: START } }),
    );
    expect(await store.countOpen()).toEqual({ new: 2, replaying: 0, parked: 1 });
  });

  it('tells which tenants have letters', async () => {
    expect(await store.tenants(10)).toEqual([]);
    const names = ['a', 'a b', 'a-b', 'a.', 'A', '-', 'ü|', 'ab'];
    for (const [n, tenant] of names.entries())
      await put(letterOf(`${n}`, { tenant }), letterOf(`${n}b`, { tenant, firstAt: START - 40 * DAY }));
    expect((await store.tenants(10)).toSorted()).toEqual(names.toSorted());
    const first = await store.tenants(3);
    expect(first).toEqual((await store.tenants(10)).slice(0, 3));
  });

  it('finds letters by id, whole', async () => {
    const odd = letterOf('b', { tenant: 'a/b#c?d|e\u0001 ü' });
    await put(letterOf('a'), odd);
    const known = await store.load(['a', 'b', 'c', 'a']);
    expect([...known.keys()].sort()).toEqual(['a', 'b']);
    expect(known.get('a')!.letter).toEqual(letterOf('a'));
    expect(known.get('b')!.letter).toEqual(odd);
  });

  it('changes a letter by its latest ETag only', async () => {
    await put(letterOf('a'));
    const { letter, etag } = await stored('a');
    const [first] = await store.save([{ letter: { ...letter, state: 'replaying' }, etag }]);
    const [second] = await store.save([{ letter: { ...letter, state: 'parked' }, etag }]);
    expect([first!.kind, second!.kind]).toEqual(['saved', 'conflict']);
    expect(await stored('a')).toMatchObject({
      letter: { state: 'replaying' },
      etag: (first as { etag: string }).etag,
    });
  });

  it('answers the conflict of one letter without harm to the others', async () => {
    await put(letterOf('a'), letterOf('b'));
    const [a, b] = [await stored('a'), await stored('b')];
    const saved = await store.save([
      { letter: { ...a.letter, state: 'parked' }, etag: a.etag },
      { letter: letterOf('b') },
      { letter: letterOf('c') },
      { letter: { ...b.letter, state: 'resolved' }, etag: b.etag },
    ]);
    expect(saved.map(({ kind }) => kind)).toEqual(['saved', 'conflict', 'saved', 'saved']);
    expect((await stored('b')).letter.state).toBe('resolved');
  });

  it('keeps one of those who save a new letter at once, though at other times', async () => {
    const saves = [0, 1, 2].map((n) => store.save([{ letter: letterOf('a', { firstAt: START + n * DAY }) }]));
    const kinds = (await Promise.all(saves)).map(([saved]) => saved!.kind);
    expect(kinds.filter((kind) => kind === 'saved')).toHaveLength(1);
    expect(await found()).toEqual(['a']);
  });

  it('searches newest first, across days, a tenant’s own only', async () => {
    await put(
      letterOf('old', { firstAt: START - 40 * DAY }),
      letterOf('new', { firstAt: START + 1 }),
      letterOf('mid'),
      letterOf('other', { tenant: 't' }),
      letterOf('another', { tenant: 't10' }),
    );
    expect(await found()).toEqual(['new', 'mid', 'old']);
    expect(await found({ tenant: 't' })).toEqual(['other']);
  });

  it.each<[Partial<LetterQuery>, string[]]>([
    [{ fingerprint: 'f2' }, ['b']],
    [{ type: 'business.invoice.intent' }, ['c']],
    [{ state: 'parked' }, ['d']],
    [{ state: 'new', fingerprint: 'f1' }, ['c', 'a']],
    [{ from: START }, ['d', 'c', 'b']],
    [{ to: START }, ['b', 'a']],
    [{ from: START, to: START }, ['b']],
    [{ from: START + 1, to: START + DAY }, ['d', 'c']],
    [{ fingerprint: "it's" }, []],
  ])('searches by %j', async (query, expected) => {
    await put(
      letterOf('a', { firstAt: START - 1 }),
      letterOf('b', { fingerprint: 'f2' }),
      letterOf('c', { firstAt: START + 1, eventType: 'business.invoice.intent' }),
      letterOf('d', { firstAt: START + DAY, state: 'parked' }),
    );
    expect(await found(query)).toEqual(expected);
  });

  it('answers page by page, without what letters carry', async () => {
    const letters = Array.from({ length: 25 }, (_, n) =>
      letterOf(`l${String(n).padStart(2, '0')}`, { firstAt: START - n * (DAY / 5) }),
    );
    await put(...letters);
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.search({ tenant: 't1', limit: 10, ...(cursor && { cursor }) });
      expect(page.letters.length).toBeLessThanOrEqual(10);
      for (const letter of page.letters) expect(letter).not.toHaveProperty('content');
      ids.push(...page.letters.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(ids).toEqual(letters.map(({ id }) => id));
  });

  it('goes on behind a letter, whether it is still there or not, and whatever came before it', async () => {
    await put(
      letterOf('a', { firstAt: START - DAY }),
      letterOf('b'),
      letterOf('c'),
      letterOf('d', { firstAt: START + 1 }),
    );
    expect(await found({ after: { firstAt: START, id: 'b' } })).toEqual(['c', 'a']);
    await put(letterOf('e', { firstAt: START + DAY }));
    expect(await found({ after: { firstAt: START, id: 'bb' } })).toEqual(['c', 'a']);
    expect(await found({ after: { firstAt: START - DAY, id: 'a' } })).toEqual([]);
  });

  it('finds what is due in a state, the longest due first', async () => {
    await put(
      letterOf('a', { dueAt: START + 2 }),
      letterOf('b', { dueAt: START + 1 }),
      letterOf('c', { dueAt: START + 3 }),
      letterOf('d'),
      letterOf('e', { dueAt: START, state: 'replaying' }),
    );
    const due = async (at: number, limit = 10) =>
      (await store.due('new', at, limit)).map(({ letter }) => letter.id);
    expect(await due(START)).toEqual([]);
    expect(await due(START + 2)).toEqual(['b', 'a']);
    expect(await due(START + 3, 2)).toEqual(['b', 'a']);
    expect((await store.due('replaying', START, 10)).map(({ letter }) => letter.id)).toEqual(['e']);
  });

  it('forgets when a letter was due once it is another', async () => {
    await put(letterOf('a', { dueAt: START }), letterOf('b', { dueAt: START + 1 }));
    for (const at of [START + 1, START + 120_000]) {
      const { letter, etag } = await stored('a');
      await store.save([{ letter: { ...letter, dueAt: START + DAY }, etag }]);
      expect((await store.due('new', at, 10)).map(({ letter: { id } }) => id)).toEqual(['b']);
    }
    expect((await store.due('new', START + DAY, 10)).map(({ letter: { id } }) => id)).toEqual(['b', 'a']);
  });

  it('takes hundreds at once', async () => {
    await put(...Array.from({ length: 250 }, (_, n) => letterOf(`l${n}`)));
    expect(await found({ limit: 1000 })).toHaveLength(250);
  });
});

describe('on tables', () => {
  it('puts a letter where a writer that died had begun to', async () => {
    const table = await newTable();
    const store = tableLetterStore({ table });
    await store.save([{ letter: letterOf('a') }]);
    for await (const { partitionKey, rowKey } of table.listEntities())
      if (partitionKey!.startsWith('t|')) await table.deleteEntity(partitionKey!, rowKey!);
    expect((await store.load(['a'])).size).toBe(0);
    const [saved] = await store.save([{ letter: letterOf('a', { firstAt: START + 3 * DAY }) }]);
    expect(saved!.kind).toBe('saved');
    expect((await store.load(['a'])).get('a')!.letter.firstAt).toBe(START);
  });

  it('refuses rows of newer code, and a cursor that it did not give out', async () => {
    const store = tableLetterStore({ table: await newTable() });
    await store.save([{ letter: letterOf('a', { v: 2 as 1 }) }]);
    await expect(store.load(['a'])).rejects.toThrow(PlatformError);
    for (const cursor of ['x', 'eyJhIjoxfQ=='])
      await expect(store.search({ tenant: 't1', limit: 1, cursor })).rejects.toThrow(TerminalError);
  });

  it('is a platform fault when the table is not there', async () => {
    const table = tableOf({ MESH_STORAGE: service.connectionString }, 'nowhere');
    const store = tableLetterStore({ table });
    await expect(store.save([{ letter: letterOf('a') }])).rejects.toThrow(PlatformError);
    await expect(store.load(['a'])).rejects.toThrow(PlatformError);
    await expect(store.search({ tenant: 't1', limit: 1 })).rejects.toThrow(PlatformError);
  });
});
