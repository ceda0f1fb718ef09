import { odata, TableClient, TableServiceClient, type RestError } from '@azure/data-tables';
import { startTables } from '../../../src/local/tables';
import { startTestTables, tablesAt, type TestTables } from '../../support/tables';

let tables: TestTables;
beforeAll(async () => void (tables = await startTestTables()));
afterAll(() => tables.stop());

let made = 0;
const INSECURE = { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } };
const clientOf = (connectionString: string, name: string) =>
  TableClient.fromConnectionString(connectionString, name, INSECURE);
const newTable = async (): Promise<TableClient> => {
  const table = clientOf(tables.connectionString, `table${(made += 1)}`);
  await table.createTable();
  return table;
};
const refused = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason as RestError,
  );
  const details = error?.details as { odataError?: { code?: string } } | undefined;
  return { status: error?.statusCode, code: error?.code ?? details?.odataError?.code };
};
const row = { partitionKey: 'p', rowKey: 'r' };

it('gives back every type as it was written, through merges as well', async () => {
  const table = await newTable();
  const values = {
    text: 'ü\u{1f600}"\\\n',
    whole: 5,
    half: 0.5,
    yes: true,
    long: 9007199254740993n,
    at: new Date(1),
    bytes: new Uint8Array([0, 255]),
    id: { type: 'Guid', value: '00000000-0000-0000-0000-000000000001' } as const,
  };
  await table.createEntity({ ...row, ...values, double: { type: 'Double', value: '2' } });
  await table.updateEntity({ ...row, added: 1 }, 'Merge');
  const found = await table.getEntity('p', 'r');
  expect(found).toMatchObject({ ...values, bytes: expect.anything(), double: 2, added: 1 });
  expect([...(found['bytes'] as Uint8Array)]).toEqual([0, 255]);
});

it('keeps a double a double, though it is whole and merged over', async () => {
  const table = await newTable();
  await table.createEntity({ ...row, double: { type: 'Double', value: '2' } });
  await table.updateEntity({ ...row, other: 1 }, 'Merge');
  let text: string | null | undefined;
  await table.getEntity('p', 'r', { onResponse: ({ bodyAsText }) => (text = bodyAsText) });
  expect(text).toContain('"double":2.0');
});

it('changes the ETag and the Timestamp with every write, by its own clock', async () => {
  const table = await newTable();
  const etags = [(await table.createEntity(row)).etag];
  for (let nth = 0; nth < 20; nth += 1) etags.push((await table.upsertEntity(row, 'Replace')).etag);
  expect(new Set(etags).size).toBe(21);
  let date = '';
  const found = await table.getEntity('p', 'r', {
    onResponse: ({ headers }) => (date = headers.get('date') ?? ''),
  });
  expect(found.etag).toBe(etags.at(-1));
  expect(Math.abs(Date.parse(date) - Date.parse(String(found.timestamp)))).toBeLessThan(10_000);
});

it('undoes a transaction of which one part is refused, and names it', async () => {
  const table = await newTable();
  await table.createEntity({ partitionKey: 'p', rowKey: '2' });
  const work = table.submitTransaction([
    ['create', { partitionKey: 'p', rowKey: '1' }],
    ['upsert', { partitionKey: 'p', rowKey: '2', n: 1 }],
    ['create', { partitionKey: 'p', rowKey: '2b' }],
    ['update', { partitionKey: 'p', rowKey: 'missing' }, 'Replace'],
  ]);
  await expect(work).rejects.toMatchObject({
    statusCode: 404,
    code: 'ResourceNotFound',
    message: expect.stringMatching(/^3:/),
  });
  const rows = [];
  for await (const { rowKey, n } of table.listEntities()) rows.push([rowKey, n]);
  expect(rows).toEqual([['2', undefined]]);
});

it('takes a transaction of a hundred, and no more', async () => {
  const table = await newTable();
  const actions = (count: number) =>
    Array.from(
      { length: count },
      (_, nth) => ['upsert', { partitionKey: 'p', rowKey: `${nth}` }] as ['upsert', typeof row],
    );
  expect((await table.submitTransaction(actions(100))).subResponses).toHaveLength(100);
  expect(await refused(table.submitTransaction(actions(101)))).toEqual({ status: 400, code: 'InvalidInput' });
});

it('lists beyond a page of a thousand in the order of keys', async () => {
  const table = await newTable();
  const keys = Array.from({ length: 2_300 }, (_, nth) => `r${nth}`);
  for (let nth = 0; nth < keys.length; nth += 100)
    await table.submitTransaction(
      keys
        .slice(nth, nth + 100)
        .map((rowKey) => ['create', { partitionKey: 'p', rowKey, even: Number(rowKey.slice(1)) % 2 === 0 }]),
    );
  const found: string[] = [];
  for await (const { rowKey } of table.listEntities({ queryOptions: { filter: odata`even eq ${true}` } }))
    found.push(rowKey!);
  expect(found).toEqual(keys.filter((_, nth) => nth % 2 === 0).toSorted());
});

it('goes on in the next page where a filter looks at very many rows', async () => {
  const table = await newTable();
  for (let nth = 0; nth < 105; nth += 1)
    await table.submitTransaction(
      Array.from({ length: 100 }, (_, one) => [
        'create',
        { partitionKey: `p${nth}`, rowKey: `${one}`, wanted: nth === 104 && one === 7 },
      ]),
    );
  const pages = [];
  for await (const page of table.listEntities({ queryOptions: { filter: 'wanted eq true' } }).byPage())
    pages.push(page.length);
  // Which partition comes last is decided by text: p99.
  expect(pages).toEqual([1, 0]);
});

describe('limits', () => {
  it.each([
    ['a text of more than 32 K characters', { text: 'x'.repeat(32 * 1024 + 1) }, 'PropertyValueTooLarge'],
    ['bytes of more than 64 KB', { bytes: new Uint8Array(64 * 1024 + 1) }, 'PropertyValueTooLarge'],
    [
      'more than 252 properties',
      Object.fromEntries(Array.from({ length: 253 }, (_, nth) => [`p${nth}`, 1])),
      'TooManyProperties',
    ],
    [
      'more than 1 MB, counted as the service counts',
      Object.fromEntries(Array.from({ length: 17 }, (_, nth) => [`p${nth}`, 'x'.repeat(32 * 1024)])),
      'EntityTooLarge',
    ],
    ['a name that is none', { 'a-b': 1 }, 'PropertyNameInvalid'],
    ['a long name', { ['a'.repeat(256)]: 1 }, 'PropertyNameTooLong'],
    ['a number that is no Int64', { n: { type: 'Int64', value: '9223372036854775808' } }, 'InvalidInput'],
    ['a time that is none', { n: { type: 'DateTime', value: 'soon' } }, 'InvalidInput'],
  ])('refuses %s', async (_, properties, code) => {
    const table = await newTable();
    expect(await refused(table.createEntity({ ...row, ...properties }))).toEqual({ status: 400, code });
  });

  it('takes what is just within them', async () => {
    const table = await newTable();
    const many = Object.fromEntries(Array.from({ length: 252 }, (_, nth) => [`p${nth}`, 1]));
    await table.createEntity({ partitionKey: 'p', rowKey: 'many', ...many });
    const large = Object.fromEntries(
      Array.from({ length: 15 }, (_, nth) => [`p${nth}`, 'x'.repeat(32 * 1024)]),
    );
    await table.createEntity({ partitionKey: 'p', rowKey: 'large', ...large });
    expect(await table.getEntity('p', 'large')).toMatchObject(large);
  });

  it('refuses a body of more than 4 MB', async () => {
    const table = await newTable();
    const actions = Array.from(
      { length: 9 },
      (_, nth) =>
        [
          'create',
          {
            partitionKey: 'p',
            rowKey: `${nth}`,
            ...Object.fromEntries(Array.from({ length: 15 }, (_, one) => [`p${one}`, 'é'.repeat(31 * 1024)])),
          },
        ] as ['create', typeof row],
    );
    expect(await refused(table.submitTransaction(actions))).toMatchObject({ status: 413 });
  });

  it.each(['a/b', 'a\\b', 'a#b', 'a?b', 'a\u0001b', 'x'.repeat(513)])(
    'refuses the key %j',
    async (rowKey) => {
      const table = await newTable();
      expect(await refused(table.createEntity({ partitionKey: 'p', rowKey }))).toEqual({
        status: 400,
        code: 'InvalidInput',
      });
    },
  );
});

it('has tables whose names differ by more than case, and forgets the rows of one that is deleted', async () => {
  const table = await newTable();
  await table.createEntity(row);
  const service = TableServiceClient.fromConnectionString(tables.connectionString, INSECURE);
  await table.deleteTable();
  expect(await refused(table.createEntity(row))).toEqual({ status: 404, code: 'TableNotFound' });
  await service.createTable(table.tableName.toUpperCase());
  expect(await refused(table.getEntity('p', 'r'))).toEqual({ status: 404, code: 'ResourceNotFound' });
});

it('refuses who has not the emulators’ key', async () => {
  const key = Buffer.from('another').toString('base64');
  const stranger = tables.connectionString.replace(/AccountKey=[^;]*/, `AccountKey=${key}`);
  expect(await refused(clientOf(stranger, 'runs').getEntity('p', 'r'))).toEqual({
    status: 403,
    code: 'AuthenticationFailed',
  });
  const answer = await fetch(`http://127.0.0.1:${tables.port}/devstoreaccount1/Tables`);
  expect(answer.status).toBe(403);
});

it('keeps rows, tables and ETags when it is closed and opened', async () => {
  const first = await startTestTables();
  const before = clientOf(first.connectionString, 'kept');
  await before.createTable();
  const { etag } = await before.createEntity({ ...row, n: 1 });
  const { folder } = first;
  // Another on the same folder once the first is closed: stop() would also take the folder away.
  await first.close();
  const second = await startTables({ port: 0, folder });
  const after = clientOf(tablesAt(second.port), 'kept');
  expect(await after.getEntity('p', 'r')).toMatchObject({ n: 1, etag });
  await after.updateEntity({ ...row, n: 2 }, 'Replace', { etag: etag! });
  await second.close();
  await first.stop();
});
