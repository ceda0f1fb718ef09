import { randomUUID } from 'node:crypto';
import { RestError } from '@azure/data-tables';
import type { TableClient } from '@azure/data-tables';
import { memoryLedger } from '../../src/agents/invoice-triage';
import type { Ledger, LedgerEntry } from '../../src/agents/invoice-triage';
import { tableOf } from '../../src/azure/connections';
import { tableLedger } from '../../src/azure/table-ledger';
import { startTestTableService, type TestTableService } from '../support/tables';

let service: TestTableService;
beforeAll(async () => {
  service = await startTestTableService();
});
afterAll(() => service.stop());

interface Kept {
  ledger: Ledger;
  /** Numbers of all that was ever booked, repeated ones included. */
  numbers: () => Promise<string[]>;
}

const inMemory = async (): Promise<Kept> => {
  const ledger = memoryLedger();
  return { ledger, numbers: async () => ledger.entries.map(({ number }) => number) };
};

const onTables = async (): Promise<Kept> => {
  const table = tableOf({ MESH_STORAGE: service.connectionString }, `t${randomUUID().replaceAll('-', '')}`);
  await table.createTable();
  const numbers = async () => {
    const found: string[] = [];
    for await (const row of table.listEntities<{ number?: string }>()) if (row.number) found.push(row.number);
    return found;
  };
  return { ledger: tableLedger({ table, newId: randomUUID }), numbers };
};

const SUPPLIER = 'vat:DE812345670';

const anEntry = (changes: Partial<LedgerEntry> = {}): LedgerEntry => ({
  kind: 'invoice',
  supplier: SUPPLIER,
  name: 'Lampen GmbH',
  number: 'R-1',
  document: 'invoice:R-1',
  issueDate: '2026-11-02',
  currency: 'EUR',
  withoutVat: '100.00',
  withVat: '119.00',
  payable: '119.00',
  ...changes,
});

describe.each([
  { where: 'in memory', make: inMemory },
  { where: 'on tables', make: onTables },
])('a ledger $where', ({ make }) => {
  let ledger: Ledger;
  let numbers: Kept['numbers'];
  beforeEach(async () => {
    ({ ledger, numbers } = await make());
  });

  it('knows nothing at first', async () => {
    expect(await ledger.find(SUPPLIER, 'invoice:R-1')).toBeUndefined();
    expect(await ledger.booked(SUPPLIER, 'run.post')).toBeUndefined();
    expect(await ledger.knows(SUPPLIER, 'DE1')).toEqual({ supplier: false, account: false });
  });

  it('finds what was booked by its document, and by the key that it was booked with', async () => {
    const { entry } = await ledger.book(anEntry(), { key: "it's run.post" });
    await ledger.book(anEntry({ number: 'R-2', document: 'invoice:R-2' }), { key: 'other.post' });
    expect(await ledger.find(SUPPLIER, 'invoice:R-1')).toEqual({ entry });
    expect(await ledger.booked(SUPPLIER, "it's run.post")).toEqual({ entry });
  });

  it.each([
    ['another number', SUPPLIER, 'invoice:R-11'],
    ['a credit note of the number', SUPPLIER, 'credit-note:R-1'],
    ['another supplier', "name:äöü / \\ # ? ' 猫", 'invoice:R-1'],
  ])('does not take one document for another: %s', async (_, supplier, document) => {
    await ledger.book(anEntry(), { key: 'run.post' });
    expect(await ledger.find(supplier, document)).toBeUndefined();
    const { entry } = await ledger.book(anEntry({ supplier, document }), { key: 'other.post' });
    expect(await ledger.find(supplier, document)).toEqual({ entry });
  });

  it('does not take one key for another, nor one supplier', async () => {
    await ledger.book(anEntry(), { key: 'run.post' });
    expect(await ledger.booked(SUPPLIER, 'other.post')).toBeUndefined();
    expect(await ledger.booked('vat:other', 'run.post')).toBeUndefined();
  });

  it('knows a supplier, and its accounts', async () => {
    await ledger.book(anEntry({ iban: 'DE1' }), { key: 'run.post' });
    expect(await ledger.knows(SUPPLIER, 'DE1')).toEqual({ supplier: true, account: true });
    expect(await ledger.knows(SUPPLIER, 'DE2')).toEqual({ supplier: true, account: false });
    expect(await ledger.knows('vat:other', 'DE1')).toEqual({ supplier: false, account: false });
    await ledger.book(anEntry({ iban: 'DE2' }), { key: 'run-2.post' });
    expect(await ledger.knows(SUPPLIER, 'DE1')).toEqual({ supplier: true, account: true });
  });

  it('tells what was booked lately, by date of issue, and no more than asked for', async () => {
    const days = ['2026-10-30', '2026-11-02', '2025-12-31', '2026-11-01'];
    for (const [at, issueDate] of days.entries())
      await ledger.book(anEntry({ issueDate, payable: `${at}.00`, ...(at > 1 && { iban: 'DE1' }) }), {
        key: `run-${at}.post`,
      });
    await ledger.book(anEntry({ supplier: 'vat:other', issueDate: '2026-11-03' }), { key: 'other.post' });
    const recent = await ledger.recent(SUPPLIER, { most: 3 });
    expect(recent.map(({ issueDate, payable, iban }) => [issueDate, payable, iban])).toEqual([
      ['2026-11-02', '1.00', undefined],
      ['2026-11-01', '3.00', 'DE1'],
      ['2026-10-30', '0.00', undefined],
    ]);
    expect(await ledger.recent('vat:nobody', { most: 3 })).toEqual([]);
    expect(await ledger.booked(SUPPLIER, 'run-3.post')).toBeDefined();
  });

  it('books again what was booked: it is not the ledger that sees to it that a document is booked once', async () => {
    const first = await ledger.book(anEntry(), { key: 'run.post' });
    const second = await ledger.book(anEntry(), { key: 'run.post' });
    expect(second.entry).not.toBe(first.entry);
    expect(await numbers()).toEqual(['R-1', 'R-1']);
  });
});

describe('a ledger on tables', () => {
  it('books nothing when it is told to stop before', async () => {
    const { ledger, numbers } = await onTables();
    await expect(ledger.book(anEntry(), { key: 'k', signal: AbortSignal.abort() })).rejects.toThrow();
    expect(await numbers()).toEqual([]);
  });

  const failing = (statusCode?: number, code?: string) => async () => {
    throw new RestError('no', { ...(statusCode && { statusCode }), ...(code && { code }) });
  };
  const answering = (statusCode?: number, code?: string): Ledger =>
    ledgerOn({ submitTransaction: failing(statusCode, code), getEntity: failing(statusCode, code) });
  const ledgerOn = (table: object): Ledger => tableLedger({ table: table as TableClient, newId: () => 'id' });

  it.each([503, 429, undefined])('asks to come back when the answer is %s', async (statusCode) => {
    const passing = { name: 'RetryableError', code: 'ledger-unavailable' };
    await expect(answering(statusCode).book(anEntry(), { key: 'k' })).rejects.toMatchObject(passing);
    await expect(answering(statusCode).find(SUPPLIER, 'd')).rejects.toMatchObject(passing);
  });

  it.each([
    [403, 'AuthorizationFailure'],
    [404, 'TableNotFound'],
  ])('asks for somebody to look when the answer is %s %s', async (statusCode, code) => {
    const refused = { name: 'TerminalError', code: 'ledger-refused', message: `the ledger refuses: ${code}` };
    await expect(answering(statusCode, code).book(anEntry(), { key: 'k' })).rejects.toMatchObject(refused);
    await expect(answering(statusCode, code).knows(SUPPLIER, 'DE1')).rejects.toMatchObject(refused);
  });

  it('names the reason of a refusal where the service puts it', async () => {
    const refuse = async () => {
      const details = { odataError: { code: 'AuthorizationPermissionMismatch' } };
      throw Object.assign(new RestError('no', { statusCode: 403 }), { details });
    };
    const ledger = ledgerOn({ submitTransaction: refuse, getEntity: refuse });
    await expect(ledger.find(SUPPLIER, 'd')).rejects.toMatchObject({
      message: 'the ledger refuses: AuthorizationPermissionMismatch',
    });
  });

  it('takes a row with the id that it drew for its own: the client had sent it before', async () => {
    const ledger = ledgerOn({ submitTransaction: failing(409), getEntity: async () => ({ entry: 'id' }) });
    expect(await ledger.book(anEntry(), { key: 'k' })).toEqual({ entry: 'id' });
  });

  it('knows an account whose supplier was booked for the first time while it looked', async () => {
    const table = tableOf({ MESH_STORAGE: service.connectionString }, `t${randomUUID().replaceAll('-', '')}`);
    await table.createTable();
    const other = tableLedger({ table, newId: randomUUID });
    const iban = 'DE12500105170648489890';
    let looks = 0;
    const getEntity: TableClient['getEntity'] = async (...keys) => {
      looks += 1;
      const first = looks === 1;
      const found = table.getEntity<never>(...keys);
      // It has looked for the account, in vain, and looks for the supplier next.
      if (first) await found.catch(() => other.book(anEntry({ iban }), { key: 'k' }));
      return found;
    };
    const meanwhile = Object.assign(Object.create(table) as TableClient, { getEntity });
    expect(await tableLedger({ table: meanwhile, newId: randomUUID }).knows(SUPPLIER, iban)).toEqual({
      supplier: true,
      account: true,
    });
  });

  it('takes no conflict for a booking, when the row is not there', async () => {
    const ledger = ledgerOn({ submitTransaction: failing(409), getEntity: failing(404, 'ResourceNotFound') });
    await expect(ledger.book(anEntry(), { key: 'k' })).rejects.toMatchObject({ name: 'RetryableError' });
  });
});
