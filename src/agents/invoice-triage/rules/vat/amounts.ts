import { Decimal } from 'decimal.js';
import type { InvoiceFacts } from '../../types';
import { Money, sum, toCent, ZERO } from '../../money';
import { exact, lessThanOne } from '../rule';
import type { Figures, Rule, Tolerance } from '../rule';
import { labelOf } from './families';
import type { Family } from './families';
import { isOf, partsOf, PARTS } from './parts';
import type { Part } from './parts';

type Breakdown = InvoiceFacts['vat'][number];

/** To a whole number, half towards positive infinity, as XPath's `round`. */
const rounded = (amount: Decimal.Value): Money =>
  new Money(amount).toDecimalPlaces(0, Decimal.ROUND_HALF_CEIL);

const roundsToZero: Tolerance = { name: 'less than 0.50', allows: (_, actual) => rounded(actual).isZero() };

/** The published rules compare absolute values, so that negative invoices have the same tolerance. */
const vatAtRate = (breakdown: Breakdown, rate: string): Figures => ({
  where: labelOf(breakdown),
  expected: toCent(new Money(breakdown.taxable).abs().times(rate).div(100)),
  actual: new Money(breakdown.amount).abs(),
  tolerance: lessThanOne,
});

const vatOf = (breakdown: Breakdown): Figures => {
  const { rate, amount } = breakdown;
  if (rate !== undefined && !rounded(rate).isZero()) return vatAtRate(breakdown, rate);
  return {
    where: labelOf(breakdown),
    expected: ZERO,
    actual: new Money(amount),
    tolerance: roundsToZero,
  };
};

/** BR-CO-17: VAT is base times rate. */
export const VAT_OF_CATEGORIES: Rule = {
  id: 'BR-CO-17',
  terms: ['BT-116', 'BT-117', 'BT-119'],
  asks: 'The VAT of a category is its taxable amount times its rate',
  says: 'VAT for {where} should be {expected}, but is {actual}',
  looks: ({ vat }) => vat.map(vatOf),
};

/** BR-48: a rate for each category but the one without. */
export const RATE_OF_CATEGORIES: Rule = {
  id: 'BR-48',
  terms: ['BG-23', 'BT-119'],
  asks: 'Each group of the VAT breakdown has a rate, but for what is not subject to VAT',
  says: 'The VAT breakdown gives no rate for {where}',
  looks: ({ vat }) =>
    vat
      .filter(({ category, rate }) => rate === undefined && category !== 'O')
      .map((group) => ({ where: labelOf(group), expected: 'a rate' })),
};

const [LINES, ALLOWANCES, CHARGES] = PARTS;
const amountOf = (parts: readonly Part[]): Money => sum(parts.map(({ amount }) => amount));

const baseOf = (facts: InvoiceFacts, isCounted: (part: Part) => boolean): Money =>
  amountOf(LINES.of(facts).filter(isCounted))
    .minus(amountOf(ALLOWANCES.of(facts).filter(isCounted)))
    .plus(amountOf(CHARGES.of(facts).filter(isCounted)));

const sameRate = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined ? one === other : new Money(one).eq(other);

// The artefacts refuse a standard-rated group of a rate that nothing has, whatever its base.
const unused: Tolerance = { name: 'exact', allows: () => false };

const isCountedIn =
  (family: Family, { rate }: Breakdown) =>
  (part: Part): boolean =>
    isOf(family)(part) && (family.groups === 'one' || sameRate(part.rate, rate));

const toleranceOf = (family: Family, isUsed: boolean): Tolerance => {
  if (family.groups === 'one') return exact;
  return isUsed || family.code !== 'S' ? lessThanOne : unused;
};

/** BR-x-08: the taxable amount is what the parts of the category add up to. */
export const baseRule = (family: Family): Rule => ({
  id: `BR-${family.rules}-08`,
  terms: ['BT-116', 'BT-131', 'BT-92', 'BT-99'],
  asks: `The taxable amount of ${labelOf({ category: family.code })} is what its lines, less its allowances, plus its charges, add up to${family.groups === 'one' ? '' : ', for each rate'}`,
  says: 'What is {where} adds up to {expected}, but the VAT breakdown taxes {actual}',
  looks: (facts) =>
    facts.vat.filter(isOf(family)).map((breakdown) => {
      const isCounted = isCountedIn(family, breakdown);
      return {
        where: labelOf(breakdown),
        expected: baseOf(facts, isCounted),
        actual: new Money(breakdown.taxable),
        tolerance: toleranceOf(family, partsOf(facts).some(isCounted)),
      };
    }),
});

const noVat = (breakdown: Breakdown): Figures => ({
  where: labelOf(breakdown),
  expected: ZERO,
  actual: new Money(breakdown.amount),
  tolerance: exact,
});

/** BR-x-09: the VAT is base times rate, or zero where none is due. */
export const vatRule = (family: Family): Rule => ({
  id: `BR-${family.rules}-09`,
  terms: ['BT-116', 'BT-117', 'BT-119'],
  asks:
    family.groups === 'one'
      ? `The VAT of ${labelOf({ category: family.code })} is zero`
      : `The VAT of ${labelOf({ category: family.code })} is its taxable amount times its rate`,
  says: 'VAT for {where} should be {expected}, but is {actual}',
  looks: ({ vat }) =>
    vat
      .filter(isOf(family))
      .flatMap((group) =>
        family.groups === 'one'
          ? [noVat(group)]
          : group.rate === undefined
            ? []
            : [vatAtRate(group, group.rate)],
      ),
});
