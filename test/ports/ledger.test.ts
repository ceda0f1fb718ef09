import { randomUUID } from 'node:crypto';
import { RestError } from '@azure/data-tables';
import { historyIn, memoryLedger } from '../../src/agents/invoice-triage/ledger';
import type { Ledger } from '../../src/agents/invoice-triage/ledger';
import type { InvoiceEntry } from '../../src/agents/invoice-triage/types';
import { tableOf } from '../../src/azure/connections';
import { tableLedger } from '../../src/azure/table-ledger';
import { startTestAzurite } from '../support/azurite';
import type { TestAzurite } from '../support/azurite';

let azurite: TestAzurite;
beforeAll(async () => {
  azurite = await startTestAzurite();
});
afterAll(() => azurite.stop());

const onTables = async (): Promise<Ledger> => {
  const table = tableOf(
    { MESH_STORAGE: azurite.connectionString },
    `ledger${randomUUID().replaceAll('-', '')}`,
  );
  await table.createTable();
  return tableLedger({ table, newId: randomUUID, historyIn });
};

const anEntry = (changes: Partial<InvoiceEntry> = {}): InvoiceEntry => ({
  kind: 'invoice',
  supplier: 'vat:DE812345670',
  name: 'Lampen GmbH',
  number: 'R-1',
  issueDate: '2026-11-02',
  currency: 'EUR',
  withoutVat: '100.00',
  withVat: '119.00',
  payable: '119.00',
  ...changes,
});

describe.each<[name: string, make: () => Promise<Ledger>]>([
  ['in memory', async () => memoryLedger()],
  ['on tables', onTables],
])('a ledger %s', (_, make) => {
  let ledger: Ledger;
  beforeEach(async () => {
    ledger = await make();
  });
  const asked = ({ kind, supplier, number }: InvoiceEntry) => ledger.history({ kind, supplier, number });

  it('knows nothing of a supplier at first', async () =>
    expect(await asked(anEntry())).toEqual({ duplicate: false, bookings: 0, ibans: [] }));

  it('finds a document that was booked, and the accounts of its supplier', async () => {
    const { entry } = await ledger.book(anEntry({ iban: 'DE1' }), { key: 'run.post' });
    await ledger.book(anEntry({ number: 'R-2', iban: 'DE0' }), { key: 'other.post' });
    expect(await asked(anEntry())).toEqual({ duplicate: true, entry, bookings: 2, ibans: ['DE0', 'DE1'] });
  });

  it.each<[about: string, changes: Partial<InvoiceEntry>, duplicate: boolean]>([
    ['the same number in other case and spacing', { number: ' r -1' }, true],
    ['another number', { number: 'R-11' }, false],
    ['the number of a credit note', { kind: 'credit-note' }, false],
    ['the same number of another supplier', { supplier: "name:äöü / \\ # ? ' 猫" }, false],
  ])('tells a duplicate: %s', async (_about, changes, duplicate) => {
    await ledger.book(anEntry(), { key: 'run.post' });
    expect((await asked(anEntry(changes))).duplicate).toBe(duplicate);
  });

  it('books again what was booked: it is not the ledger that sees to it that a document is booked once', async () => {
    const first = await ledger.book(anEntry(), { key: 'run.post' });
    const second = await ledger.book(anEntry(), { key: 'run.post' });
    expect(second.entry).not.toBe(first.entry);
    expect((await asked(anEntry())).bookings).toBe(2);
  });

  it('says whether something was booked with a key', async () => {
    const { entry } = await ledger.book(anEntry(), { key: "it's run.post" });
    expect(await ledger.booked(anEntry().supplier, "it's run.post")).toEqual({ entry });
    expect(await ledger.booked(anEntry().supplier, 'other.post')).toBeUndefined();
    expect(await ledger.booked('vat:other', "it's run.post")).toBeUndefined();
  });
});

describe('a ledger on tables', () => {
  it('books nothing when it is told to stop before', async () => {
    const ledger = await onTables();
    await expect(ledger.book(anEntry(), { key: 'k', signal: AbortSignal.abort() })).rejects.toThrow();
    expect((await ledger.history(anEntry())).bookings).toBe(0);
  });

  const answering = (statusCode: number | undefined): Ledger => {
    const createEntity = async () => {
      throw new RestError('no', statusCode === undefined ? {} : { statusCode });
    };
    const listEntities = () => undefined as never;
    return tableLedger({ table: { createEntity, listEntities }, newId: () => 'id', historyIn });
  };

  it.each([503, 429, undefined])('asks to come back when the answer is %s', async (statusCode) =>
    expect(answering(statusCode).book(anEntry(), { key: 'k' })).rejects.toMatchObject({
      name: 'RetryableError',
      code: 'ledger-unavailable',
    }),
  );

  it.each([403, 404])('asks for somebody to look when the answer is %s', async (statusCode) =>
    expect(answering(statusCode).book(anEntry(), { key: 'k' })).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'ledger-refused',
    }),
  );

  it('takes a row with the id that it drew for its own: the client had sent it before', async () =>
    expect(await answering(409).book(anEntry(), { key: 'k' })).toEqual({ entry: 'id' }));
});
