import file from './policy.json';
import { amount } from './money';

export type ReasonCode = keyof typeof file.points;

/** What a sign of fraud is worth, and who decides from when on. Amounts are decimals as strings, by currency. */
export interface Policy {
  version: string;
  /** The score from which an order is held. */
  holdFrom: number;
  /** The score from which the rule cancels. */
  cancelFrom: number;
  /** A person decides on orders of this much and more, and on those in any other currency. */
  personFrom: Readonly<Record<string, string>>;
  /** For so many days customers are asked to wait. */
  waitDays: number;
  /** More pieces than these on one line are many. */
  manyPieces: number;
  /** This share of the list price, and less, is far below it. */
  farBelowList: number;
  /** More orders than these within a day are many. */
  ordersToday: number;
  /** So many declined payments within a day are a sign. */
  declinedPayments: number;
  points: Readonly<Record<ReasonCode, number>>;
}

/** The policy that is in force; edit `policy.json` to change it. */
export const inForce: Policy = file;

/** Whether a person decides, whatever the rule says. */
export const isForPerson = (
  { personFrom }: Policy,
  { total, currency }: { total: string; currency: string },
): boolean =>
  !Object.hasOwn(personFrom, currency) || amount(total).greaterThanOrEqualTo(personFrom[currency]!);
