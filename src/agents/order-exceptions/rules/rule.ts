import type { BusinessOrderIntent } from '../../../kit';
import type { Policy, ReasonCode } from '../policy';

export type Order = BusinessOrderIntent;

/** What a rule found, in words for people. */
export interface Finding {
  code: ReasonCode;
  text: string;
}

/** Looks at an order for one kind of sign. */
export type Rule = (order: Order, policy: Policy) => readonly Finding[];

/** A finding where it holds, and none where it does not. */
export const when = (holds: boolean, code: ReasonCode, text: string): readonly Finding[] =>
  holds ? [{ code, text }] : [];
