import type { InvoiceFacts } from '../../types';
import type { Fault, Rule } from '../rule';
import { labelOf } from './families';
import type { Family } from './families';
import { isOf, partsOf } from './parts';

const byRate = (isUsed: boolean, groups: number): boolean => isUsed === groups > 0;
const exactlyOne = (isUsed: boolean, groups: number): boolean => groups === 1 || (!isUsed && groups === 0);

const misplaced = (family: Family, facts: InvoiceFacts): Fault[] => {
  const isUsed = partsOf(facts).some(isOf(family));
  const groups = facts.vat.filter(isOf(family)).length;
  const isRight = family.groups === 'one' ? exactlyOne : byRate;
  if (isRight(isUsed, groups)) return [];
  return [
    {
      where: labelOf({ category: family.code }),
      expected: isUsed || family.groups === 'one' ? '1' : '0',
      actual: `${groups}`,
      says: saysOf({ isUsed, groups }),
    },
  ];
};

const saysOf = ({ isUsed, groups }: { isUsed: boolean; groups: number }): string => {
  if (groups === 0) return 'Lines, allowances or charges are {where}, but the VAT breakdown leaves it out';
  return isUsed && groups > 1
    ? 'The VAT breakdown has {where} {actual} times; once is right'
    : 'The VAT breakdown has {where}, but nothing in the document is';
};

/** BR-x-01: what is used is in the breakdown, once or once for each rate. */
export const groupRule = (family: Family): Rule => ({
  id: `BR-${family.rules}-01`,
  terms: ['BG-23', 'BT-118', 'BT-151', 'BT-95', 'BT-102'],
  asks:
    family.groups === 'one'
      ? `A document with anything ${labelOf({ category: family.code })} has exactly one such group in its VAT breakdown`
      : `A document has ${labelOf({ category: family.code })} in its VAT breakdown where something is of it, and only then`,
  says: 'The VAT breakdown does not fit {where}',
  looks: (facts) => misplaced(family, facts),
});
