import * as fc from 'fast-check';
import { Money, plain, sum, toCent } from '../../../src/agents/invoice-triage/money';
import { FAMILIES } from '../../../src/agents/invoice-triage/rules/vat/families';
import { validate } from '../../../src/agents/invoice-triage/rules';
import type { InvoiceFacts } from '../../../src/agents/invoice-triage/types';
import { someFacts, someLine } from './documents';
import { invoiceOf } from './right-facts';
import type { Taxed } from './right-facts';

const RATES = ['7', '19', '25.5'];
const RATES_OF = {
  'above zero': fc.constantFrom(...RATES),
  'zero or more': fc.constantFrom('0', '3', '9.5'),
  zero: fc.constant('0'),
  none: fc.constant('0'),
};
const cents = (min: number, max: number) =>
  fc.integer({ min, max }).map((amount) => plain(new Money(amount).div(100)));
const rated = fc.record({ amount: cents(1, 500_00), rate: fc.constantFrom(...RATES) });

/** Right invoices of any shape: what is added up here is all that the rules ask for. */
const rightFacts: fc.Arbitrary<InvoiceFacts> = fc
  .record({
    lines: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 999 }),
        price: cents(0, 900_00),
        rate: fc.constantFrom(...RATES),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    allowances: fc.array(rated, { maxLength: 3 }),
    charges: fc.array(rated, { maxLength: 3 }),
    prepaid: fc.option(cents(0, 100_00), { nil: undefined }),
    rounding: fc.option(cents(-50, 50), { nil: undefined }),
  })
  .map(({ lines, allowances, charges, prepaid, rounding }) => {
    const billed = lines.map(({ quantity, price, rate }, at) =>
      someLine({
        id: `${at + 1}`,
        quantity: `${quantity}`,
        price,
        rate,
        net: plain(new Money(price).times(quantity)),
      }),
    );
    const taxableAt = (rate: string) => {
      const of = <T extends { rate?: string }>(parts: readonly T[]) =>
        parts.filter((part) => part.rate === rate);
      return sum(of(billed).map(({ net }) => net))
        .minus(sum(of(allowances).map(({ amount }) => amount)))
        .plus(sum(of(charges).map(({ amount }) => amount)));
    };
    const used = new Set([...billed, ...allowances, ...charges].map(({ rate }) => rate));
    const vat = RATES.filter((rate) => used.has(rate)).map((rate) => {
      const taxable = taxableAt(rate);
      return {
        category: 'S',
        rate,
        taxable: plain(taxable),
        amount: plain(toCent(taxable.times(rate).div(100))),
      };
    });
    const sumOf = (parts: readonly { amount: string }[]) => sum(parts.map(({ amount }) => amount));
    const [less, more, tax] = [sumOf(allowances), sumOf(charges), sumOf(vat)];
    const net = sum(billed.map((line) => line.net));
    const withoutVat = net.minus(less).plus(more);
    const withVat = withoutVat.plus(tax);
    return someFacts({
      lines: billed,
      allowances: allowances.map((part) => ({ ...part, category: 'S' })),
      charges: charges.map((part) => ({ ...part, category: 'S' })),
      vat,
      vatTotals: [{ currency: 'EUR', amount: plain(tax) }],
      totals: {
        lines: plain(net),
        allowances: plain(less),
        charges: plain(more),
        withoutVat: plain(withoutVat),
        withVat: plain(withVat),
        payable: plain(withVat.minus(prepaid ?? 0).plus(rounding ?? 0)),
        ...(prepaid !== undefined && { prepaid }),
        ...(rounding !== undefined && { rounding }),
      },
    });
  });

const ofCategory = fc.constantFrom(...FAMILIES.filter(({ code }) => code !== 'O')).chain(({ code, rate }) =>
  fc.record({
    kind: fc.constantFrom('line', 'allowance', 'charge'),
    category: fc.constant(code as string),
    rate: RATES_OF[rate],
    amount: cents(0, 900_00),
  }),
);
const outside = fc.record({
  kind: fc.constantFrom('line', 'allowance', 'charge'),
  category: fc.constant('O'),
  amount: cents(0, 900_00),
});
const aLine = <T extends Taxed>(parts: readonly T[]): T[] =>
  parts.map((part, at) => (at === 0 ? { ...part, kind: 'line' } : part));

it('finds nothing in an invoice of whatever VAT categories, side by side', () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array<Taxed>(ofCategory, { minLength: 1, maxLength: 12 }),
        fc.array<Taxed>(outside, { minLength: 1, maxLength: 5 }),
      ),
      (parts) => expect(validate(invoiceOf(aLine(parts)))).toEqual([]),
    ),
  ));

it('finds nothing in an invoice that adds up', () =>
  fc.assert(fc.property(rightFacts, (facts) => expect(validate(facts)).toEqual([]))));

it('finds a cent that is too much or missing in any total', () =>
  fc.assert(
    fc.property(rightFacts, fc.nat(), fc.constantFrom('0.01', '-0.01'), (facts, at, cent) => {
      const names = Object.keys(facts.totals) as (keyof InvoiceFacts['totals'])[];
      const name = names[at % names.length]!;
      const wrong = {
        ...facts,
        totals: { ...facts.totals, [name]: plain(new Money(facts.totals[name]!).plus(cent)) },
      };
      expect(validate(wrong)).not.toEqual([]);
    }),
  ));
