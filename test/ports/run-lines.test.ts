import { randomBytes, randomUUID } from 'node:crypto';
import { RestError } from '@azure/data-tables';
import type { TableClient } from '@azure/data-tables';
import { tableOf } from '../../src/azure/connections';
import { tableRunStore } from '../../src/azure/table-run-store';
import { derivedId, runIdOf } from '../../src/contracts/ids';
import type { Line } from '../../src/mesh/planner/line';
import type { Run } from '../../src/mesh/planner/run';
import { memoryRunStore } from '../../src/mesh/ports/memory/memory-run-store';
import type { RunChange, RunStore, Saved } from '../../src/mesh/ports/run-store';
import { startTestTableService, type TestTableService } from '../support/tables';

let service: TestTableService;
beforeAll(async () => {
  service = await startTestTableService();
});
afterAll(() => service.stop());

const newTable = async (): Promise<TableClient> => {
  const name = `runs${randomUUID().replaceAll('-', '')}`;
  const table = tableOf({ MESH_STORAGE: service.connectionString }, name);
  await table.createTable();
  return table;
};

const KEY = 'supplier-42';
const LINE = derivedId('acme', KEY);
const idOf = (n: number): string =>
  runIdOf({ tenant: 'acme', source: '/test', id: `order-${n}`, partitionKey: KEY });

const runOf = (n: number, more: Partial<Run> = {}): Run => ({
  v: 1,
  id: idOf(n),
  tenant: 'acme',
  intent: { specversion: '1.0', id: `order-${n}`, source: '/shop', type: 'business.test.intent', data: {} },
  bodyHash: 'hash',
  agent: { name: 'tester', version: '1.0.0' },
  plan: { steps: { a: { skill: 'test.do@1', needs: [], input: {} } }, output: null },
  outputSchema: 'test/any@1',
  status: 'running',
  acceptedAt: 1_000,
  ordered: { key: LINE, steps: { a: 'test.do' }, left: ['test.do'] },
  steps: {},
  inline: 0,
  folds: [],
  ...more,
});

const lineOf = (...runs: readonly number[]): Line => ({
  key: LINE,
  runs: runs.map((n) => ({ run: idOf(n), skills: ['test.do'] })),
});
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Runs that come into the line one after the other. */
const coming = (from: number, to: number, etag?: string, more: Partial<Run> = {}): RunChange[] =>
  upTo(to)
    .slice(from)
    .map((n) => ({
      run: runOf(n, more),
      line: { line: lineOf(...upTo(n + 1)), ...(etag !== undefined && { etag }) },
    }));

const kinds = (saved: readonly Saved[]) => [...new Set(saved.map(({ kind }) => kind))];
const etagOf = (saved: Saved | undefined): string => {
  if (saved?.kind !== 'saved') throw new Error(`expected to save, but: ${saved?.kind}`);
  return saved.etag;
};

describe.each([
  ['in memory', async (): Promise<RunStore> => memoryRunStore()],
  ['in Table Storage', async (): Promise<RunStore> => tableRunStore({ table: await newTable() })],
])('lines of a run store %s', (_where, newStore) => {
  let store: RunStore;
  beforeEach(async () => {
    store = await newStore();
  });

  it('are as they were left with the last of the runs that were written together', async () => {
    expect(await store.line(LINE)).toBeUndefined();
    expect(kinds(await store.save(coming(0, 3)))).toEqual(['saved']);
    expect((await store.line(LINE))?.line).toEqual(lineOf(0, 1, 2));
    expect((await store.load([idOf(2)])).get(idOf(2))?.run).toEqual(runOf(2));
  });

  it('take more runs than one transaction', async () => {
    const saved = await store.save(coming(0, 230));
    expect(kinds(saved)).toEqual(['saved']);
    expect((await store.line(LINE))?.line.runs).toHaveLength(230);
    const { etag } = (await store.line(LINE))!;
    const next = { run: runOf(0, { status: 'blocked' }), etag: etagOf(saved[0]) };
    expect(await store.save([next, ...coming(230, 231, etag)])).toMatchObject([
      { kind: 'saved' },
      { kind: 'saved' },
    ]);
  });

  it('take runs that are more than one transaction by their weight', async () => {
    const heavy = { reason: randomBytes(600_000).toString('base64') };
    expect(kinds(await store.save(coming(0, 6, undefined, heavy)))).toEqual(['saved']);
    expect((await store.line(LINE))?.line.runs).toHaveLength(6);
  });

  it('are gone when nobody is in them any more, and begin anew', async () => {
    const [first] = await store.save(coming(0, 1));
    const { etag } = (await store.line(LINE))!;
    const over = runOf(0, { status: 'completed', endedAt: 2_000 });
    const ended = await store.save([{ run: over, etag: etagOf(first), line: { line: lineOf(), etag } }]);
    expect(kinds(ended)).toEqual(['saved']);
    expect(await store.etag(idOf(0))).toBe(etagOf(ended[0]));
    expect(await store.line(LINE)).toBeUndefined();
    expect(kinds(await store.save([{ run: runOf(1), line: { line: lineOf(1) } }]))).toEqual(['saved']);
    // Whoever comes and goes within one call leaves nothing behind.
    const fresh = runOf(2, { status: 'completed', endedAt: 1 });
    const { etag: later } = (await store.line(LINE))!;
    expect(kinds(await store.save([{ run: fresh, line: { line: lineOf(1), etag: later } }]))).toEqual([
      'saved',
    ]);
  });

  it('are written with the runs or not at all', async () => {
    await store.save(coming(0, 1));
    const { etag: stale } = (await store.line(LINE))!;
    await store.save(coming(1, 2, stale));
    expect(kinds(await store.save(coming(2, 4, stale)))).toEqual(['conflict']);
    expect(kinds(await store.save(coming(2, 4)))).toEqual(['conflict']);
    expect((await store.load([idOf(2), idOf(3)])).size).toBe(0);
    expect((await store.line(LINE))?.line).toEqual(lineOf(0, 1));
  });

  it('are not emptied by who did not see the last to come', async () => {
    const [first] = await store.save(coming(0, 1));
    const { etag: stale } = (await store.line(LINE))!;
    await store.save(coming(1, 2, stale));
    const over = runOf(0, { status: 'completed', endedAt: 2_000 });
    const left = { line: lineOf(), etag: stale };
    expect(kinds(await store.save([{ run: over, etag: etagOf(first), line: left }]))).toEqual(['conflict']);
    expect((await store.line(LINE))?.line).toEqual(lineOf(0, 1));
  });

  it('save no run after one that was not saved, and those of other lines all the same', async () => {
    await store.save([{ run: runOf(1, { status: 'blocked' }) }]);
    const other = runOf(9, { ordered: { key: derivedId('acme', 'x'), steps: {} } });
    const saved = await store.save([...coming(0, 3), { run: other }]);
    expect(saved.slice(1).map(({ kind }) => kind)).toEqual(['conflict', 'conflict', 'saved']);
    expect((await store.load([idOf(2)])).size).toBe(0);
    const there = (await store.line(LINE))?.line.runs.length ?? 0;
    expect(there).toBe(saved[0]!.kind === 'saved' ? 1 : 0);
  });

  it('are nobody else’s when a run has ended already', async () => {
    await store.save([{ run: runOf(0, { status: 'completed', endedAt: 1 }) }]);
    expect(kinds(await store.save(coming(0, 2)))).toEqual(['conflict']);
    expect(await store.line(LINE)).toBeUndefined();
  });
});

describe('lines in Table Storage', () => {
  /** The first write is done, and its answer does not come: sent once more, it finds itself. */
  const losingAnswer = (table: TableClient): TableClient => {
    let isLost = false;
    const submitTransaction: TableClient['submitTransaction'] = async (...args) => {
      const result = await table.submitTransaction(...args);
      if (isLost) return result;
      isLost = true;
      throw new RestError('EntityAlreadyExists', { statusCode: 409, code: 'EntityAlreadyExists' });
    };
    return new Proxy(table, {
      get: (target, name: keyof TableClient) => {
        if (name === 'submitTransaction') return submitTransaction;
        const value = target[name] as unknown;
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  };

  it('count a write whose answer was lost as saved, and go on from there', async () => {
    const table = await newTable();
    const store = tableRunStore({ table: losingAnswer(table) });
    const saved = await store.save(coming(0, 150));
    expect(kinds(saved)).toEqual(['saved']);
    expect((await store.line(LINE))?.line.runs).toHaveLength(150);
    expect(await store.etag(idOf(0))).toBe(etagOf(saved[0]));
  });

  it('lie where their runs do, and are neither due nor old', async () => {
    const table = await newTable();
    const store = tableRunStore({ table });
    await store.save(coming(0, 1, undefined, { dueAt: 1 }));
    expect(await store.due(2, 10)).toMatchObject([{ id: idOf(0) }]);
    const rows: string[] = [];
    for await (const { partitionKey, rowKey } of table.listEntities()) rows.push(`${partitionKey} ${rowKey}`);
    const [bucket] = rows[0]!.split(' ');
    expect(rows).toEqual(expect.arrayContaining([`${bucket} a|${idOf(0)}`, `${bucket} key|${LINE}`]));
    expect(new Set(rows.map((row) => row.split(' ')[0]))).toEqual(new Set([bucket]));
    for await (const batch of store.old(Date.now() + 3_600_000)) throw new Error(`old: ${batch.ids.join()}`);
  });
});
