import { RULES, RULES_VERSION, validate } from '../../../src/agents/invoice-triage/rules';
import { FAMILIES } from '../../../src/agents/invoice-triage/rules/vat/families';
import type { InvoiceFacts } from '../../../src/agents/invoice-triage/types';
import { someFacts, someLine } from './documents';
import { invoiceOf, PLAIN, rateOf, totalsOf } from './right-facts';
import type { Code, Taxed } from './right-facts';

/** A rule, a document that is right, what breaks it, and the rules that ask the same and so break with it. */
type Breach = [
  rule: string,
  right: InvoiceFacts,
  change: (facts: InvoiceFacts) => InvoiceFacts,
  twins?: string[],
];

const KINDS = ['line', 'allowance', 'charge'] as const;

/** Something of one kind in a category, and nothing else of it. */
const only = (kind: Taxed['kind'], code: Code): InvoiceFacts =>
  invoiceOf([
    ...(kind === 'line' || code === 'O' ? [] : [{ kind: 'line' as const, ...PLAIN, amount: '100.00' }]),
    ...(kind !== 'line' && code === 'O' ? [{ kind: 'line' as const, category: 'O', amount: '100.00' }] : []),
    { kind, category: code, ...rateOf(code), amount: '40.00' },
  ]);

const set =
  (changes: Partial<InvoiceFacts>) =>
  (facts: InvoiceFacts): InvoiceFacts => ({ ...facts, ...changes });

const drop = <T extends object, K extends keyof T>(from: T, ...members: K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(from).filter(([key]) => !members.includes(key as K))) as Omit<T, K>;

const without =
  (member: keyof InvoiceFacts) =>
  (facts: InvoiceFacts): InvoiceFacts =>
    drop(facts, member) as InvoiceFacts;

const party =
  (who: 'supplier' | 'buyer', ...members: (keyof InvoiceFacts['supplier'])[]) =>
  (facts: InvoiceFacts): InvoiceFacts => ({
    ...facts,
    [who]: drop(facts[who] as InvoiceFacts['supplier'], ...members),
  });

const line =
  (changes: Partial<InvoiceFacts['lines'][number]>) =>
  (facts: InvoiceFacts): InvoiceFacts => ({
    ...facts,
    lines: facts.lines.map((each) => ({ ...each, ...changes })),
  });

const group =
  (code: string, changes: (group: InvoiceFacts['vat'][number]) => Partial<InvoiceFacts['vat'][number]>) =>
  (facts: InvoiceFacts): InvoiceFacts => ({
    ...facts,
    vat: facts.vat.map((each) => (each.category === code ? { ...each, ...changes(each) } : each)),
  });

/** Adds a part that is worth nothing, so that no sum changes. */
const adding =
  (kind: Taxed['kind'], taxed: { category?: string; rate?: string }) =>
  (facts: InvoiceFacts): InvoiceFacts => {
    const nothing = { amount: '0.00', ...taxed };
    if (kind === 'allowance') return { ...facts, allowances: [...facts.allowances, nothing] };
    if (kind === 'charge') return { ...facts, charges: [...facts.charges, nothing] };
    const { rate: _, ...more } = someLine({ id: '9', quantity: '0', net: '0.00' });
    return { ...facts, lines: [...facts.lines, { ...more, category: 'S', ...taxed }] };
  };

const NOT_ALLOWED = { 'above zero': '0', 'zero or more': '-1', zero: '7', none: '0' };

const breachesOf = (family: (typeof FAMILIES)[number]): Breach[] => {
  const { code, rules, rate, seller, reason } = family;
  const right = only('line', code);
  const id = (number: string) => `BR-${rules}-${number}`;
  const isRated = family.groups === 'by rate';
  return [
    isRated
      ? [id('01'), only('line', 'Z'), adding('line', { category: code, ...rateOf(code) })]
      : [id('01'), right, (facts) => ({ ...facts, vat: [...facts.vat, ...facts.vat] })],
    ...KINDS.map((kind, at): Breach => {
      const rule = id(`0${at + 2}`);
      // Nothing stands beside what is not subject to VAT, so its line is there with its allowance.
      if (seller === 'no VAT number')
        return [
          rule,
          only(kind, code),
          (facts) => ({ ...facts, buyer: { ...facts.buyer, vatId: 'FR1' } }),
          kind === 'line' ? [] : ['BR-O-02'],
        ];
      return [rule, only(kind, code), party('supplier', 'vatId')];
    }),
    ...KINDS.map((kind, at): Breach => [
      id(`0${at + 5}`),
      only(kind, code),
      adding(kind, { category: code, rate: NOT_ALLOWED[rate] }),
    ]),
    [id('08'), right, group(code, () => ({ taxable: isRated ? '41.00' : '40.01' }))],
    isRated
      ? [
          id('09'),
          right,
          (facts) => ({
            ...facts,
            ...group(code, () => ({ amount: '3.80' }))(facts),
            ...totalsOf({ lines: '40.00', vat: '3.80' }),
          }),
          ['BR-CO-17'],
        ]
      : [
          id('09'),
          right,
          (facts) => ({
            ...group(code, () => ({ amount: '0.01' }))(facts),
            ...totalsOf({ lines: '40.00', vat: '0.01' }),
          }),
        ],
    [
      id('10'),
      right,
      (facts) => ({
        ...facts,
        vat: facts.vat.map((each) =>
          reason === 'needed' ? drop(each, 'exemption') : { ...each, exemptionCode: 'VATEX-EU-O' },
        ),
      }),
    ],
  ];
};

const right = someFacts();
const sums = { lines: '100.00', vat: '19.00' };
const inSek = someFacts({
  vatCurrency: 'SEK',
  vatTotals: [...right.vatTotals, { currency: 'SEK', amount: '212.80' }],
});
const adjusted = invoiceOf([
  { kind: 'line', category: 'S', rate: '19', amount: '100.00' },
  { kind: 'allowance', category: 'S', rate: '19', amount: '4.00' },
  { kind: 'charge', category: 'S', rate: '19', amount: '6.00' },
]);
const finerTotal =
  (name: keyof InvoiceFacts['totals']): Breach[2] =>
  (facts) => ({
    ...facts,
    totals: { ...facts.totals, [name]: `${facts.totals[name] ?? '0.00'}0` },
  });
const finer =
  (which: 'allowances' | 'charges', member: 'amount' | 'base'): Breach[2] =>
  (facts) => ({
    ...facts,
    [which]: facts[which].map((each) => ({ ...each, [member]: '4.000'.replace('4', each.amount[0]!) })),
  });
const withAdjustment = (kind: 'allowance' | 'charge', changes: object): Breach[2] =>
  line({ adjustments: [{ kind, amount: '0.00', base: '1.00', ...changes }] });
const supplied = only('line', 'K');
const outside = only('line', 'O');

const BREACHES: readonly Breach[] = [
  ['BR-01', right, without('specification')],
  ['BR-04', right, without('typeCode')],
  ['BR-08', right, party('supplier', 'address')],
  ['BR-09', right, party('supplier', 'country')],
  ['BR-10', right, party('buyer', 'address')],
  ['BR-11', right, party('buyer', 'country')],
  ['BR-32', adjusted, adding('allowance', {})],
  ['BR-37', adjusted, adding('charge', {})],
  [
    'BR-48',
    invoiceOf([{ kind: 'line', ...PLAIN, amount: '1.00' }]),
    (facts) => ({ ...facts, vat: facts.vat.map((each) => drop(each, 'rate')) }),
  ],
  ['BR-53', inSek, set({ vatTotals: right.vatTotals })],
  ['BR-CO-03', set({ taxPointDate: '2026-11-01' })(right), set({ taxPointCode: '35' })],
  ['BR-CO-09', right, (facts) => ({ ...facts, buyer: { ...facts.buyer, vatId: 'QQ123' } })],
  ['BR-CO-10', right, set(totalsOf({ ...sums, lines: '100.01' }))],
  ['BR-CO-11', right, set(totalsOf({ ...sums, allowances: '0.01' }))],
  ['BR-CO-12', right, set(totalsOf({ ...sums, charges: '0.01' }))],
  ['BR-CO-13', right, set(totalsOf(sums, { withoutVat: '100.01' }))],
  ['BR-CO-14', right, set(totalsOf(sums, { vatTotal: '19.01' }))],
  ['BR-CO-15', right, set(totalsOf(sums, { withVat: '119.01' }))],
  ['BR-CO-16', right, set(totalsOf(sums, { payable: '119.01' }))],
  [
    'BR-CO-17',
    invoiceOf([{ kind: 'line', category: 'B', rate: '22', amount: '100.00' }]),
    (facts) => ({
      ...group('B', () => ({ amount: '23.00' }))(facts),
      ...totalsOf({ lines: '100.00', vat: '23.00' }),
    }),
  ],
  ['BR-CO-18', invoiceOf([{ kind: 'line', ...PLAIN, amount: '1.00' }]), set({ vat: [] })],
  ['BR-CO-25', right, without('dueDate')],
  ...FAMILIES.flatMap(breachesOf),
  ['BR-IC-11', supplied, set({ delivery: { country: 'FR' } })],
  ['BR-IC-12', supplied, set({ delivery: { date: '2026-11-01' } })],
  [
    'BR-O-11',
    outside,
    (facts) => ({ ...facts, vat: [...facts.vat, { ...PLAIN, taxable: '0.00', amount: '0.00' }] }),
  ],
  ['BR-O-12', outside, adding('line', PLAIN)],
  ['BR-O-13', outside, adding('allowance', PLAIN)],
  ['BR-O-14', outside, adding('charge', PLAIN)],
  ['PEPPOL-EN16931-R120', right, line({ price: '26' })],
  ['PEPPOL-EN16931-R121', right, line({ priceQuantity: '0' })],
  ['BR-DEC-01', adjusted, finer('allowances', 'amount')],
  ['BR-DEC-02', adjusted, finer('allowances', 'base')],
  ['BR-DEC-05', adjusted, finer('charges', 'amount')],
  ['BR-DEC-06', adjusted, finer('charges', 'base')],
  ['BR-DEC-09', adjusted, finerTotal('lines')],
  ['BR-DEC-10', adjusted, finerTotal('allowances')],
  ['BR-DEC-11', adjusted, finerTotal('charges')],
  ['BR-DEC-12', adjusted, finerTotal('withoutVat')],
  ['BR-DEC-13', right, set({ vatTotals: [{ currency: 'EUR', amount: '19.000' }] })],
  ['BR-DEC-14', adjusted, finerTotal('withVat')],
  ['BR-DEC-15', inSek, set({ vatTotals: [...right.vatTotals, { currency: 'SEK', amount: '212.805' }] })],
  ['BR-DEC-16', adjusted, finerTotal('prepaid')],
  ['BR-DEC-17', adjusted, finerTotal('rounding')],
  ['BR-DEC-18', adjusted, finerTotal('payable')],
  ['BR-DEC-19', right, group('S', () => ({ taxable: '100.000' }))],
  ['BR-DEC-20', right, group('S', () => ({ amount: '19.000' }))],
  ['BR-DEC-23', right, line({ net: '100.000' })],
  ['BR-DEC-24', right, withAdjustment('allowance', { amount: '0.000' })],
  ['BR-DEC-25', right, withAdjustment('allowance', { base: '1.005' })],
  ['BR-DEC-27', right, withAdjustment('charge', { amount: '0.000' })],
  ['BR-DEC-28', right, withAdjustment('charge', { base: '1.005' })],
];

const broken = (facts: InvoiceFacts): string[] =>
  [...new Set(validate(facts).map(({ rule }) => rule))].sort();

describe.each(BREACHES)('%s', (rule, facts, change, twins = []) => {
  it('holds for a right document', () => expect(broken(facts)).toEqual([]));
  it('alone finds what breaks it', () => expect(broken(change(facts))).toEqual([rule, ...twins].sort()));
  it('says so in a sentence without gaps, the rule last', () => {
    const { text } = validate(change(facts)).find((finding) => finding.rule === rule)!;
    expect(text).toMatch(/^[A-Z][^{}]+ \(\S+(; [^()]+ is allowed)?\)$/);
    expect(text).toContain(`(${rule}`);
    expect(text).not.toMatch(/undefined|absent/);
  });
});

it('breaks every rule once', () =>
  expect(BREACHES.map(([rule]) => rule).sort()).toEqual(RULES.map(({ id }) => id).sort()));

it('follows one version of the rules, and names it', () => expect(RULES_VERSION).toContain('1.3.16'));

describe('rules with more than one way to be broken', () => {
  it.each<[string, InvoiceFacts, Breach[2]]>([
    ['BR-AE-02', only('line', 'AE'), party('buyer', 'vatId', 'companyId')],
    ['BR-IC-02', only('line', 'K'), party('buyer', 'vatId')],
    [
      'BR-S-01',
      only('line', 'Z'),
      (facts) => ({
        ...facts,
        vat: [...facts.vat, { category: 'L', rate: '7', taxable: '0.00', amount: '0.00' }],
      }),
    ],
    ['BR-S-05', only('line', 'S'), adding('line', { category: 'S' })],
    ['BR-Z-05', only('line', 'Z'), adding('line', { category: 'Z' })],
    ['BR-CO-09', right, (facts) => ({ ...facts, taxRepresentative: { vatId: '12345' } })],
  ])('%s', (rule, facts, change) =>
    expect(broken(change(facts))).toEqual([rule === 'BR-S-01' ? 'BR-AF-01' : rule]),
  );

  it.each<[string, InvoiceFacts, Breach[2]]>([
    [
      "a representative's VAT number for the seller's",
      only('line', 'K'),
      (facts) => ({ ...party('supplier', 'vatId')(facts), taxRepresentative: { vatId: 'FR1' } }),
    ],
    [
      "a tax number for the seller's VAT number",
      right,
      (facts) => ({ ...facts, supplier: { ...party('supplier', 'vatId')(facts).supplier, taxId: '77' } }),
    ],
    ["the buyer's company number for its VAT number", only('line', 'AE'), party('buyer', 'vatId')],
    [
      'a period for a date of delivery',
      supplied,
      set({ delivery: { country: 'FR' }, period: { start: '2026-11-01' } }),
    ],
    [
      'the Greek prefix, and that of Northern Ireland',
      right,
      (facts) => ({
        ...facts,
        supplier: { ...facts.supplier, vatId: 'EL1' },
        buyer: { ...facts.buyer, vatId: 'XI1' },
      }),
    ],
    [
      'terms of payment for a due date',
      right,
      (facts) => ({ ...without('dueDate')(facts), paymentTerms: 'at once' }),
    ],
    [
      'a credit note that is due no day',
      right,
      (facts) => ({ ...without('dueDate')(facts), kind: 'credit-note' }),
    ],
    [
      'an invoice with nothing to pay',
      right,
      (facts) => ({ ...without('dueDate')(facts), ...totalsOf(sums, { prepaid: '119.00' }) }),
    ],
    [
      'a rate of zero for IGIC',
      invoiceOf([{ kind: 'line', category: 'L', rate: '0', amount: '5.00' }]),
      (facts) => facts,
    ],
    ['a base 0.99 off', only('line', 'L'), group('L', () => ({ taxable: '40.99' }))],
    [
      'VAT 0.99 off',
      only('line', 'M'),
      (facts) => ({
        ...group('M', () => ({ amount: '3.79' }))(facts),
        ...totalsOf({ lines: '40.00', vat: '3.79' }),
      }),
    ],
  ])('allow %s', (_, facts, change) => expect(broken(change(facts))).toEqual([]));
});
