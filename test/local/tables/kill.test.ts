import { TableClient, type TransactionAction } from '@azure/data-tables';
import { randomOf } from '../../support/random';
import { tablesProcesses, type TablesProcess, type TablesProcesses } from './process';

/** `npm run kill:tables` does 20. */
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 3);
const WRITERS = 8;
const ROWS = 50;

let processes: TablesProcesses;
beforeAll(async () => void (processes = await tablesProcesses()));
afterAll(() => processes.stop());

/** A row of a writer's own, which it replaces again and again, and rows that it adds; only what was answered counts. */
interface Written {
  /** What the row holds for certain, and perhaps already one more. */
  last: number;
  added: string[];
  /** Transactions that were answered. */
  together: number[];
}

const clientOf = ({ connectionString }: TablesProcess): TableClient =>
  TableClient.fromConnectionString(connectionString, 'load', {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });

/** Writes singly and together until the service is gone. @param answered is told of each answer */
const writeUntilGone = async (
  table: TableClient,
  { writer, round, kept, answered }: { writer: number; round: number; kept: Written; answered: () => void },
): Promise<void> => {
  const partitionKey = `w${writer}`;
  try {
    for (let nth = 0; ; nth += 1) {
      const added = `r${round}-${nth}`;
      await table.createEntity({ partitionKey, rowKey: added, text: 'x'.repeat(300) });
      kept.added.push(added);
      answered();
      await table.upsertEntity({ partitionKey, rowKey: 'own', n: kept.last + 1 }, 'Replace');
      kept.last += 1;
      answered();
      const n = round * 1_000_000 + nth;
      const rows = Array.from({ length: ROWS }, (_, row): TransactionAction => [
        'upsert',
        { partitionKey: `t${writer}`, rowKey: `t${row}`, n },
        'Replace',
      ]);
      await table.submitTransaction(rows);
      kept.together.push(n);
      answered();
    }
  } catch {
    // It is gone, in the middle of a write: whether that one is there is nobody's promise.
  }
};

const rowsOf = async (table: TableClient, partition: string) => {
  const rows = new Map<string, number>();
  const filter = `PartitionKey eq '${partition}'`;
  for await (const row of table.listEntities<{ n?: number }>({ queryOptions: { filter } }))
    rows.set(row.rowKey!, row.n ?? 0);
  return rows;
};

const verify = async (table: TableClient, writer: number, kept: Written): Promise<void> => {
  const rows = await rowsOf(table, `w${writer}`);
  expect(kept.added.filter((row) => !rows.has(row))).toEqual([]);
  const own = rows.get('own') ?? 0;
  expect([kept.last, kept.last + 1]).toContain(own);
  kept.last = own;
  const together = new Set((await rowsOf(table, `t${writer}`)).values());
  // All or nothing.
  expect(together.size).toBeLessThanOrEqual(1);
  const [n = 0] = together;
  expect(n).toBeGreaterThanOrEqual(kept.together.at(-1) ?? 0);
};

it(`has all that it acknowledged after kill -9 under load, ${ROUNDS} times`, async () => {
  const random = randomOf(7);
  const kept = Array.from({ length: WRITERS }, (): Written => ({ last: 0, added: [], together: [] }));
  let tables = await processes.start();
  await clientOf(tables).createTable();
  for (let round = 0; round < ROUNDS; round += 1) {
    const deadAfter = 60 + random.below(400);
    let answers = 0;
    let killed: Promise<unknown> | undefined;
    const answered = () => {
      answers += 1;
      if (answers === deadAfter) killed = tables.kill('SIGKILL');
    };
    const table = clientOf(tables);
    await Promise.all(
      kept.map((one, writer) => writeUntilGone(table, { writer, round, kept: one, answered })),
    );
    await killed;
    tables = await processes.start({ port: tables.port });
    for (const [writer, one] of kept.entries()) await verify(clientOf(tables), writer, one);
  }
  expect(kept.flatMap(({ added }) => added).length).toBeGreaterThan(ROUNDS * 20);
  expect(await tables.kill('SIGTERM')).toBe(0);
}, 600_000);

it('says who has the tables when a second one is started on them', async () => {
  const tables = await processes.start();
  const { code, stderr } = await processes.run('--data', processes.folder, '--port', '0');
  expect(code).toBe(1);
  expect(stderr).toContain('in use by another process');
  await tables.kill('SIGTERM');
});
