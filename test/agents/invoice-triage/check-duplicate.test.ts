import type { Ledger } from '../../../src/agents/invoice-triage';
import { checkDuplicate } from '../../../src/agents/invoice-triage/skills/check-duplicate';

const IBAN = 'DE12500105170648489890';
const DOCUMENT = {
  kind: 'invoice',
  supplier: 'vat:DE1',
  number: 'R-2',
  currency: 'EUR',
  iban: IBAN,
} as const;

/** A ledger in which somebody booked the supplier's first invoice after `knows` had looked and before `recent` did. */
const meanwhile: Pick<Ledger, 'find' | 'knows' | 'recent'> = {
  find: async () => undefined,
  knows: async () => ({ supplier: false, account: false }),
  recent: async () => [
    { kind: 'invoice', currency: 'EUR', payable: '10.00', issueDate: '2026-11-02', iban: IBAN },
  ],
};

const perform = (document: object) =>
  checkDuplicate({ ledger: meanwhile }).perform(
    document as never,
    { signal: new AbortController().signal } as never,
  );

it('knows a supplier and its account by whatever the ledger has of them', async () => {
  expect(await perform(DOCUMENT)).toMatchObject({
    supplierKnown: true,
    accountKnown: true,
    lastAccount: IBAN,
  });
});

it('does not take one account for another', async () => {
  expect(await perform({ ...DOCUMENT, iban: 'DE44500105175407324931' })).toMatchObject({
    supplierKnown: true,
    accountKnown: false,
    lastAccount: IBAN,
  });
});
