import type { InvoiceFacts } from '../../types';
import type { Fault, Rule } from '../rule';
import { labelOf } from './families';
import { isOf, PARTS } from './parts';
import type { Kind } from './parts';

const SUPPLY = { code: 'K' };
const OUTSIDE = { code: 'O' };
const supply = labelOf({ category: SUPPLY.code });
const outside = labelOf({ category: OUTSIDE.code });

const forSupplies = ({ vat }: InvoiceFacts, isGiven: boolean, expected: string): Fault[] =>
  vat.some(isOf(SUPPLY)) && !isGiven ? [{ where: supply, expected }] : [];

const beside = (facts: InvoiceFacts, others: readonly { where: string; category?: string }[]): Fault[] =>
  facts.vat.some(isOf(OUTSIDE))
    ? others
        .filter(({ category }) => category !== undefined && category !== OUTSIDE.code)
        .map(({ where, category }) => ({
          where,
          expected: outside,
          actual: labelOf({ category: category! }),
        }))
    : [];

const besideRule = (kind: Kind, index: number): Rule => ({
  id: `BR-O-${index + 12}`,
  terms: ['BG-23', kind.group, kind.category],
  asks: `A document with the group ${outside} has no ${kind.what} of another category`,
  says: `The document is ${outside}, but {where} is {actual}`,
  looks: (facts) => beside(facts, kind.of(facts)),
});

/** Rules that one category alone has: deliveries within the Union, and what is not subject to VAT. */
export const PARTICULAR: readonly Rule[] = [
  {
    id: 'BR-IC-11',
    terms: ['BT-72', 'BG-14'],
    asks: `A document with the group ${supply} has a date of delivery or a period`,
    says: 'For {where} the document must say when it was delivered',
    looks: (facts) =>
      forSupplies(
        facts,
        // The artefacts take anything said of a period for one, a code of the tax point as well.
        [facts.delivery?.date, facts.period, facts.taxPointCode].some((said) => said !== undefined),
        'a date of delivery or a period',
      ),
  },
  {
    id: 'BR-IC-12',
    terms: ['BT-80'],
    asks: `A document with the group ${supply} says to which country it was delivered`,
    says: 'For {where} the document must say to which country it was delivered',
    looks: (facts) => forSupplies(facts, facts.delivery?.country !== undefined, 'a country of delivery'),
  },
  {
    id: 'BR-O-11',
    terms: ['BG-23', 'BT-118'],
    asks: `A document with the group ${outside} has no other in its VAT breakdown`,
    says: `The document is ${outside}, but {where} has {actual}`,
    looks: (facts) =>
      beside(
        facts,
        facts.vat.map(({ category }) => ({ category, where: 'the VAT breakdown' })),
      ),
  },
  ...PARTS.map(besideRule),
];
