import { isIban } from '../../../src/agents/invoice-triage/iban';
import { inForce, policyOf } from '../../../src/agents/invoice-triage/policy';
import { riskOf } from '../../../src/agents/invoice-triage/risk';
import type { InvoiceCase } from '../../../src/agents/invoice-triage/types';

const given = policyOf(inForce);
const policy = {
  ...given,
  suppliers: { 'vat:own': { limits: { EUR: '500.00' } }, 'vat:large': { limits: { EUR: '20000.00' } } },
};
const IBAN = 'DE89370400440532013000';
const OTHER_IBAN = 'NL91ABNA0417164300';

/** A case without any risk. */
const someCase = (changes: Partial<InvoiceCase> = {}): InvoiceCase => ({
  kind: 'invoice',
  number: 'R-1',
  supplier: { id: 'vat:DE812345670', name: 'Lampen GmbH', vatId: 'DE812345670', country: 'DE' },
  issueDate: '2026-11-02',
  dueDate: '2026-12-02',
  currency: 'EUR',
  payable: '119.00',
  orderReference: 'PO-1',
  iban: IBAN,
  findings: [],
  history: { duplicate: false, supplierKnown: true, accountKnown: true },
  ...changes,
});
const without = (member: 'iban' | 'dueDate' | 'orderReference'): InvoiceCase => {
  const { [member]: _, ...rest } = someCase();
  return rest;
};
const { supplier, history } = someCase();
const usual = { documents: 4, median: '120.00', deviation: '5.00' };
const finding = { rule: 'BR-CO-10', text: 'off', expected: '1.00', actual: '2.00', tolerance: 'exact' };

it.each<[code: string, about: string, it: InvoiceCase]>([
  ['over-limit', '10,000.01 EUR', someCase({ payable: '10000.01' })],
  ['far-over-limit', '100,000.01 EUR', someCase({ payable: '100000.01' })],
  ['no-limit-for-currency', 'roubles', someCase({ currency: 'RUB' })],
  ['negative-amount', 'an invoice that gives money back', someCase({ payable: '-5.00' })],
  [
    'new-supplier',
    'no bookings',
    someCase({ history: { ...history, supplierKnown: false, accountKnown: false } }),
  ],
  ['no-vat-id', 'a supplier without one', someCase({ supplier: { id: 'name:x', name: 'x' } })],
  [
    'vat-id-of-other-country',
    'a French identifier',
    someCase({ supplier: { ...supplier, vatId: 'FR12345678901' } }),
  ],
  ['no-iban', 'nowhere to pay to', without('iban')],
  ['iban-wrong', 'a digit mistyped', someCase({ iban: 'DE89370400440532013001' })],
  ['iban-of-other-country', 'a Dutch account', someCase({ iban: OTHER_IBAN })],
  [
    'iban-never-used',
    'another account than before',
    someCase({ history: { ...history, accountKnown: false } }),
  ],
  [
    'iban-changed',
    'an account of earlier times',
    someCase({ history: { ...history, lastAccount: OTHER_IBAN } }),
  ],
  ['unusual-amount', 'ten times the usual', someCase({ payable: '1190.01', history: { ...history, usual } })],
  ['unusual-amount', 'a tenth of the usual', someCase({ payable: '11.90', history: { ...history, usual } })],
  [
    'over-limit',
    "a supplier's own limit",
    someCase({ supplier: { ...supplier, id: 'vat:own' }, payable: '500.01' }),
  ],
  [
    'no-limit-for-currency',
    'a currency that neither it nor all have',
    someCase({ supplier: { ...supplier, id: 'vat:own' }, currency: 'RUB' }),
  ],
  ['due-before-issue', 'due the day before', someCase({ dueDate: '2026-11-01' })],
  ['short-term', 'due in six days', someCase({ dueDate: '2026-11-08' })],
  ['round-amount', '3,000.00 EUR', someCase({ payable: '3000.00' })],
  ['no-order', 'no order', without('orderReference')],
])('%s: %s', (code, _, it) => {
  const reason = riskOf(it, policy).reasons.find((candidate) => candidate.code === code);
  expect(reason?.points).toBe(policy.points[code as keyof typeof policy.points]);
});

it.each<[about: string, it: InvoiceCase]>([
  ['nothing', someCase()],
  ['an amount at the limit', someCase({ payable: '9999.99' })],
  [
    'an amount of which too few are known',
    someCase({ payable: '1190.01', history: { ...history, usual: { ...usual, documents: 3 } } }),
  ],
  [
    'an amount six deviations off',
    someCase({
      payable: '170.00',
      history: { ...history, usual: { ...usual, median: '119.00', deviation: '8.50' } },
    }),
  ],
  [
    'an amount a quarter off the median of amounts that hardly differ',
    someCase({ payable: '150.00', history: { ...history, usual: { ...usual, deviation: '0.00' } } }),
  ],
  ['the account of the last invoice', someCase({ history: { ...history, lastAccount: IBAN } })],
  [
    "an amount within a supplier's own limit, over that of all",
    someCase({ payable: '10001.50', supplier: { ...supplier, id: 'vat:large' } }),
  ],
  ['a term of a week', someCase({ dueDate: '2026-11-09' })],
  ['no term', without('dueDate')],
  [
    'a Greek VAT identifier',
    someCase({
      supplier: { ...supplier, vatId: 'EL123456789', country: 'GR' },
      iban: 'GR1601101250000000012300695',
    }),
  ],
  ['a credit note without order and account', { ...without('iban'), kind: 'credit-note' }],
])('finds no risk in %s', (_, it) =>
  expect(riskOf(it, policy)).toMatchObject({ level: 'low', score: 0, reasons: [] }),
);

it('asks a person from the score on that the policy names', () => {
  const it = someCase({ payable: '10000.01' });
  expect(riskOf(it, { ...policy, highFrom: 50 })).toMatchObject({ level: 'high', bookable: true, score: 50 });
  expect(riskOf(it, { ...policy, highFrom: 51 }).level).toBe('low');
});

it.each<[about: string, code: string, it: InvoiceCase]>([
  ['a duplicate', 'duplicate', someCase({ history: { ...history, duplicate: true, entry: 'entry-1' } })],
  ['what is wrong', 'BR-CO-10', someCase({ findings: [finding] })],
])('rejects %s, whatever the score', (_, code, it) => {
  const risk = riskOf(it, policy);
  expect(risk).toMatchObject({ level: 'reject', bookable: false });
  expect(risk.reasons[0]).toMatchObject({ code, points: 0 });
});

it('adds up the points, and names the weightiest reason first', () => {
  const { score, reasons, summary } = riskOf(
    someCase({ payable: '12000.00', history: { ...history, supplierKnown: false } }),
    policy,
  );
  expect(reasons.map(({ code, points }) => [code, points])).toEqual([
    ['over-limit', 50],
    ['new-supplier', 15],
    ['round-amount', 10],
  ]);
  expect(score).toBe(75);
  expect(summary).toBe(
    'Invoice R-1 of Lampen GmbH, 12,000.00 EUR: 12,000.00 EUR is over the limit of 10,000.00 EUR, and 2 more',
  );
});

it('says whose limit it is, and which account was the last', () => {
  const texts = (it: InvoiceCase) => riskOf(it, policy).reasons.map(({ text }) => text);
  expect(texts(someCase({ supplier: { ...supplier, id: 'vat:own' }, payable: '500.01' }))).toEqual([
    '500.01 EUR is over the limit of 500.00 EUR for Lampen GmbH',
  ]);
  expect(texts(someCase({ history: { ...history, lastAccount: OTHER_IBAN } }))).toEqual([
    `The IBAN changed since the last invoice, from ${OTHER_IBAN} to ${IBAN}, which was used before`,
  ]);
  expect(texts(someCase({ payable: '1190.01', history: { ...history, usual } }))).toEqual([
    '1,190.01 EUR is unusual for Lampen GmbH: the last 4 came to around 120.00 EUR',
  ]);
});

it.each([
  [IBAN, true],
  [OTHER_IBAN, true],
  ['GB82WEST12345698765432', true],
  ['GB82WEST12345698765433', false],
  ['DE89', false],
  ['', false],
])('isIban(%j) is %s', (iban, is) => expect(isIban(iban)).toBe(is));
