import { code, date, identifier, label, type Reading, reading } from '../reading';
import { lackOf, NEEDED } from '../rules/needed';
import type { InvoiceFacts } from '../types';
import { CREDIT_NOTE, first, INVOICE } from '../ubl';
import { unreadable } from '../unreadable';
import { parseXml, type Element } from '../xml';
import { adjustmentsOf } from './adjustments';
import { linesOf } from './lines';
import { present } from './members';
import { buyerOf, representativeOf, supplierOf } from './parties';
import { paymentOf } from './payment';
import { totalsOf } from './totals';
import { breakdownOf, vatTotalsOf } from './vat';
import { deliveryOf, periodOf } from './when-and-where';

/**
 * What an invoice or credit note in UBL 2.1 says, by the terms of EN 16931, without judging its figures.
 * @throws BusinessFailure when it is no such document, or lacks what every one must have
 */
export const extractFacts = (xml: string): InvoiceFacts => {
  const document = parseXml(xml);
  const kind = kindOf(document);
  const currency = currencyOf(document, 'cbc:DocumentCurrencyCode');
  if (!currency) return lacks([lackOf(NEEDED.currency)]);
  const read = reading(currency);
  const facts = factsOf(document, { kind, currency, read });
  return read.lacking().length > 0 ? lacks(read.lacking()) : facts;
};

const lacks = (terms: readonly string[]): never =>
  unreadable('document-incomplete', `the document lacks ${[...new Set(terms)].join(', ')}`);

const kindOf = ({ namespace, name }: Element): InvoiceFacts['kind'] => {
  if (namespace === INVOICE && name === 'Invoice') return 'invoice';
  if (namespace === CREDIT_NOTE && name === 'CreditNote') return 'credit-note';
  return unreadable(
    'document-not-an-invoice',
    `the document is a '${name.slice(0, 100)}' of namespace '${namespace.slice(0, 100)}', not a UBL 2.1 Invoice or CreditNote`,
  );
};

const currencyOf = (document: Element, path: string): string | undefined => {
  const currency = first(document, path)?.text;
  if (currency === undefined || /^[A-Z]{3}$/.test(currency)) return currency;
  return unreadable(
    'document-value',
    `the currency is '${currency.slice(0, 50)}', which is no code of ISO 4217 such as EUR`,
  );
};

interface Context {
  kind: InvoiceFacts['kind'];
  currency: string;
  read: Reading;
}

const factsOf = (document: Element, { kind, currency, read }: Context): InvoiceFacts => {
  const isInvoice = kind === 'invoice';
  return {
    kind,
    currency,
    number: read.required(identifier(document, 'cbc:ID'), lackOf(NEEDED.number), ''),
    issueDate: read.required(date(document, 'cbc:IssueDate'), lackOf(NEEDED.issueDate), ''),
    ...present({
      typeCode: code(document, isInvoice ? 'cbc:InvoiceTypeCode' : 'cbc:CreditNoteTypeCode'),
      specification: label(document, 'cbc:CustomizationID'),
      dueDate: date(document, isInvoice ? 'cbc:DueDate' : 'cac:PaymentMeans/cbc:PaymentDueDate'),
      paymentTerms: label(document, 'cac:PaymentTerms/cbc:Note'),
      taxPointDate: date(document, 'cbc:TaxPointDate'),
      taxPointCode: code(document, 'cac:InvoicePeriod/cbc:DescriptionCode'),
      period: periodOf(document),
      delivery: deliveryOf(document),
      taxRepresentative: representativeOf(document),
      vatCurrency: currencyOf(document, 'cbc:TaxCurrencyCode'),
      orderReference: identifier(document, 'cac:OrderReference/cbc:ID'),
      buyerReference: identifier(document, 'cbc:BuyerReference'),
      precedingInvoice: identifier(document, 'cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID'),
      payment: paymentOf(document),
    }),
    supplier: supplierOf(document, read),
    buyer: buyerOf(document, read),
    lines: linesOf(document, isInvoice, read),
    ...adjustmentsOf(document, read),
    vat: breakdownOf(document, currency, read),
    vatTotals: vatTotalsOf(document, currency),
    totals: totalsOf(document, read),
  };
};
