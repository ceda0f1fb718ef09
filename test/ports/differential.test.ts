import { TableClient, TableServiceClient, type TransactionAction, type UpdateMode } from '@azure/data-tables';
import { RestError } from '@azure/data-tables';
import { startTestAzurite } from '../support/azurite';
import { randomOf, type Random } from '../support/random';
import { startTestTables } from '../support/tables';

/** `npm run differential` does 20,000. */
const OPERATIONS = Number(process.env['DIFFERENTIAL_OPERATIONS'] ?? 2_000);
const SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 20_261_121);
/** Each has a table of its own, so that they need not wait for one another. */
const LANES = 4;

interface Service {
  connectionString: string;
  stop(): Promise<void>;
}
let services: readonly Service[];
beforeAll(async () => {
  services = await Promise.all([startTestAzurite(), startTestTables()]);
});
afterAll(() => Promise.all(services.map((service) => service.stop())));

const PARTITIONS = ['p', 'p|2', "it's", 'ü ß', '\u{1f600}'];
const ROWS = ['a', 'b', 'a|1', 'a|2', 'z%20', "r'r", 'é', '\uffee', '\u{1f680}', 'ab', 'B', '0001'];

const VALUES: readonly ((random: Random) => unknown)[] = [
  (random) => random.below(5),
  (random) => random.below(5) + 0.5,
  (random) => random.pick(['', 'text', "quote'd", 'ünï', '{"json":"é}"}', 'a\r\n\r\nb', '--changeset_']),
  (random) => random.percent(50),
  (random) => BigInt(random.below(5)) * 10_000_000_000n,
  (random) => new Date(random.below(3) * 86_400_000),
  (random) => Buffer.from([random.below(3), 255, 0]),
  (random) => ({ type: 'Guid', value: `00000000-0000-0000-0000-00000000000${random.below(3)}` }),
  (random) => ({ type: 'Double', value: random.pick(['1', '2.5', 'NaN', 'Infinity']) }),
  () => null,
];
/** A property has one type throughout: what filters make of two is nobody's promise. */
const NAMES = VALUES.map((_, nth) => `v${nth}`);

const propertiesOf = (random: Random): Record<string, unknown> =>
  Object.fromEntries(
    NAMES.flatMap((name, nth) => (random.percent(30) ? [[name, VALUES[nth]!(random)] as const] : [])),
  );

const FILTERS: readonly ((random: Random) => string)[] = [
  (random) => `PartitionKey eq '${random.pick(PARTITIONS).replaceAll("'", "''")}'`,
  (random) => `PartitionKey ge '${random.pick(PARTITIONS).replaceAll("'", "''")}'`,
  (random) => `PartitionKey lt '${random.pick(PARTITIONS).replaceAll("'", "''")}'`,
  (random) => `RowKey eq '${random.pick(ROWS).replaceAll("'", "''")}'`,
  (random) => `RowKey gt '${random.pick(ROWS).replaceAll("'", "''")}'`,
  (random) => `RowKey le '${random.pick(ROWS).replaceAll("'", "''")}'`,
  (random) => `RowKey ne '${random.pick(ROWS).replaceAll("'", "''")}'`,
  (random) => `v0 ${random.pick(['eq', 'ne', 'gt', 'ge', 'lt', 'le'])} ${random.below(5)}`,
  (random) => `v1 ${random.pick(['gt', 'le'])} ${random.below(5)}.5`,
  (random) => `v2 ${random.pick(['eq', 'ne', 'ge'])} '${random.pick(['', 'text', "quote''d"])}'`,
  (random) => `v3 eq ${random.pick(['true', 'false'])}`,
  (random) => `v4 ${random.pick(['eq', 'gt', 'le'])} ${random.below(5)}0000000000L`,
  (random) => `v5 ${random.pick(['eq', 'lt', 'ge'])} datetime'1970-01-0${random.below(3) + 1}T00:00:00Z'`,
  (random) => `v6 eq X'0${random.below(3)}ff00'`,
  (random) => `v7 eq guid'00000000-0000-0000-0000-00000000000${random.below(3)}'`,
  () => "Timestamp gt datetime'2020-01-01T00:00:00Z'",
  () => 'v2 eq',
  () => 'and',
];

const filterOf = (random: Random): string => {
  const one = random.pick(FILTERS)(random);
  if (random.percent(40)) return `${one} ${random.pick(['and', 'or'])} ${filterOf(random)}`;
  if (random.percent(15)) return `(${one}) and not (${random.pick(FILTERS)(random)})`;
  return one;
};

type Answer = Record<string, unknown>;

const codeOf = ({ code, details }: RestError): unknown =>
  code ?? (details as { odataError?: { code?: string } } | undefined)?.odataError?.code;

/** What both have to say alike: not when, nor by which ETag. */
const answerOf = async (work: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    // The index of the part of a transaction that was refused stands before the message.
    const index = /^(\d+):/.exec(error.message)?.[1];
    return { status: error.statusCode, code: codeOf(error), ...(index && { index }) };
  }
};

const plain = ({ etag, timestamp, ...row }: Record<string, unknown>): Record<string, unknown> => {
  delete row['odata.metadata'];
  return {
    ...row,
    ...(etag !== undefined && { etag: '…' }),
    ...(timestamp !== undefined && { timestamp: '…' }),
  };
};

interface Side {
  table: TableClient;
  tables: TableServiceClient;
  /** The ETags that a key has had, the newest last. */
  etags: Map<string, string[]>;
}

type Operation = (side: Side) => Promise<Answer>;
type Which = 'any' | 'newest' | 'stale' | 'wrong';

const nameOf = ({ partitionKey, rowKey }: { partitionKey: string; rowKey: string }) =>
  `${partitionKey}\n${rowKey}`;

const etagFor = ({ etags }: Side, name: string, which: Which): string => {
  const known = etags.get(name) ?? [];
  if (which === 'any') return '*';
  if (which === 'wrong') return `W/"datetime'2001-01-01T00%3A00%3A00.0000000Z'"`;
  return (which === 'newest' ? known.at(-1) : known.at(-2)) ?? '*';
};

const learn = ({ etags }: Side, name: string, etag: string | undefined): void => {
  if (etag) etags.set(name, [...(etags.get(name) ?? []).slice(-3), etag]);
};

const keyOf = (random: Random) => ({ partitionKey: random.pick(PARTITIONS), rowKey: random.pick(ROWS) });
const modeOf = (random: Random): UpdateMode => random.pick(['Merge', 'Replace']);
const whichOf = (random: Random): Which => random.pick(['any', 'newest', 'newest', 'stale', 'wrong']);

const written = (name: string, work: (side: Side) => Promise<{ etag?: string }>): Operation => {
  return async (side) => {
    const { etag } = await work(side);
    learn(side, name, etag);
    return { done: true, hasEtag: etag !== undefined };
  };
};

const KINDS: readonly [share: number, make: (random: Random) => Operation][] = [
  [
    22,
    (random) => {
      const row = { ...keyOf(random), ...propertiesOf(random) };
      return written(nameOf(row), ({ table }) => table.createEntity(row));
    },
  ],
  [
    12,
    (random) => {
      const row = { ...keyOf(random), ...propertiesOf(random) };
      const mode = modeOf(random);
      return written(nameOf(row), ({ table }) => table.upsertEntity(row, mode));
    },
  ],
  [
    14,
    (random) => {
      const row = { ...keyOf(random), ...propertiesOf(random) };
      const [mode, which] = [modeOf(random), whichOf(random)];
      return written(nameOf(row), (side) =>
        side.table.updateEntity(row, mode, { etag: etagFor(side, nameOf(row), which) }),
      );
    },
  ],
  [
    10,
    (random) => {
      const key = keyOf(random);
      const which = whichOf(random);
      return async (side) => {
        await side.table.deleteEntity(key.partitionKey, key.rowKey, {
          etag: etagFor(side, nameOf(key), which),
        });
        return { deleted: true };
      };
    },
  ],
  [
    14,
    (random) => {
      const { partitionKey, rowKey } = keyOf(random);
      const select = random.percent(30) ? ['RowKey', random.pick(NAMES), 'Timestamp', 'none'] : undefined;
      return async ({ table, etags }) => {
        const row = await table.getEntity(partitionKey, rowKey, select && { queryOptions: { select } });
        const known = etags.get(nameOf({ partitionKey, rowKey }))?.at(-1);
        return { row: plain(row), isAsWritten: row.etag === known };
      };
    },
  ],
  [
    12,
    (random) => {
      const filter = random.percent(85) ? filterOf(random) : undefined;
      const select = random.percent(20) ? ['PartitionKey', 'RowKey', random.pick(NAMES)] : undefined;
      const maxPageSize = random.percent(50) ? random.below(7) + 1 : 1_000;
      return async ({ table }) => {
        const queryOptions = { ...(filter && { filter }), ...(select && { select }) };
        const pages: unknown[] = [];
        for await (const page of table.listEntities({ queryOptions }).byPage({ maxPageSize }))
          pages.push({ rows: page.map((row) => plain(row)), goesOn: page.continuationToken !== undefined });
        return { filter, pages };
      };
    },
  ],
  [
    14,
    (random) => {
      const partitionKey = random.pick(PARTITIONS);
      const rows = [...ROWS].toSorted(() => random.next() - 0.5).slice(0, random.below(6) + 1);
      // The same row twice is refused.
      if (random.percent(5)) rows.push(rows[0]!);
      const plans = rows.map((rowKey) => ({
        row: { partitionKey, rowKey, ...propertiesOf(random) },
        kind: random.pick(['create', 'create', 'upsert', 'update', 'delete'] as const),
        mode: modeOf(random),
        which: random.pick(['any', 'any', 'newest', 'stale'] as const),
      }));
      return async (side) => {
        const actions = plans.map(({ row, kind, mode, which }): TransactionAction => {
          switch (kind) {
            case 'create':
              return ['create', row];
            case 'upsert':
              return ['upsert', row, mode];
            case 'update':
              return ['update', row, mode, { etag: etagFor(side, nameOf(row), which) }];
            case 'delete':
              return ['delete', row];
          }
        });
        const { status, subResponses } = await side.table.submitTransaction(actions);
        subResponses.forEach(({ etag }, nth) => learn(side, nameOf(plans[nth]!.row), etag));
        return { status, parts: subResponses.map((part) => [part.status, part.etag !== undefined]) };
      };
    },
  ],
  [
    1,
    (random) => {
      const name = random.pick(['ab', '1abc', 'a-b', 'fine1', 'Fine1', 'a'.repeat(64), 'tables']);
      return async ({ tables }) => {
        // It says nothing of a table that is there.
        await tables.createTable(name, { requestOptions: {} });
        return { made: name };
      };
    },
  ],
  [
    1,
    (random) => {
      const filter = random.pick([undefined, "TableName ge 'f' and TableName lt 'g'"]);
      return async ({ tables }) => {
        const names: (string | undefined)[] = [];
        for await (const { name } of tables.listTables(
          filter === undefined ? {} : { queryOptions: { filter } },
        ))
          names.push(name);
        return { names: names.filter((name) => name?.toLowerCase().startsWith('fine')) };
      };
    },
  ],
];

const operationOf = (random: Random): Operation => {
  let at = random.below(KINDS.reduce((sum, [share]) => sum + share, 0));
  return KINDS.find(([share]) => (at -= share) < 0)![1](random);
};

/** What Azurite answers, but for where the service itself is documented to answer otherwise. */
const asService = (azurite: Answer, own: Answer): Answer => {
  // It refuses names of tables without a code.
  if (azurite['code'] === '') return { ...azurite, code: own['code'] };
  // It sees that a row comes twice only when it gets there; another part may have been refused by then.
  if (own['code'] === 'InvalidDuplicateRow' && azurite['index'] !== undefined) return own;
  return azurite;
};

const INSECURE = { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } };

const lane = async (nth: number): Promise<number> => {
  const random = randomOf(SEED + nth);
  const sides = services.map(({ connectionString }): Side => ({
    table: TableClient.fromConnectionString(connectionString, `lane${nth}`, INSECURE),
    tables: TableServiceClient.fromConnectionString(connectionString, INSECURE),
    etags: new Map(),
  }));
  await Promise.all(sides.map(({ table }) => table.createTable()));
  let done = 0;
  for (; done < OPERATIONS / LANES; done += 1) {
    const operation = operationOf(random);
    const [azurite, own] = await Promise.all(sides.map((side) => answerOf(() => operation(side))));
    try {
      expect(own).toEqual(asService(azurite!, own!));
    } catch (error) {
      throw new Error(`operation ${done} of lane ${nth}, seed ${SEED}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
  return done;
};

it(`answers ${OPERATIONS} random operations as Azurite does`, async () => {
  const done = await Promise.all(Array.from({ length: LANES }, (_, nth) => lane(nth)));
  expect(done.reduce((sum, one) => sum + one)).toBeGreaterThanOrEqual(OPERATIONS);
}, 600_000);
