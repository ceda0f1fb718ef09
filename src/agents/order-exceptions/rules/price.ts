import { amount, spoken } from '../money';
import { when, type Rule } from './rule';

/** Prices that no list or discount explains. */
export const price: Rule = ({ lines, total, currency }, { farBelowList }) => {
  const sum = lines.reduce((all, line) => all.plus(amount(line.price).times(line.quantity)), amount(0));
  return [
    ...lines.flatMap(({ sku, price: paid, listPrice }) =>
      when(
        amount(paid).lessThanOrEqualTo(amount(listPrice).times(farBelowList)) && amount(listPrice).gt(0),
        'far-below-list',
        `${sku}: ${spoken(paid, currency)} instead of ${spoken(listPrice, currency)} by the list`,
      ),
    ),
    ...when(
      amount(total).lessThan(sum),
      'total-below-lines',
      `the total is ${spoken(total, currency)}, the lines come to ${spoken(sum, currency)}`,
    ),
  ];
};
