import type { InvoiceFacts } from '../../types';
import type { Fault, Rule } from '../rule';
import { labelOf } from './families';
import type { Family } from './families';
import { isOf, PARTS } from './parts';
import type { Kind } from './parts';

type Finds = (facts: InvoiceFacts) => readonly string[];

// A representative's VAT number stands for the seller's.
const vatNumberOfSeller = ({ supplier, taxRepresentative }: InvoiceFacts) =>
  supplier.vatId ?? taxRepresentative?.vatId;

const SELLER: Record<Exclude<Family['seller'], 'no VAT number'>, Finds> = {
  'VAT number': (facts) => (vatNumberOfSeller(facts) === undefined ? ["the supplier's VAT number"] : []),
  'VAT or tax number': (facts) =>
    vatNumberOfSeller(facts) === undefined && facts.supplier.taxId === undefined
      ? ["the supplier's VAT or tax number"]
      : [],
};

const BUYER: Record<Family['buyer'], Finds> = {
  anything: () => [],
  'VAT number': ({ buyer }) => (buyer.vatId === undefined ? ["the buyer's VAT number"] : []),
  'VAT or company number': ({ buyer }) =>
    buyer.vatId === undefined && buyer.companyId === undefined ? ["the buyer's VAT or company number"] : [],
};

const forbidden = (facts: InvoiceFacts): Fault[] => {
  const given = [facts.supplier.vatId, facts.taxRepresentative?.vatId, facts.buyer.vatId].filter(Boolean);
  return given.length === 0
    ? []
    : [
        {
          expected: 'no VAT number',
          actual: given.join(', '),
          says: 'What is {where} goes without VAT numbers, but the document gives {actual}',
        },
      ];
};

const lacking = ({ seller, buyer }: Family, facts: InvoiceFacts): Fault[] => {
  if (seller === 'no VAT number') return forbidden(facts);
  const expected = [...SELLER[seller](facts), ...BUYER[buyer](facts)];
  return expected.length === 0 ? [] : [{ expected: expected.join(' and ') }];
};

const TERMS: Record<Family['seller'] | Family['buyer'], readonly string[]> = {
  'VAT number': ['BT-31', 'BT-63'],
  'VAT or tax number': ['BT-31', 'BT-32', 'BT-63'],
  'no VAT number': ['BT-31', 'BT-48', 'BT-63'],
  'VAT or company number': ['BT-47', 'BT-48'],
  anything: [],
};
const termsOf = ({ seller, buyer }: Family): readonly string[] => [
  ...TERMS[seller],
  ...(buyer === 'VAT number' ? ['BT-48'] : TERMS[buyer]),
];

const asksOf = ({ seller, buyer }: Family): string => {
  if (seller === 'no VAT number') return 'no VAT numbers';
  return `the seller's ${seller}, or its representative's VAT number${buyer === 'anything' ? '' : `, and the buyer's ${buyer}`}`;
};

const numberRule = (family: Family, kind: Kind, index: number): Rule => {
  const where = labelOf({ category: family.code });
  return {
    id: `BR-${family.rules}-0${index + 2}`,
    terms: [kind.category, ...termsOf(family)],
    asks: `A document with ${kind.one} that is ${where} has ${asksOf(family)}`,
    says: 'For what is {where} the document must give {expected}',
    looks: (facts) =>
      kind.of(facts).some(isOf(family)) ? lacking(family, facts).map((fault) => ({ ...fault, where })) : [],
  };
};

/** BR-x-02 to -04: the tax numbers that a category needs or must not have, for lines, allowances and charges. */
export const numberRules = (family: Family): readonly Rule[] =>
  PARTS.map((kind, index) => numberRule(family, kind, index));
