import type { Reading } from '../reading';
import { lackOf, NEEDED, type Needed } from '../rules/needed';
import type { InvoiceFacts } from '../types';
import { all } from '../ubl';
import type { Element } from '../xml';
import { NOTHING, present } from './members';

export const totalsOf = (document: Element, read: Reading): InvoiceFacts['totals'] => {
  const totals = all(document, 'cac:LegalMonetaryTotal')[0] ?? NOTHING;
  const stated = (name: string, needed: Needed) =>
    read.required(read.amount(totals, `cbc:${name}`), lackOf(needed), '');
  return {
    lines: stated('LineExtensionAmount', NEEDED.sumOfLines),
    withoutVat: stated('TaxExclusiveAmount', NEEDED.withoutVat),
    withVat: stated('TaxInclusiveAmount', NEEDED.withVat),
    payable: stated('PayableAmount', NEEDED.payable),
    ...present({
      allowances: read.amount(totals, 'cbc:AllowanceTotalAmount'),
      charges: read.amount(totals, 'cbc:ChargeTotalAmount'),
      prepaid: read.amount(totals, 'cbc:PrepaidAmount'),
      rounding: read.amount(totals, 'cbc:PayableRoundingAmount'),
    }),
  };
};
