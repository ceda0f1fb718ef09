import { Decimal } from 'decimal.js';

/** Decimals that keep every digit of a sum or a product of amounts, and round half towards positive infinity. */
export const Money = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_CEIL });
export type Money = Decimal;

export const ZERO = new Money(0);

export const sum = (amounts: readonly Decimal.Value[]): Money =>
  amounts.reduce<Money>((total, amount) => total.plus(amount), ZERO);

/** To the cent, half towards positive infinity, as XPath's `round(x * 100) div 100`. */
export const toCent = (amount: Money): Money => amount.toDecimalPlaces(2, Decimal.ROUND_HALF_CEIL);

/** With all its digits, two decimals at least, and never an exponent: `1250` is `1250.00`. */
export const plain = (amount: Decimal.Value): string => {
  const exact = new Money(amount);
  return exact.toFixed(Math.max(2, exact.decimalPlaces()));
};

/** For people: `82,500.00 EUR`. */
export const spoken = (amount: Decimal.Value, currency: string): string => {
  const [whole = '', cents = ''] = plain(amount).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents} ${currency}`;
};
