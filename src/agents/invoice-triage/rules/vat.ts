import { Decimal } from 'decimal.js';
import type { InvoiceFacts } from '../types';
import { Money, sum, toCent, ZERO } from '../money';
import { exact, lessThanOne } from './rule';
import type { Figures, Rule, Tolerance } from './rule';

type Breakdown = InvoiceFacts['vat'][number];
interface Category {
  category?: string;
  rate?: string;
}

/** To a whole number, half towards positive infinity, as XPath's `round`. */
const rounded = (amount: Decimal.Value): Money =>
  new Money(amount).toDecimalPlaces(0, Decimal.ROUND_HALF_CEIL);

const roundsToZero: Tolerance = { name: 'rounded to 0', allows: (_, actual) => rounded(actual).isZero() };

const whereOf = ({ category, rate }: Category): string =>
  `category ${category}${rate === undefined ? '' : ` at ${rate}%`}`;

/** The published rule compares absolute values, so that negative invoices have the same tolerance. */
const vatOf = (breakdown: Breakdown): Figures => {
  const { rate, taxable, amount } = breakdown;
  const where = whereOf(breakdown);
  if (rate === undefined || rounded(rate).isZero())
    return { where, expected: ZERO, actual: new Money(amount), tolerance: roundsToZero };
  return {
    where,
    expected: toCent(new Money(taxable).abs().times(rate).div(100)),
    actual: new Money(amount).abs(),
    tolerance: lessThanOne,
  };
};

const VAT_OF_CATEGORIES: Rule = {
  id: 'BR-CO-17',
  asks: 'The VAT of a category (BT-117) must be its taxable amount (BT-116) times its rate (BT-119)',
  figures: ({ vat }) => vat.map(vatOf),
};

const sumOf = (facts: InvoiceFacts, isOf: (part: Category) => boolean): Money =>
  sum(facts.lines.filter(isOf).map(({ net }) => net))
    .minus(sum(facts.allowances.filter(isOf).map(({ amount }) => amount)))
    .plus(sum(facts.charges.filter(isOf).map(({ amount }) => amount)));

const sameRate = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined ? one === other : new Money(one).eq(other);

interface Family {
  code: string;
  /** How the rules of the category are named: `IC` in BR-IC-08. */
  rules: string;
}

// Categories with rates: a breakdown for each, and one unit of tolerance.
const RATED: readonly Family[] = [
  { code: 'S', rules: 'S' },
  { code: 'L', rules: 'AF' },
  { code: 'M', rules: 'AG' },
];
// Categories without VAT: one breakdown each, exact.
const UNRATED: readonly Family[] = [
  { code: 'Z', rules: 'Z' },
  { code: 'E', rules: 'E' },
  { code: 'AE', rules: 'AE' },
  { code: 'K', rules: 'IC' },
  { code: 'G', rules: 'G' },
  { code: 'O', rules: 'O' },
];

const BASE =
  'The taxable amount of a category (BT-116) must be what its lines, less its allowances, plus its charges, add up to';

const baseRule = (
  { code, rules }: Family,
  { byRate, tolerance }: { byRate: boolean; tolerance: Tolerance },
): Rule => ({
  id: `BR-${rules}-08`,
  asks: BASE,
  figures: (facts) =>
    facts.vat
      .filter(({ category }) => category === code)
      .map((breakdown) => ({
        where: whereOf(breakdown),
        expected: sumOf(
          facts,
          (part) => part.category === code && (!byRate || sameRate(part.rate, breakdown.rate)),
        ),
        actual: new Money(breakdown.taxable),
        tolerance,
      })),
});

const noVatRule = ({ code, rules }: Family): Rule => ({
  id: `BR-${rules}-09`,
  asks: 'The VAT of a category without VAT (BT-117) must be zero',
  figures: ({ vat }) =>
    vat
      .filter(({ category }) => category === code)
      .map((breakdown) => ({
        where: whereOf(breakdown),
        expected: ZERO,
        actual: new Money(breakdown.amount),
        tolerance: exact,
      })),
});

/** BR-CO-17, and BR-x-08 and -09 of each VAT category. */
export const VAT: readonly Rule[] = [
  VAT_OF_CATEGORIES,
  ...RATED.map((family) => baseRule(family, { byRate: true, tolerance: lessThanOne })),
  ...UNRATED.map((family) => baseRule(family, { byRate: false, tolerance: exact })),
  ...UNRATED.map(noVatRule),
];
