import { randomUUID } from 'node:crypto';
import { RestError } from '@azure/data-tables';
import { memoryOrders } from '../../src/agents/order-exceptions';
import type { Orders } from '../../src/agents/order-exceptions';
import { tableOf } from '../../src/azure/connections';
import { tableOrders } from '../../src/azure/table-orders';
import { startTestAzurite } from '../support/azurite';
import type { TestAzurite } from '../support/azurite';

let azurite: TestAzurite;
beforeAll(async () => {
  azurite = await startTestAzurite();
});
afterAll(() => azurite.stop());

interface Kept {
  orders: Orders;
  kinds: () => Promise<string[]>;
}

const inMemory = async (): Promise<Kept> => {
  const orders = memoryOrders();
  return { orders, kinds: async () => orders.effects.map(({ kind }) => kind).toSorted() };
};

const onTables = async (): Promise<Kept> => {
  const table = tableOf({ MESH_STORAGE: azurite.connectionString }, `t${randomUUID().replaceAll('-', '')}`);
  await table.createTable();
  const kinds = async () => {
    const found: string[] = [];
    for await (const row of table.listEntities<{ kind: string }>()) found.push(row.kind);
    return found.toSorted();
  };
  return { orders: tableOrders({ table }), kinds };
};

describe.each([
  ['in memory', inMemory],
  ['in Table Storage', onTables],
])('orders %s', (_, make) => {
  // A shop may call an order what it likes.
  const order = 'SO/1#2?3\\4';

  it('keep what was done with each key', async () => {
    const { orders, kinds } = await make();
    const held = await orders.does({ kind: 'hold', order, text: 'short' }, { key: 'run.hold' });
    const supply = await orders.does(
      { kind: 'restock', order, sku: 'lamp', missing: 2 },
      { key: 'run.restock.0' },
    );
    expect(held).not.toEqual(supply);
    expect(await kinds()).toEqual(['hold', 'restock']);
  });
  it('do nothing twice with the same key', async () => {
    const { orders, kinds } = await make();
    const again = () => orders.does({ kind: 'release', order, text: 'all is there' }, { key: 'run.release' });
    expect(await again()).toEqual(await again());
    expect(await kinds()).toEqual(['release']);
  });
});

describe('a shop that does not do it', () => {
  const failing = (statusCode?: number) =>
    tableOrders({
      table: {
        createEntity: async () => {
          throw new RestError('no', statusCode === undefined ? {} : { statusCode });
        },
      },
    }).does({ kind: 'hold', order: 'SO-1', text: 'short' }, { key: 'run.hold' });

  it.each([undefined, 429, 503])('is asked again after %s', (status) =>
    expect(failing(status)).rejects.toMatchObject({ name: 'RetryableError', code: 'orders-unavailable' }),
  );
  it('is left alone after a refusal', () =>
    expect(failing(403)).rejects.toMatchObject({ name: 'TerminalError', code: 'orders-refused' }));
});
