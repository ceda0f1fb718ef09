import { Money } from '../../money';
import type { Rule } from '../rule';
import { labelOf } from './families';
import type { Family } from './families';
import { isOf, PARTS } from './parts';
import type { Kind, Part } from './parts';

const RATES: Record<Family['rate'], { words: string; allows: (rate: string | undefined) => boolean }> = {
  'above zero': {
    words: 'a rate above 0%',
    allows: (rate) => rate !== undefined && new Money(rate).gt(0),
  },
  'zero or more': {
    words: 'a rate of 0% or more',
    allows: (rate) => rate !== undefined && new Money(rate).gte(0),
  },
  zero: { words: 'a rate of 0%', allows: (rate) => rate !== undefined && new Money(rate).isZero() },
  none: { words: 'no rate', allows: (rate) => rate === undefined },
};

const isWrong =
  (family: Family) =>
  (part: Part): boolean =>
    isOf(family)(part) && !RATES[family.rate].allows(part.rate);

const rateRule = (family: Family, kind: Kind, index: number): Rule => {
  const label = labelOf({ category: family.code });
  const { words } = RATES[family.rate];
  return {
    id: `BR-${family.rules}-0${index + 5}`,
    terms: [kind.category, kind.rate],
    asks: `${kind.one.replace('a', 'A')} that is ${label} has ${words}`,
    says: `{where} is ${label} and must have {expected}; its rate is {actual}`,
    looks: (facts) =>
      kind
        .of(facts)
        .filter(isWrong(family))
        .map(({ where, rate }) => ({
          where,
          expected: words,
          ...(rate !== undefined && { actual: `${rate}%` }),
        })),
  };
};

/** BR-x-05 to -07: the rate of lines, allowances and charges. */
export const rateRules = (family: Family): readonly Rule[] =>
  PARTS.map((kind, index) => rateRule(family, kind, index));
