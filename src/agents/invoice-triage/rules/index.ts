import type { InvoiceFacts } from '../types';
import { DECIMALS } from './decimals';
import { LINES } from './lines';
import { PRESENCE } from './presence';
import { findingsOf } from './rule';
import type { Finding } from './rule';
import { TAX_DETAILS } from './tax-details';
import { TOTALS } from './totals';
import { VAT } from './vat';

export { RULES_VERSION } from './version';

/** All rules that are judged from what a document says; those of `NEEDED` are judged while it is read. */
export const RULES = [...PRESENCE, ...TAX_DETAILS, ...TOTALS, ...VAT, ...LINES, ...DECIMALS];

/** Everything that the rules find wrong, in the order of the rules. */
export const validate = (facts: InvoiceFacts): Finding[] => RULES.flatMap((rule) => findingsOf(rule, facts));
