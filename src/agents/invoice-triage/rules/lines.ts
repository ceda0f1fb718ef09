import type { InvoiceFacts } from '../types';
import { Money } from '../money';
import { twoCents } from './rule';
import type { Figures, Rule } from './rule';

type Line = InvoiceFacts['lines'][number];

const isPriced = ({ priceQuantity = '1' }: Line): boolean => new Money(priceQuantity).gt(0);

const netOf = ({ id, quantity, price, priceQuantity = '1', allowances, charges, net }: Line): Figures => ({
  where: `line ${id}`,
  expected: new Money(quantity).times(price).div(priceQuantity).plus(charges).minus(allowances),
  actual: new Money(net),
  tolerance: twoCents,
});

/** The rules of Peppol on a line's figures. */
export const LINES: readonly Rule[] = [
  {
    id: 'PEPPOL-EN16931-R120',
    terms: ['BT-131', 'BT-129', 'BT-146', 'BT-149', 'BT-136', 'BT-141'],
    asks: 'The net amount of a line is its quantity times its price, less its allowances, plus its charges',
    says: '{where} comes to {expected}, but its net amount is {actual}',
    looks: ({ lines }) => lines.filter(isPriced).map(netOf),
  },
  {
    id: 'PEPPOL-EN16931-R121',
    terms: ['BT-149'],
    asks: 'The quantity that a price is for is more than zero',
    says: 'The price of {where} is for a quantity of {actual}, which must be more than zero',
    looks: ({ lines }) =>
      lines
        .filter((line) => !isPriced(line))
        .map(({ id, priceQuantity }) => ({
          where: `line ${id}`,
          expected: 'more than 0',
          actual: priceQuantity,
        })),
  },
];
