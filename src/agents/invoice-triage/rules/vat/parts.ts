import type { InvoiceFacts } from '../../types';
import type { Family } from './families';

/** A part of a document that has a VAT category. */
export interface Part {
  where: string;
  amount: string;
  category?: string;
  rate?: string;
}

/** The three kinds of parts: rules come in threes, in this order. */
export const PARTS = [
  {
    what: 'line',
    one: 'a line',
    group: 'BG-25',
    category: 'BT-151',
    rate: 'BT-152',
    of: ({ lines }: InvoiceFacts): readonly Part[] =>
      lines.map(({ id, net, ...line }) => ({ ...line, where: `line ${id}`, amount: net })),
  },
  {
    what: 'allowance',
    one: 'an allowance',
    group: 'BG-20',
    category: 'BT-95',
    rate: 'BT-96',
    of: ({ allowances }: InvoiceFacts): readonly Part[] =>
      allowances.map((part) => ({ ...part, where: `the allowance of ${part.amount}` })),
  },
  {
    what: 'charge',
    one: 'a charge',
    group: 'BG-21',
    category: 'BT-102',
    rate: 'BT-103',
    of: ({ charges }: InvoiceFacts): readonly Part[] =>
      charges.map((part) => ({ ...part, where: `the charge of ${part.amount}` })),
  },
] as const;

export type Kind = (typeof PARTS)[number];

export const isOf =
  ({ code }: Pick<Family, 'code'>) =>
  ({ category }: { category?: string }): boolean =>
    category === code;

/** All parts of a document, of whatever kind. */
export const partsOf = (facts: InvoiceFacts): readonly Part[] => PARTS.flatMap(({ of }) => of(facts));
