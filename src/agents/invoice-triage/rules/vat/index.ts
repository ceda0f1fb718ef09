import type { Rule } from '../rule';
import { baseRule, RATE_OF_CATEGORIES, VAT_OF_CATEGORIES, vatRule } from './amounts';
import { FAMILIES } from './families';
import type { Family } from './families';
import { groupRule } from './groups';
import { numberRules } from './numbers';
import { PARTICULAR } from './particular';
import { rateRules } from './rates';
import { reasonRule } from './reasons';

const rulesOf = (family: Family): readonly Rule[] => [
  groupRule(family),
  ...numberRules(family),
  ...rateRules(family),
  baseRule(family),
  vatRule(family),
  reasonRule(family),
];

/** BR-CO-17, BR-48, and BR-x-01 to -10 of each VAT category, with those that one category alone has. */
export const VAT: readonly Rule[] = [
  RATE_OF_CATEGORIES,
  VAT_OF_CATEGORIES,
  ...FAMILIES.flatMap(rulesOf),
  ...PARTICULAR,
];
