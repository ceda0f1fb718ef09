import { Decimal } from 'decimal.js';

/** Decimals that keep every digit of a sum of amounts. */
const Money = Decimal.clone({ precision: 40 });

export const amount = (value: Decimal.Value): Decimal => new Money(value);

/** For people: `82,500.00 EUR`. */
export const spoken = (value: Decimal.Value, currency: string): string => {
  const [whole = '', cents = ''] = amount(value).toFixed(2).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents} ${currency}`;
};
