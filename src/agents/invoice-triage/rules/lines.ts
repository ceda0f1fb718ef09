import type { InvoiceFacts } from '../types';
import { Money } from '../money';
import { exact, twoCents } from './rule';
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
    asks: 'The net amount of a line (BT-131) must be its quantity times its price, less its allowances, plus its charges',
    figures: ({ lines }) => lines.filter(isPriced).map(netOf),
  },
  {
    id: 'PEPPOL-EN16931-R121',
    asks: 'The quantity that a price is for (BT-149) must be more than zero',
    figures: ({ lines }) =>
      lines
        .filter((line) => !isPriced(line))
        .map(({ id, priceQuantity }) => ({
          where: `line ${id}`,
          expected: new Money(1),
          actual: new Money(priceQuantity ?? 1),
          tolerance: exact,
        })),
  },
];
