import type { RecentEntry } from './ledger';
import { Money, plain, ZERO } from './money';
import type { InvoiceHistory, InvoiceReference } from './types';

/** How many of a supplier's latest documents tell what is usual. */
export const LATEST = 24;

/**
 * What the latest entries of a supplier say: the account of the latest invoice, and what a document of this kind and
 * currency usually comes to. By medians, which one wrong or extraordinary amount does not move.
 */
export const usualOf = (
  { kind, currency }: Pick<InvoiceReference, 'kind' | 'currency'>,
  entries: readonly RecentEntry[],
): Pick<InvoiceHistory, 'lastAccount' | 'usual'> => {
  const lastAccount = entries.find((entry) => entry.kind === 'invoice' && entry.iban !== undefined)?.iban;
  const alike = entries.filter((entry) => entry.kind === kind && entry.currency === currency);
  return {
    ...(lastAccount !== undefined && { lastAccount }),
    ...(alike.length > 0 && { usual: spreadOf(alike.map(({ payable }) => new Money(payable))) }),
  };
};

const spreadOf = (amounts: readonly Money[]): NonNullable<InvoiceHistory['usual']> => {
  const median = medianOf(amounts);
  const deviation = medianOf(amounts.map((amount) => amount.minus(median).abs()));
  return {
    documents: amounts.length,
    median: plain(median.toDecimalPlaces(2)),
    deviation: plain(deviation.toDecimalPlaces(2)),
  };
};

const medianOf = (amounts: readonly Money[]): Money => {
  const sorted = amounts.toSorted((one, other) => one.cmp(other));
  const middle = sorted.length / 2;
  const [lower = ZERO, upper = lower] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return lower.plus(upper).div(2);
};
