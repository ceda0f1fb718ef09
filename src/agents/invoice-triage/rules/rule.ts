import type { InvoiceFacts, InvoiceFindings } from '../types';
import { plain } from '../money';
import type { Money } from '../money';

export type Finding = InvoiceFindings['findings'][number];

/** What one rule compares, in one place of a document. */
export interface Figures {
  expected: Money;
  /** undefined: the document does not say. */
  actual: Money | undefined;
  /** Part of the document, where a rule looks at several. */
  where?: string;
  tolerance: Tolerance;
}

export interface Tolerance {
  name: string;
  allows(expected: Money, actual: Money): boolean;
}

/** A rule is a comparison of figures; `id` may depend on the VAT category. */
export interface Rule {
  id: string;
  /** What has to hold, as the end of `… must be`. */
  asks: string;
  figures(facts: InvoiceFacts): readonly Figures[];
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
    .figures(facts)
    .filter(isWrong)
    .map((figures) => findingOf(rule, figures));

const isWrong = ({ expected, actual, tolerance }: Figures): boolean =>
  actual === undefined || !tolerance.allows(expected, actual);

const findingOf = ({ id, asks }: Rule, { expected, actual, where, tolerance }: Figures): Finding => {
  // A quotient may have endless digits; the comparison had them all.
  const gives = plain(expected.toDecimalPlaces(4));
  const says = actual === undefined ? 'absent' : plain(actual);
  return {
    rule: id,
    text: `${asks}${where === undefined ? '' : ` (${where})`}: expected ${gives}, found ${says} (${tolerance.name})`,
    ...(where !== undefined && { where }),
    expected: gives,
    actual: says,
    tolerance: tolerance.name,
  };
};
