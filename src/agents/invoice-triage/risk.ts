import { isIban } from './iban';
import { Money, spoken } from './money';
import { limitOf } from './policy';
import type { Policy, RiskCode } from './policy';
import type { InvoiceCase, InvoiceRisk } from './types';

type Reason = InvoiceRisk['reasons'][number];

/**
 * How risky it is to post a document. What is wrong or a duplicate is rejected, whatever its score; else points add up,
 * by the policy, and from a score on a person decides.
 */
export const riskOf = (it: InvoiceCase, policy: Policy): InvoiceRisk => {
  const rejections = rejectionsOf(it);
  const reasons = [...rejections, ...risksOf(it, policy)];
  const score = reasons.reduce((total, { points }) => total + points, 0);
  const level = rejections.length > 0 ? 'reject' : score >= policy.highFrom ? 'high' : 'low';
  return { level, bookable: level !== 'reject', score, reasons, summary: summaryOf(it, reasons) };
};

const LONGEST_SUMMARY = 1000;

/** In the words of the first reason, which is the weightiest. */
const summaryOf = (it: InvoiceCase, reasons: readonly Reason[]): string => {
  const document = `${it.kind === 'invoice' ? 'Invoice' : 'Credit note'} ${it.number} of ${it.supplier.name}, ${spoken(it.payable, it.currency)}`;
  const [first, ...others] = reasons;
  if (!first) return `${document}: nothing speaks against it`;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return `${document}: ${first.text.slice(0, LONGEST_SUMMARY - document.length - more.length - 2)}${more}`;
};

/** Why a document is not booked that the ledger has. */
export const duplicateOf = (entry = 'another entry'): Reason => ({
  code: 'duplicate',
  points: 0,
  text: `It is booked already, as ${entry}`,
});

const rejectionsOf = ({ findings, history }: InvoiceCase): Reason[] => [
  ...(history.duplicate ? [duplicateOf(history.entry)] : []),
  ...findings.map(({ rule, text }) => ({ code: rule, points: 0, text })),
];

const risksOf = (it: InvoiceCase, policy: Policy): Reason[] =>
  CHECKS.flatMap(([code, check]) => {
    const text = check(it, policy);
    return text === undefined ? [] : [{ code, points: policy.points[code], text }];
  }).toSorted((one, other) => other.points - one.points);

/** Says what is risky about a document, or nothing. */
type Check = (it: InvoiceCase, policy: Policy) => string | undefined;

const onlyFor =
  (kind: InvoiceCase['kind'], check: Check): Check =>
  (it, policy) =>
    it.kind === kind ? check(it, policy) : undefined;

const CHECKS: readonly (readonly [RiskCode, Check])[] = [
  [
    'over-limit',
    (it, policy) => {
      const limit = limitFor(it, policy);
      return isOver(it.payable, limit)
        ? `${spoken(it.payable, it.currency)} is over the limit of ${spoken(limit!, it.currency)}${isOwn(it, policy) ? ` for ${it.supplier.name}` : ''}`
        : undefined;
    },
  ],
  [
    'far-over-limit',
    (it, policy) =>
      isOver(it.payable, limitFor(it, policy), policy.farOver)
        ? `It is over ${policy.farOver} times the limit`
        : undefined,
  ],
  [
    'no-limit-for-currency',
    (it, policy) =>
      limitFor(it, policy) === undefined ? `There is no limit for the currency ${it.currency}` : undefined,
  ],
  [
    'negative-amount',
    ({ payable, currency }) =>
      new Money(payable).lt(0) ? `The amount due is negative: ${spoken(payable, currency)}` : undefined,
  ],
  [
    'new-supplier',
    ({ supplier, history }) =>
      !history.supplierKnown ? `Nothing of ${supplier.name} was booked before` : undefined,
  ],
  [
    'no-vat-id',
    ({ supplier }) => (supplier.vatId === undefined ? `${supplier.name} gives no VAT identifier` : undefined),
  ],
  [
    'vat-id-of-other-country',
    ({ supplier: { vatId, country } }) =>
      vatId !== undefined && country !== undefined && vatCountry(vatId) !== country
        ? `The VAT identifier ${vatId} is not of the supplier's country, ${country}`
        : undefined,
  ],
  [
    'no-iban',
    onlyFor('invoice', ({ iban }) => (iban === undefined ? 'It names no IBAN to pay to' : undefined)),
  ],
  [
    'iban-wrong',
    onlyFor('invoice', ({ iban }) =>
      iban !== undefined && !isIban(iban) ? `The check digits of the IBAN ${iban} are wrong` : undefined,
    ),
  ],
  [
    'iban-of-other-country',
    onlyFor('invoice', ({ iban, supplier: { country } }) =>
      iban !== undefined && country !== undefined && iban.slice(0, 2) !== country
        ? `The account is in ${iban.slice(0, 2)}, the supplier in ${country}`
        : undefined,
    ),
  ],
  [
    'iban-never-used',
    onlyFor('invoice', ({ iban, supplier, history: { supplierKnown, accountKnown, lastAccount } }) =>
      iban !== undefined && supplierKnown && accountKnown === false
        ? `The IBAN ${iban} was never used for ${supplier.name} before${lastAccount === undefined ? '' : `; its last invoice was to be paid to ${lastAccount}`}`
        : undefined,
    ),
  ],
  [
    'iban-changed',
    onlyFor('invoice', ({ iban, history: { accountKnown, lastAccount } }) =>
      iban !== undefined && accountKnown === true && lastAccount !== undefined && lastAccount !== iban
        ? `The IBAN changed since the last invoice, from ${lastAccount} to ${iban}, which was used before`
        : undefined,
    ),
  ],
  [
    'unusual-amount',
    (it, policy) =>
      isUnusual(it, policy)
        ? `${spoken(it.payable, it.currency)} is unusual for ${it.supplier.name}: the last ${it.history.usual!.documents} came to around ${spoken(it.history.usual!.median, it.currency)}`
        : undefined,
  ],
  [
    'due-before-issue',
    ({ issueDate, dueDate }) =>
      dueDate !== undefined && days(issueDate, dueDate) < 0
        ? `It is due on ${dueDate}, before it was issued on ${issueDate}`
        : undefined,
  ],
  [
    'short-term',
    ({ issueDate, dueDate }, { shortTermDays }) => {
      const term = dueDate === undefined ? shortTermDays : days(issueDate, dueDate);
      return term >= 0 && term < shortTermDays ? `It is due within ${term} days of its issue` : undefined;
    },
  ],
  [
    'round-amount',
    ({ payable, currency }, { roundTo }) =>
      !new Money(payable).isZero() && new Money(payable).mod(roundTo).isZero()
        ? `${spoken(payable, currency)} is a round amount`
        : undefined,
  ],
  [
    'no-order',
    onlyFor('invoice', ({ orderReference }) =>
      orderReference === undefined ? 'It refers to no order' : undefined,
    ),
  ],
];

const limitFor = ({ supplier, currency }: InvoiceCase, policy: Policy): string | undefined =>
  limitOf(policy, { supplier: supplier.id, currency });

const isOwn = ({ supplier, currency }: InvoiceCase, { suppliers }: Policy): boolean =>
  Object.hasOwn(suppliers, supplier.id) && Object.hasOwn(suppliers[supplier.id]!.limits, currency);

/** Far from the median, by the median deviation and by its share of the median as well. */
const isUnusual = ({ payable, history: { usual } }: InvoiceCase, policy: Policy): boolean => {
  const { documents, deviations, share } = policy.usual;
  if (usual === undefined || usual.documents < documents) return false;
  const distance = new Money(payable).minus(usual.median).abs();
  return (
    distance.gt(new Money(usual.deviation).times(deviations)) &&
    distance.gt(new Money(usual.median).abs().times(share))
  );
};

/** Whether an amount is over so many times its limit; never, where there is no limit. */
const isOver = (amount: string, limit: string | undefined, times = 1): boolean =>
  limit !== undefined && new Money(amount).abs().gt(new Money(limit).times(times));

/** Greece's VAT identifiers begin with EL. */
const vatCountry = (vatId: string): string => vatId.slice(0, 2).replace('EL', 'GR');

const DAY_MS = 86_400_000;
const days = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;
