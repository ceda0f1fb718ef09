import { randomUUID } from 'node:crypto';
import { tableOf } from '../../src/azure/connections';
import { tableRunIndex } from '../../src/azure/table-run-index';
import { PlatformError, TerminalError } from '../../src/contracts/errors';
import type { RunStatus } from '../../src/mesh/planner/run';
import { memoryRunIndex } from '../../src/mesh/ports/memory/memory-run-index';
import type { Clearable } from '../../src/mesh/ports/clearable';
import type {
  IndexedRun,
  Page,
  RunChange,
  RunIndex,
  RunQuery,
  WaitingTask,
} from '../../src/mesh/ports/run-index';
import { startTestTableService, type TestTableService } from '../support/tables';
import { anHourAgo, clearOld, inAnHour } from '../support/clear-old';

let service: TestTableService;
beforeAll(async () => {
  service = await startTestTableService();
});
afterAll(() => service.stop());

const newTable = async () => {
  const name = `index${randomUUID().replaceAll('-', '')}`;
  const table = tableOf({ MESH_STORAGE: service.connectionString }, name);
  await table.createTable();
  return table;
};

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 10, 12);

const runOf = (run: string, fields: Partial<IndexedRun> = {}): IndexedRun => ({
  run,
  tenant: 't1',
  status: 'running',
  type: 'business.invoice.intent',
  acceptedAt: START,
  at: START,
  ...fields,
});

const changeOf = (run: IndexedRun, fields: Partial<RunChange> = {}): RunChange => ({
  run,
  waiting: [],
  answered: [],
  ...fields,
});

const taskOf = (run: string, step: string, fields: Partial<WaitingTask> = {}): WaitingTask => ({
  task: `${run}.${step}`,
  run,
  tenant: 't1',
  skill: 'approval.request@1',
  since: START,
  ...fields,
});

const all = async <T>(page: (cursor?: string) => Promise<Page<T>>): Promise<T[]> => {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const next = await page(cursor);
    items.push(...next.items);
    cursor = next.cursor;
  } while (cursor !== undefined);
  return items;
};

/** On tables: with the memory of one process, and with that of many, none of which remembers. */
describe.each<[name: string, make: () => Promise<RunIndex & Clearable>]>([
  ['in memory', async () => memoryRunIndex()],
  ['on tables', async () => tableRunIndex({ table: await newTable() })],
  [
    'on tables, written by many',
    async () => {
      const table = await newTable();
      const index = tableRunIndex({ table });
      return { ...index, write: (changes) => tableRunIndex({ table }).write(changes) };
    },
  ],
])('a run index %s', (_, make) => {
  let index: RunIndex & Clearable;
  beforeEach(async () => {
    index = await make();
  });

  const runs = (query: Partial<RunQuery> = {}) =>
    all((cursor) => index.list({ tenant: 't1', limit: 3, ...query, ...(cursor && { cursor }) }));
  const waiting = async (tenant = 't1') =>
    (await all((cursor) => index.waiting({ tenant, limit: 2, ...(cursor && { cursor }) }))).map(
      ({ task }) => task,
    );

  it('clears runs that have ended and are old, and neither active ones nor what waits', async () => {
    const at = Date.now();
    const active = runOf('active', { at, status: 'waiting' });
    await index.write([
      changeOf(active, { waiting: [taskOf('active', 'ask')] }),
      ...(['completed', 'failed', 'expired', 'cancelled'] as const).map((status) =>
        changeOf(runOf(status, { at, status })),
      ),
    ]);
    expect(await clearOld(index, anHourAgo())).toEqual([]);
    expect(await clearOld(index, inAnHour())).toEqual(['cancelled', 'completed', 'expired', 'failed']);
    expect(await runs()).toEqual([active]);
    expect(await waiting()).toEqual(['active.ask']);
    await index.write([changeOf(runOf('failed', { at: at + 1, status: 'failed' }))]);
    expect(await runs({ status: 'failed' })).toHaveLength(1);
  });

  it('lists newest first, across hours, a tenant’s own only', async () => {
    const known = Array.from({ length: 8 }, (_, n) =>
      runOf(`r${n}`, { acceptedAt: START - n * 20 * HOUR, subject: 's' }),
    );
    await index.write(
      [...known, runOf('x', { tenant: 't' }), runOf('y', { tenant: 't10' })].map((run) => changeOf(run)),
    );
    expect(await runs()).toEqual(known);
    expect(await runs({ tenant: 't' })).toHaveLength(1);
    expect(await runs({ tenant: 'nobody' })).toEqual([]);
  });

  it('tells what was there all the time exactly once, whatever comes and goes between pages', async () => {
    const stays = Array.from({ length: 6 }, (_, n) => runOf(`r${n}`, { acceptedAt: START - n * HOUR }));
    const tasks = stays.map(({ run }, n) => taskOf(run, 'ask', { due: START + n }));
    await index.write(stays.map((run, n) => changeOf(run, { waiting: [tasks[n]!] })));
    let fresh = 0;
    const change = async () => {
      const [newest, older] = [
        runOf(`n${(fresh += 1)}`, { acceptedAt: START + fresh }),
        runOf(`o${fresh}`, { acceptedAt: START - 3.5 * HOUR }),
      ];
      const urgent = taskOf(newest.run, 'ask', { due: START - fresh });
      await index.write([changeOf(newest, { waiting: [urgent] }), changeOf(older)]);
      if (fresh > 1)
        await index.write([
          changeOf(
            { ...runOf(`n${fresh - 1}`, { acceptedAt: START + fresh - 1 }), at: START + HOUR },
            { answered: [`n${fresh - 1}.ask`] },
          ),
        ]);
    };
    const paged = await all(async (cursor) => {
      const page = await index.list({ tenant: 't1', limit: 2, ...(cursor && { cursor }) });
      await change();
      return page;
    });
    const ids = paged.map(({ run }) => run).filter((run) => run.startsWith('r'));
    expect(ids).toEqual(stays.map(({ run }) => run));
    const waits = await all(async (cursor) => {
      const page = await index.waiting({ tenant: 't1', limit: 2, ...(cursor && { cursor }) });
      await change();
      return page;
    });
    expect(waits.map(({ task }) => task).filter((task) => task.startsWith('r'))).toEqual(
      tasks.map(({ task }) => task),
    );
  });

  it.each<[Partial<RunQuery>, string[]]>([
    [{ status: 'completed' }, ['b']],
    [{ type: 'business.order.intent' }, ['c']],
    [{ subject: "o'clock" }, ['a']],
    [{ status: 'running', type: 'business.invoice.intent' }, ['a']],
    [{ status: 'failed' }, []],
  ])('lists by %j', async (query, expected) => {
    await index.write([
      changeOf(runOf('a', { subject: "o'clock" })),
      changeOf(runOf('b', { status: 'completed' })),
      changeOf(runOf('c', { type: 'business.order.intent' })),
    ]);
    expect((await runs(query)).map(({ run }) => run)).toEqual(expected);
  });

  it('never goes back, in one write and over many', async () => {
    const at = (status: RunStatus, seconds: number) => changeOf(runOf('r', { status, at: START + seconds }));
    await index.write([at('waiting', 2), at('running', 1)]);
    expect(await runs()).toMatchObject([{ status: 'waiting', at: START + 2 }]);
    await index.write([at('running', 1)]);
    await index.write([at('completed', 3)]);
    await index.write([at('waiting', 2)]);
    await index.write([at('running', 9)]);
    expect(await runs()).toEqual([runOf('r', { status: 'completed', at: START + 3 })]);
  });

  it('lists what waits, the most urgent first, until it is answered', async () => {
    const r = runOf('r', { status: 'waiting' });
    const tasks = [
      taskOf('r', 'never'),
      taskOf('r', 'later', { due: START + HOUR, title: 'Müller & Söhne' }),
      taskOf('r', 'soon', { due: START + 1 }),
    ];
    await index.write([changeOf(r, { waiting: tasks }), changeOf(runOf('q', { tenant: 't' }))]);
    expect(await waiting()).toEqual(['r.soon', 'r.later', 'r.never']);
    expect((await index.waiting({ tenant: 't1', limit: 10 })).items[1]).toEqual(tasks[1]);
    expect(await waiting('t')).toEqual([]);
    await index.write([changeOf(r, { answered: ['r.soon'] })]);
    await index.write([changeOf(r, { waiting: tasks })]);
    expect(await waiting()).toEqual(['r.later', 'r.never']);
    await index.write([changeOf({ ...r, status: 'cancelled', at: START + 1 })]);
    expect(await waiting()).toEqual([]);
    await index.write([changeOf(r, { waiting: tasks })]);
    expect(await waiting()).toEqual([]);
  });

  it('moves a task whose deadline moved', async () => {
    const r = runOf('r', { status: 'waiting' });
    await index.write([changeOf(r, { waiting: [taskOf('r', 'a', { due: START })] })]);
    await index.write([changeOf(r, { waiting: [taskOf('r', 'a', { due: START + HOUR })] })]);
    expect((await index.waiting({ tenant: 't1', limit: 10 })).items).toEqual([
      taskOf('r', 'a', { due: START + HOUR }),
    ]);
  });

  it('takes a run with a thousand tasks that wait', async () => {
    const step = 'x'.repeat(50);
    const tasks = Array.from({ length: 1000 }, (_, n) => taskOf('r', `${step}.${n}`));
    const r = runOf('r', { status: 'waiting' });
    const answered = tasks.slice(1).map(({ task }) => task);
    await index.write([changeOf(r, { waiting: tasks, answered })]);
    await index.write([changeOf(r, { waiting: tasks })]);
    expect(await waiting()).toEqual([`r.${step}.0`]);
  });

  it('takes hundreds of runs at once', async () => {
    await index.write(Array.from({ length: 250 }, (_, n) => changeOf(runOf(`r${n}`))));
    expect(await runs({ limit: 1000 })).toHaveLength(250);
  });
});

describe('on tables', () => {
  it('goes on from what another process wrote', async () => {
    const table = await newTable();
    const [one, other] = [tableRunIndex({ table }), tableRunIndex({ table })];
    const r = runOf('r', { status: 'waiting' });
    await one.write([changeOf(r, { waiting: [taskOf('r', 'a')] })]);
    await other.write([changeOf(r, { answered: ['r.a'] }), changeOf(runOf('q'))]);
    await one.write([changeOf({ ...r, at: START + 5 }, { waiting: [taskOf('r', 'a'), taskOf('r', 'b')] })]);
    expect((await one.waiting({ tenant: 't1', limit: 10 })).items.map(({ task }) => task)).toEqual(['r.b']);
    expect((await one.list({ tenant: 't1', limit: 10 })).items).toHaveLength(2);
  });

  it('shows what waits when its writer died in between, once the change comes again', async () => {
    const table = await newTable();
    const change = changeOf(runOf('r', { status: 'waiting' }), { waiting: [taskOf('r', 'a')] });
    await tableRunIndex({ table }).write([change]);
    for await (const { partitionKey, rowKey } of table.listEntities())
      if (partitionKey!.endsWith('|w')) await table.deleteEntity(partitionKey!, rowKey!);
    const index = tableRunIndex({ table });
    await index.write([change]);
    expect((await index.waiting({ tenant: 't1', limit: 10 })).items).toHaveLength(1);
  });

  it('refuses a cursor that it did not give out, and a table that is not there', async () => {
    const index = tableRunIndex({ table: await newTable() });
    await expect(index.list({ tenant: 't1', limit: 1, cursor: '?' })).rejects.toThrow(TerminalError);
    const nowhere = tableRunIndex({ table: tableOf({ MESH_STORAGE: service.connectionString }, 'nowhere') });
    await expect(nowhere.write([changeOf(runOf('r'))])).rejects.toThrow(PlatformError);
  });
});
