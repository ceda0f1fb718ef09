import type { InvoiceFacts } from '../types';
import { Money, sum, toCent, ZERO } from '../money';
import { exact } from './rule';
import type { Figures, Rule } from './rule';

const amounts = (of: readonly { amount: string }[]): Money => toCent(sum(of.map(({ amount }) => amount)));
const stated = (amount: string | undefined): Money | undefined =>
  amount === undefined ? undefined : new Money(amount);
const orZero = (amount: string | undefined): Money => stated(amount) ?? ZERO;

/** A total that may be left out where there is nothing to add up. */
const totalOf = (parts: readonly { amount: string }[], total: string | undefined): Figures[] =>
  parts.length === 0 && total === undefined
    ? []
    : [{ expected: amounts(parts), actual: stated(total), tolerance: exact }];

const vatInDocumentCurrency = ({ currency, vatTotals }: InvoiceFacts) =>
  vatTotals.filter((total) => total.currency === currency);

const withVat = (facts: InvoiceFacts): Figures => {
  const { currency, totals } = facts;
  const [vat, ...others] = vatInDocumentCurrency(facts);
  if (!vat || others.length > 0)
    return {
      where: `VAT totals in ${currency}, of which there must be one`,
      expected: new Money(1),
      actual: new Money(vat ? 1 + others.length : 0),
      tolerance: exact,
    };
  return {
    expected: toCent(new Money(totals.withoutVat).plus(vat.amount)),
    actual: new Money(totals.withVat),
    tolerance: exact,
  };
};

/** BR-CO-10 to BR-CO-16 and BR-CO-18: the totals of a document, exact to the cent. */
export const TOTALS: readonly Rule[] = [
  {
    id: 'BR-CO-10',
    asks: 'The sum of the lines (BT-106) must be the sum of their net amounts (BT-131)',
    figures: ({ lines, totals }) => [
      {
        expected: toCent(sum(lines.map(({ net }) => net))),
        actual: new Money(totals.lines),
        tolerance: exact,
      },
    ],
  },
  {
    id: 'BR-CO-11',
    asks: 'The sum of the allowances (BT-107) must be the sum of their amounts (BT-92)',
    figures: ({ allowances, totals }) => totalOf(allowances, totals.allowances),
  },
  {
    id: 'BR-CO-12',
    asks: 'The sum of the charges (BT-108) must be the sum of their amounts (BT-99)',
    figures: ({ charges, totals }) => totalOf(charges, totals.charges),
  },
  {
    id: 'BR-CO-13',
    asks: 'The total without VAT (BT-109) must be the sum of the lines (BT-106), less the allowances (BT-107), plus the charges (BT-108)',
    figures: ({ totals }) => [
      {
        expected: toCent(
          new Money(totals.lines).minus(orZero(totals.allowances)).plus(orZero(totals.charges)),
        ),
        actual: new Money(totals.withoutVat),
        tolerance: exact,
      },
    ],
  },
  {
    id: 'BR-CO-14',
    asks: 'The total of VAT (BT-110) must be the sum of the VAT of the categories (BT-117)',
    figures: (facts) =>
      facts.vat.length === 0
        ? []
        : vatInDocumentCurrency(facts)
            .slice(0, 1)
            .map(({ amount }) => ({
              expected: amounts(facts.vat),
              actual: new Money(amount),
              tolerance: exact,
            })),
  },
  {
    id: 'BR-CO-15',
    asks: 'The total with VAT (BT-112) must be the total without VAT (BT-109) plus the total of VAT (BT-110)',
    figures: (facts) => [withVat(facts)],
  },
  {
    id: 'BR-CO-16',
    asks: 'The amount due (BT-115) must be the total with VAT (BT-112), less what is paid (BT-113), plus the rounding (BT-114)',
    figures: ({ totals }) => [
      {
        expected: toCent(
          new Money(totals.withVat).minus(orZero(totals.prepaid)).plus(orZero(totals.rounding)),
        ),
        actual: new Money(totals.payable),
        tolerance: exact,
      },
    ],
  },
  {
    id: 'BR-CO-18',
    asks: 'There must be a VAT breakdown (BG-23)',
    figures: ({ vat }) =>
      vat.length > 0
        ? []
        : [{ where: 'groups, at least', expected: new Money(1), actual: ZERO, tolerance: exact }],
  },
];
