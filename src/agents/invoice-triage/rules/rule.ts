import type { InvoiceFacts, InvoiceFindings } from '../types';
import { plain } from '../money';
import type { Money } from '../money';

export type Finding = InvoiceFindings['findings'][number];

/** A rule of EN 16931 or Peppol on what a document says. */
export interface Rule {
  id: string;
  /** The business terms and groups that it is about. */
  terms: readonly string[];
  /** What has to hold, in one sentence without its full stop; the documents list it. */
  asks: string;
  /** What is wrong where it does not hold, for an accountant, with `{expected}`, `{actual}` and `{where}`. */
  says: string;
  /** What the rule compares, and what it finds missing or out of place. */
  looks(facts: InvoiceFacts): readonly (Figures | Fault)[];
}

/** What a rule compares, in one place of a document. */
export interface Figures {
  expected: Money;
  /** undefined: the document does not say. */
  actual: Money | undefined;
  /** Part of the document, where a rule looks at several. */
  where?: string;
  tolerance: Tolerance;
}

/** What is wrong without a figure to compare: something that has to be there and is not, or the reverse. */
export interface Fault {
  expected: string;
  /** undefined: the document does not say. */
  actual?: string | undefined;
  where?: string;
  /** Instead of what the rule says. */
  says?: string;
}

export interface Tolerance {
  name: string;
  allows(expected: Money, actual: Money): boolean;
}

export const exact: Tolerance = { name: 'exact', allows: (expected, actual) => expected.eq(actual) };

/** One whole unit of the currency apart is too much already. */
export const lessThanOne: Tolerance = {
  name: 'less than 1.00',
  allows: (expected, actual) => expected.minus(actual).abs().lt(1),
};

export const twoCents: Tolerance = {
  name: 'up to 0.02',
  allows: (expected, actual) => expected.minus(actual).abs().lte('0.02'),
};

/** What a rule finds wrong in a document. */
export const findingsOf = (rule: Rule, facts: InvoiceFacts): Finding[] =>
  rule
    .looks(facts)
    .filter(isWrong)
    .map((breach) => findingOf(rule, breach));

const isFault = (look: Figures | Fault): look is Fault => typeof look.expected === 'string';

const isWrong = (look: Figures | Fault): boolean =>
  isFault(look) || look.actual === undefined || !look.tolerance.allows(look.expected, look.actual);

const findingOf = ({ id, terms, says }: Rule, breach: Figures | Fault): Finding => {
  const figures = { expected: expectedOf(breach), actual: actualOf(breach) ?? 'absent' };
  const tolerance = isFault(breach) ? exact.name : breach.tolerance.name;
  const { where } = breach;
  return {
    rule: id,
    terms: [...terms],
    text: `${sentence((isFault(breach) && breach.says) || says, breach)} (${id}${tolerance === exact.name ? '' : `; ${tolerance} apart is allowed`})`,
    ...(where !== undefined && { where }),
    ...figures,
    tolerance,
  };
};

// A quotient may have endless digits; the comparison had them all.
const expectedOf = (breach: Figures | Fault): string =>
  isFault(breach) ? breach.expected : plain(breach.expected.toDecimalPlaces(4));

const actualOf = (breach: Figures | Fault): string | undefined =>
  isFault(breach) ? breach.actual : breach.actual && plain(breach.actual);

const sentence = (says: string, breach: Figures | Fault): string => {
  const words = {
    '{expected}': expectedOf(breach),
    '{actual}': actualOf(breach) ?? 'not given',
    '{where}': breach.where ?? 'the document',
  };
  const said = says.replace(/\{(?:expected|actual|where)\}/g, (word) => words[word as keyof typeof words]);
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
};
