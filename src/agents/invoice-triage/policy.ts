import weights from './policy.json';

/** What a risk is worth, and from which score on a person decides. Amounts are decimals as strings, by currency. */
export interface Policy {
  version: string;
  /** The score from which a person is asked. */
  highFrom: number;
  /** Amounts above these are over the limit; a currency without one is a risk of its own. */
  limits: Readonly<Record<string, string>>;
  /** How many times the limit is far over it. */
  farOver: number;
  shortTermDays: number;
  /** Multiples of this are round. */
  roundTo: string;
  points: Readonly<Record<RiskCode, number>>;
}

export type RiskCode = keyof typeof weights.points;

/** The policy that is in force; edit `policy.json` to change it. */
export const policy: Policy = weights;
