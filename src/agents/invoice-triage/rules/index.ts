import type { InvoiceFacts } from '../types';
import { LINES } from './lines';
import { findingsOf } from './rule';
import type { Finding } from './rule';
import { TOTALS } from './totals';
import { VAT } from './vat';

/**
 * The rules that are followed: the arithmetic of EN 16931-1 as its published validation artefacts for UBL 2.1 check it,
 * version 1.3.16, and of Peppol BIS Billing 3.0. What has to be there at all is checked when facts are extracted.
 * @see https://github.com/ConnectingEurope/eInvoicing-EN16931/releases/tag/validation-1.3.16
 */
export const RULES_VERSION = 'EN 16931 validation artefacts 1.3.16, Peppol BIS Billing 3.0';

export const RULES = [...TOTALS, ...VAT, ...LINES];

/** Everything that the rules find wrong, in the order of the rules. */
export const validate = (facts: InvoiceFacts): Finding[] => RULES.flatMap((rule) => findingsOf(rule, facts));
