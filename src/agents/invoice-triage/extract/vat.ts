import { amountText, code, decimal, label, type Reading } from '../reading';
import { lackOf, NEEDED } from '../rules/needed';
import type { InvoiceFacts } from '../types';
import { all, first } from '../ubl';
import type { Element } from '../xml';
import { present } from './members';
import { vatCategoryOf } from './tax-scheme';

/** There may be two: the one in the currency of VAT accounting is an amount alone. */
const vatTotalsIn = (document: Element, currency: string): { element: Element; currency: string }[] =>
  all(document, 'cac:TaxTotal').map((element) => ({
    element,
    currency: first(element, 'cbc:TaxAmount')?.attributes['currencyID'] ?? currency,
  }));

export const vatTotalsOf = (document: Element, currency: string): InvoiceFacts['vatTotals'] =>
  vatTotalsIn(document, currency).flatMap((total) => {
    const amount = amountText(total.element, 'cbc:TaxAmount');
    return amount === undefined ? [] : [{ currency: total.currency, amount }];
  });

export const breakdownOf = (document: Element, currency: string, read: Reading): InvoiceFacts['vat'] => {
  const total = vatTotalsIn(document, currency).find((candidate) => candidate.currency === currency);
  const subtotals = total ? all(total.element, 'cac:TaxSubtotal') : [];
  return subtotals.map((subtotal) => {
    const category = vatCategoryOf(subtotal, 'cac:TaxCategory');
    const exemptionCode = label(category, 'cbc:TaxExemptionReasonCode')?.slice(0, 50);
    return {
      category: read.required(code(category, 'cbc:ID'), lackOf(NEEDED.category), ''),
      taxable: read.required(read.amount(subtotal, 'cbc:TaxableAmount'), lackOf(NEEDED.taxable), ''),
      amount: read.required(read.amount(subtotal, 'cbc:TaxAmount'), lackOf(NEEDED.vat), ''),
      ...present({
        rate: decimal(category, 'cbc:Percent'),
        exemption: label(category, 'cbc:TaxExemptionReason') ?? exemptionCode,
        exemptionCode,
      }),
    };
  });
};
