import type { RecentEntry } from '../../../src/agents/invoice-triage/ledger';
import { usualOf } from '../../../src/agents/invoice-triage/usual';

const booked = (payable: string, changes: Partial<RecentEntry> = {}): RecentEntry => ({
  kind: 'invoice',
  currency: 'EUR',
  issueDate: '2026-11-02',
  payable,
  ...changes,
});
const invoice = { kind: 'invoice', currency: 'EUR' } as const;

it.each<[string, string[], object]>([
  ['one', ['100.00'], { documents: 1, median: '100.00', deviation: '0.00' }],
  ['an odd number', ['90.00', '100.00', '250.00'], { documents: 3, median: '100.00', deviation: '10.00' }],
  [
    'an even number',
    ['90.00', '100.00', '110.00', '130.00'],
    { documents: 4, median: '105.00', deviation: '10.00' },
  ],
  [
    'one far out',
    ['100.00', '101.00', '102.00', '103.00', '99999.00'],
    { documents: 5, median: '102.00', deviation: '1.00' },
  ],
])('takes medians of %s', (_, amounts, usual) =>
  expect(
    usualOf(
      invoice,
      amounts.map((amount) => booked(amount)),
    ),
  ).toEqual({ usual }),
);

it('compares with documents of the same kind and currency alone', () => {
  const entries = [
    booked('5.00', { currency: 'SEK' }),
    booked('7.00', { kind: 'credit-note' }),
    booked('9.00'),
  ];
  expect(usualOf(invoice, entries)).toEqual({ usual: { documents: 1, median: '9.00', deviation: '0.00' } });
  expect(usualOf({ kind: 'invoice' }, entries)).toEqual({});
});

it('takes the account of the latest invoice that named one', () =>
  expect(
    usualOf(invoice, [
      booked('1.00', { kind: 'credit-note', iban: 'DE9' }),
      booked('1.00'),
      booked('1.00', { iban: 'DE2' }),
      booked('1.00', { iban: 'DE1' }),
    ]),
  ).toMatchObject({ lastAccount: 'DE2' }));

it('says nothing of a supplier without entries', () => expect(usualOf(invoice, [])).toEqual({}));
