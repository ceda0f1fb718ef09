import type { InvoiceFacts } from '../types';
import { Money, sum, toCent, ZERO } from '../money';
import { exact } from './rule';
import type { Fault, Figures, Rule } from './rule';

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

const withVat = (facts: InvoiceFacts): Figures | Fault => {
  const { currency, totals } = facts;
  const [vat, ...others] = vatInDocumentCurrency(facts);
  if (!vat || others.length > 0)
    return {
      where: currency,
      expected: '1',
      actual: vat ? `${1 + others.length}` : '0',
      says: 'There must be one VAT total in {where}, and there are {actual}',
    };
  return {
    expected: toCent(new Money(totals.withoutVat).plus(vat.amount)),
    actual: new Money(totals.withVat),
    tolerance: exact,
  };
};

const comparing = (expected: Money, actual: string): Figures => ({
  expected: toCent(expected),
  actual: new Money(actual),
  tolerance: exact,
});

/** BR-CO-10 to BR-CO-16 and BR-CO-18: the totals of a document, exact to the cent. */
export const TOTALS: readonly Rule[] = [
  {
    id: 'BR-CO-10',
    terms: ['BT-106', 'BT-131'],
    asks: 'The sum of the lines is the sum of their net amounts',
    says: 'The lines add up to {expected}, but their sum on the document is {actual}',
    looks: ({ lines, totals }) => [comparing(sum(lines.map(({ net }) => net)), totals.lines)],
  },
  {
    id: 'BR-CO-11',
    terms: ['BT-107', 'BT-92'],
    asks: 'The sum of the allowances is the sum of their amounts',
    says: 'The allowances add up to {expected}, but their sum on the document is {actual}',
    looks: ({ allowances, totals }) => totalOf(allowances, totals.allowances),
  },
  {
    id: 'BR-CO-12',
    terms: ['BT-108', 'BT-99'],
    asks: 'The sum of the charges is the sum of their amounts',
    says: 'The charges add up to {expected}, but their sum on the document is {actual}',
    looks: ({ charges, totals }) => totalOf(charges, totals.charges),
  },
  {
    id: 'BR-CO-13',
    terms: ['BT-109', 'BT-106', 'BT-107', 'BT-108'],
    asks: 'The total without VAT is the sum of the lines, less the allowances, plus the charges',
    says: 'Lines less allowances plus charges come to {expected}, but the total without VAT is {actual}',
    looks: ({ totals }) => [
      comparing(
        new Money(totals.lines).minus(orZero(totals.allowances)).plus(orZero(totals.charges)),
        totals.withoutVat,
      ),
    ],
  },
  {
    id: 'BR-CO-14',
    terms: ['BT-110', 'BT-117'],
    asks: 'The total VAT is the sum of the VAT of the categories',
    says: 'The VAT of the categories adds up to {expected}, but the total VAT is {actual}',
    looks: (facts) =>
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
    terms: ['BT-112', 'BT-109', 'BT-110'],
    asks: 'The total with VAT is the total without VAT plus the total VAT',
    says: 'The total without VAT and the VAT come to {expected}, but the total with VAT is {actual}',
    looks: (facts) => [withVat(facts)],
  },
  {
    id: 'BR-CO-16',
    terms: ['BT-115', 'BT-112', 'BT-113', 'BT-114'],
    asks: 'The amount due is the total with VAT, less what is paid, plus the rounding',
    says: 'The total with VAT, less what is paid, comes to {expected}, but the amount due is {actual}',
    looks: ({ totals }) => [
      comparing(
        new Money(totals.withVat).minus(orZero(totals.prepaid)).plus(orZero(totals.rounding)),
        totals.payable,
      ),
    ],
  },
  {
    id: 'BR-CO-18',
    terms: ['BG-23'],
    asks: 'The document has a VAT breakdown',
    says: 'The document has no VAT breakdown',
    looks: ({ vat }) => (vat.length > 0 ? [] : [{ expected: 'a VAT breakdown' }]),
  },
];
