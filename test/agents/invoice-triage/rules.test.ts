import { validate } from '../../../src/agents/invoice-triage/rules';
import type { InvoiceFacts } from '../../../src/agents/invoice-triage/types';
import { someFacts, someLine } from './documents';

const { totals } = someFacts();
const vat = (amount: string, taxable = '100.00', rate = '19', category = 'S') => ({
  category,
  taxable,
  amount,
  rate,
});

/** Rule, what it is about, changes to a right invoice, and the figures of its finding; none: it passes. */
type Case = [
  rule: string,
  about: string,
  changes: Partial<InvoiceFacts>,
  figures?: [expected: string, actual: string],
];

const CASES: readonly Case[] = [
  ['BR-CO-10', 'a sum of lines a cent off', { totals: { ...totals, lines: '100.01' } }, ['100.00', '100.01']],
  [
    'BR-CO-10',
    'lines with more than two decimals, rounded half up',
    {
      lines: [someLine({ net: '33.335' }), someLine({ net: '66.67' })],
      totals: { ...totals, lines: '100.01' },
    },
  ],
  [
    'BR-CO-10',
    'negative lines, rounded half towards positive infinity',
    { lines: [someLine({ net: '-33.335' })], totals: { ...totals, lines: '-33.33' } },
  ],
  ['BR-CO-11', 'allowances without their sum', { allowances: [{ amount: '5.00' }] }, ['5.00', 'absent']],
  [
    'BR-CO-11',
    'a sum of allowances without allowances',
    { totals: { ...totals, allowances: '5.00' } },
    ['0.00', '5.00'],
  ],
  [
    'BR-CO-11',
    'a sum of allowances a cent off',
    { allowances: [{ amount: '5.00' }, { amount: '2.50' }], totals: { ...totals, allowances: '7.51' } },
    ['7.50', '7.51'],
  ],
  [
    'BR-CO-11',
    'a right sum of allowances',
    { allowances: [{ amount: '5.00' }, { amount: '2.50' }], totals: { ...totals, allowances: '7.50' } },
  ],
  ['BR-CO-11', 'neither allowances nor their sum', {}],
  ['BR-CO-12', 'charges without their sum', { charges: [{ amount: '4.00' }] }, ['4.00', 'absent']],
  [
    'BR-CO-12',
    'a sum of charges a cent off',
    { charges: [{ amount: '4.00' }], totals: { ...totals, charges: '3.99' } },
    ['4.00', '3.99'],
  ],
  [
    'BR-CO-12',
    'a right sum of charges',
    { charges: [{ amount: '4.00' }], totals: { ...totals, charges: '4.00' } },
  ],
  [
    'BR-CO-13',
    'a total without VAT that forgets the allowance',
    { totals: { ...totals, allowances: '10.00', charges: '3.00' } },
    ['93.00', '100.00'],
  ],
  [
    'BR-CO-13',
    'a right total without VAT',
    { totals: { ...totals, allowances: '10.00', charges: '3.00', withoutVat: '93.00' } },
  ],
  [
    'BR-CO-13',
    'a total without VAT a cent off',
    { totals: { ...totals, withoutVat: '99.99' } },
    ['100.00', '99.99'],
  ],
  [
    'BR-CO-14',
    'a total of VAT a cent off',
    { vatTotals: [{ currency: 'EUR', amount: '19.01' }] },
    ['19.00', '19.01'],
  ],
  [
    'BR-CO-14',
    'the sum of two rates',
    { vat: [vat('19.00'), vat('7.00', '100.00', '7')], vatTotals: [{ currency: 'EUR', amount: '26.00' }] },
  ],
  [
    'BR-CO-14',
    'VAT of accounting, which has no breakdown',
    {
      vatTotals: [
        { currency: 'SEK', amount: '212.80' },
        { currency: 'EUR', amount: '19.00' },
      ],
    },
  ],
  [
    'BR-CO-15',
    'a total with VAT a cent off',
    { totals: { ...totals, withVat: '119.01' } },
    ['119.00', '119.01'],
  ],
  [
    'BR-CO-15',
    'the VAT of the document, not that of accounting',
    {
      vatTotals: [
        { currency: 'SEK', amount: '212.80' },
        { currency: 'EUR', amount: '19.00' },
      ],
    },
  ],
  [
    'BR-CO-15',
    'no VAT total in the currency of the document',
    { vatTotals: [{ currency: 'SEK', amount: '212.80' }] },
    ['1', '0'],
  ],
  [
    'BR-CO-15',
    'two VAT totals in the currency of the document',
    {
      vatTotals: [
        { currency: 'EUR', amount: '19.00' },
        { currency: 'EUR', amount: '19.00' },
      ],
    },
    ['1', '2'],
  ],
  [
    'BR-CO-16',
    'an amount due that forgets what is paid',
    { totals: { ...totals, prepaid: '19.00' } },
    ['100.00', '119.00'],
  ],
  [
    'BR-CO-16',
    'what is paid and a rounding',
    { totals: { ...totals, prepaid: '18.70', rounding: '-0.30', payable: '100.00' } },
  ],
  ['BR-CO-16', 'a rounding alone', { totals: { ...totals, rounding: '0.05', payable: '119.05' } }],
  [
    'BR-CO-16',
    'an amount due a cent off',
    { totals: { ...totals, payable: '118.99' } },
    ['119.00', '118.99'],
  ],
  ['BR-CO-17', 'VAT 0.99 too high', { vat: [vat('19.99')] }],
  ['BR-CO-17', 'VAT 0.99 too low', { vat: [vat('18.01')] }],
  ['BR-CO-17', 'VAT 1.00 too high', { vat: [vat('20.00')] }, ['19.00', '20.00']],
  ['BR-CO-17', 'VAT 1.00 too low', { vat: [vat('18.00')] }, ['19.00', '18.00']],
  [
    'BR-CO-17',
    'VAT of half a cent, rounded up before it is compared',
    { vat: [vat('20.04', '100.25', '19')] },
  ],
  [
    'BR-CO-17',
    'VAT 1.00 off what half a cent is rounded to',
    { vat: [vat('2.03', '0.10', '1025')] },
    ['1.03', '2.03'],
  ],
  ['BR-CO-17', 'a negative base, by absolute values', { vat: [vat('-19.99', '-100.00')] }],
  ['BR-CO-17', 'a negative base 1.00 off', { vat: [vat('-20.00', '-100.00')] }, ['19.00', '20.00']],
  ['BR-CO-17', 'no rate, no VAT', { vat: [{ category: 'O', taxable: '100.00', amount: '0.00' }] }],
  [
    'BR-CO-17',
    'no rate, but VAT',
    { vat: [{ category: 'O', taxable: '100.00', amount: '19.00' }] },
    ['0.00', '19.00'],
  ],
  ['BR-CO-17', 'a rate of zero, VAT that rounds to zero', { vat: [vat('0.49', '100.00', '0', 'Z')] }],
  ['BR-CO-17', 'a rate of zero, VAT of a half', { vat: [vat('0.50', '100.00', '0', 'Z')] }, ['0.00', '0.50']],
  ['BR-CO-18', 'no breakdown', { vat: [] }, ['a VAT breakdown', 'absent']],
  ['BR-CO-18', 'a breakdown', {}],
  ['BR-S-08', 'a base 0.99 off', { vat: [vat('19.00', '100.99')] }],
  ['BR-S-08', 'a base 1.00 off', { vat: [vat('19.00', '101.00')] }, ['100.00', '101.00']],
  [
    'BR-S-08',
    'rates apart, allowances and charges of each',
    {
      lines: [someLine(), someLine({ net: '50.00', rate: '7.0' })],
      allowances: [{ amount: '10.00', category: 'S', rate: '19.00' }],
      charges: [{ amount: '4.00', category: 'S', rate: '7' }],
      vat: [vat('17.10', '90.00'), vat('3.78', '54.00', '7')],
    },
  ],
  [
    'BR-S-08',
    'a base with the lines of another rate',
    { lines: [someLine(), someLine({ net: '50.00', rate: '7' })], vat: [vat('28.50', '150.00')] },
    ['100.00', '150.00'],
  ],
  [
    'BR-AE-08',
    'a base a cent off, which is exact where there is no VAT',
    { lines: [someLine({ category: 'AE', rate: '0' })], vat: [vat('0.00', '100.01', '0', 'AE')] },
    ['100.00', '100.01'],
  ],
  [
    'BR-AE-08',
    'a right base',
    { lines: [someLine({ category: 'AE', rate: '0' })], vat: [vat('0.00', '100.00', '0', 'AE')] },
  ],
  ['BR-IC-08', 'category K', { vat: [vat('0.00', '100.00', '0', 'K')] }, ['0.00', '100.00']],
  ['BR-O-08', 'category O', { vat: [{ category: 'O', taxable: '1.00', amount: '0.00' }] }, ['0.00', '1.00']],
  ['BR-E-09', 'VAT where none is due', { vat: [vat('0.01', '100.00', '0', 'E')] }, ['0.00', '0.01']],
  ['BR-E-09', 'no VAT where none is due', { vat: [vat('0.00', '100.00', '0', 'E')] }],
  ['PEPPOL-EN16931-R120', 'a line 0.02 off', { lines: [someLine({ net: '100.02' })] }],
  ['PEPPOL-EN16931-R120', 'a line 0.03 off', { lines: [someLine({ net: '100.03' })] }, ['100.00', '100.03']],
  ['PEPPOL-EN16931-R120', 'a line 0.021 off', { lines: [someLine({ net: '99.979' })] }, ['100.00', '99.979']],
  [
    'PEPPOL-EN16931-R120',
    'a price for a hundred, an allowance and a charge',
    {
      lines: [
        someLine({
          quantity: '250',
          price: '12.40',
          priceQuantity: '100',
          allowances: '2.00',
          charges: '1.50',
          net: '30.50',
        }),
      ],
    },
  ],
  [
    'PEPPOL-EN16931-R120',
    'a price for three, without end',
    { lines: [someLine({ quantity: '1', price: '10', priceQuantity: '3', net: '3.30' })] },
    ['3.3333', '3.30'],
  ],
  [
    'PEPPOL-EN16931-R121',
    'a price for nothing',
    { lines: [someLine({ priceQuantity: '0' })] },
    ['more than 0', '0'],
  ],
  ['PEPPOL-EN16931-R121', 'a price for one', { lines: [someLine({ priceQuantity: '1' })] }],
];

const findingsOf = (rule: string, changes: Partial<InvoiceFacts>) =>
  validate(someFacts(changes)).filter((finding) => finding.rule === rule);

it.each(CASES.filter(([, , , figures]) => figures))('%s finds %s', (rule, _, changes, figures) => {
  const [finding] = findingsOf(rule, changes);
  expect([finding?.expected, finding?.actual]).toEqual(figures);
});

it.each(CASES.filter(([, , , figures]) => !figures))('%s allows %s', (rule, _, changes) =>
  expect(findingsOf(rule, changes)).toEqual([]),
);

it('finds nothing in a right invoice', () => expect(validate(someFacts())).toEqual([]));

it('says for a person what is wrong, and then by which rule and how far it may be off', () =>
  expect(findingsOf('BR-CO-17', { vat: [vat('25.00')] })).toEqual([
    {
      rule: 'BR-CO-17',
      terms: ['BT-116', 'BT-117', 'BT-119'],
      text: 'VAT for standard rate (S) at 19% should be 19.00, but is 25.00 (BR-CO-17; less than 1.00 apart is allowed)',
      where: 'standard rate (S) at 19%',
      expected: '19.00',
      actual: '25.00',
      tolerance: 'less than 1.00',
    },
  ]));

it('says what is not there', () =>
  expect(
    findingsOf('BR-CO-11', { allowances: [{ amount: '5.00', category: 'S', rate: '19' }] })[0]?.text,
  ).toBe('The allowances add up to 5.00, but their sum on the document is not given (BR-CO-11)'));
