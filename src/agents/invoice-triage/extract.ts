import type { InvoiceFacts } from './types';
import { sum, plain } from './money';
import { code, compact, date, decimal, identifier, label, reading } from './reading';
import type { Reading } from './reading';
import { all, CREDIT_NOTE, first, INVOICE } from './ubl';
import { unreadable } from './unreadable';
import { parseXml } from './xml';
import type { Element } from './xml';

type Party = InvoiceFacts['buyer'];
type Line = InvoiceFacts['lines'][number];
type Adjustment = InvoiceFacts['allowances'][number];

/**
 * What an invoice or credit note in UBL 2.1 says, by the terms of EN 16931, without judging its figures.
 * @throws BusinessFailure when it is no such document, or lacks what every one must have
 */
export const extractFacts = (xml: string): InvoiceFacts => {
  const document = parseXml(xml);
  const kind = kindOf(document);
  const currency = currencyOf(document, 'cbc:DocumentCurrencyCode');
  if (!currency) return lacks(['currency (BT-5)']);
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
  const supplier = partyOf(
    document,
    'cac:AccountingSupplierParty/cac:Party',
    'name of the seller (BT-27)',
    read,
  );
  return {
    kind,
    currency,
    number: read.required(identifier(document, 'cbc:ID'), 'number (BT-1)', ''),
    issueDate: read.required(date(document, 'cbc:IssueDate'), 'date of issue (BT-2)', ''),
    ...present({
      typeCode: code(document, isInvoice ? 'cbc:InvoiceTypeCode' : 'cbc:CreditNoteTypeCode'),
      specification: label(document, 'cbc:CustomizationID'),
      dueDate: date(document, isInvoice ? 'cbc:DueDate' : 'cac:PaymentMeans/cbc:PaymentDueDate'),
      vatCurrency: currencyOf(document, 'cbc:TaxCurrencyCode'),
      orderReference: identifier(document, 'cac:OrderReference/cbc:ID'),
      buyerReference: identifier(document, 'cbc:BuyerReference'),
      precedingInvoice: identifier(document, 'cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID'),
      payment: paymentOf(document),
    }),
    supplier: { id: ledgerIdOf(supplier), ...supplier },
    buyer: partyOf(document, 'cac:AccountingCustomerParty/cac:Party', 'name of the buyer (BT-44)', read),
    lines: linesOf(document, isInvoice, read),
    ...adjustmentsOf(document, read),
    vat: breakdownOf(document, currency, read),
    vatTotals: vatTotalsOf(document, currency),
    totals: totalsOf(document, read),
  };
};

/** Without the members that are undefined: optional means absent. */
const present = <T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

const NOTHING: Element = { namespace: '', name: '', attributes: {}, children: [], text: '' };

const partyOf = (document: Element, path: string, term: string, read: Reading): Party => {
  const party = all(document, path)[0] ?? NOTHING;
  return {
    // PartyName is the trading name, which may be another's.
    name: read.required(label(party, 'cac:PartyLegalEntity/cbc:RegistrationName'), term, ''),
    ...present({
      tradingName: label(party, 'cac:PartyName/cbc:Name'),
      vatId: vatIdOf(party),
      companyId: identifier(party, 'cac:PartyLegalEntity/cbc:CompanyID'),
      country: code(party, 'cac:PostalAddress/cac:Country/cbc:IdentificationCode'),
    }),
  };
};

// A party may have other tax schemes beside VAT, such as a local registration (BT-32).
const vatIdOf = (party: Element): string | undefined => {
  const scheme = all(party, 'cac:PartyTaxScheme').find(
    (candidate) => first(candidate, 'cac:TaxScheme/cbc:ID')?.text.toUpperCase() === 'VAT',
  );
  return scheme && compact(scheme, 'cbc:CompanyID');
};

/** What the supplier is known by, the most reliable first: two suppliers may share a name, none share a VAT identifier. */
const ledgerIdOf = ({ vatId, companyId, name }: Party): string => {
  if (vatId !== undefined) return `vat:${vatId}`;
  return companyId === undefined
    ? `name:${name.toLowerCase()}`
    : `company:${companyId.replaceAll(' ', '').toUpperCase()}`;
};

const paymentOf = (document: Element): InvoiceFacts['payment'] => {
  const accounts = 'cac:PaymentMeans/cac:PayeeFinancialAccount';
  const account = compact(document, `${accounts}/cbc:ID`);
  const isIban = account !== undefined && /^[A-Z]{2}\d{2}[A-Z\d]+$/.test(account);
  const payment = present({
    iban: isIban ? account : undefined,
    account: isIban ? undefined : account,
    bic: compact(document, `${accounts}/cac:FinancialInstitutionBranch/cbc:ID`),
    reference: label(document, 'cac:PaymentMeans/cbc:PaymentID'),
  });
  return Object.keys(payment).length > 0 ? payment : undefined;
};

const linesOf = (document: Element, isInvoice: boolean, read: Reading): Line[] => {
  const lines = all(document, isInvoice ? 'cac:InvoiceLine' : 'cac:CreditNoteLine');
  if (lines.length === 0) read.required(undefined, 'a line (BG-25)', '');
  const quantity = isInvoice ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity';
  return lines.map((line, index) => lineOf(line, { quantity, where: `of line ${index + 1}`, read }));
};

const lineOf = (
  line: Element,
  { quantity, where, read }: { quantity: string; where: string; read: Reading },
): Line => ({
  id: read.required(identifier(line, 'cbc:ID'), `identifier ${where} (BT-126)`, ''),
  name: read.required(label(line, 'cac:Item/cbc:Name'), `item ${where} (BT-153)`, ''),
  quantity: read.required(decimal(line, quantity), `quantity ${where} (BT-129)`, ''),
  price: read.required(decimal(line, 'cac:Price/cbc:PriceAmount'), `price ${where} (BT-146)`, ''),
  net: read.required(read.amount(line, 'cbc:LineExtensionAmount'), `net amount ${where} (BT-131)`, ''),
  allowances: totalOf(line, false, read),
  charges: totalOf(line, true, read),
  category: read.required(
    code(line, 'cac:Item/cac:ClassifiedTaxCategory/cbc:ID'),
    `VAT category ${where} (BT-151)`,
    '',
  ),
  ...present({
    unit: first(line, quantity)?.attributes['unitCode']?.slice(0, 20) || undefined,
    priceQuantity: decimal(line, 'cac:Price/cbc:BaseQuantity'),
    rate: decimal(line, 'cac:Item/cac:ClassifiedTaxCategory/cbc:Percent'),
  }),
});

const CHARGE = { false: ['false', '0'], true: ['true', '1'] };

const adjusting = (of: Element, isCharge: boolean): readonly Element[] =>
  all(of, 'cac:AllowanceCharge').filter((adjustment) =>
    CHARGE[`${isCharge}`].includes(first(adjustment, 'cbc:ChargeIndicator')?.text ?? ''),
  );

const totalOf = (line: Element, isCharge: boolean, read: Reading): string =>
  plain(sum(adjusting(line, isCharge).map((adjustment) => read.amount(adjustment, 'cbc:Amount') ?? '0')));

const adjustmentsOf = (document: Element, read: Reading): Pick<InvoiceFacts, 'allowances' | 'charges'> => ({
  allowances: adjusting(document, false).map((element) =>
    adjustmentOf(element, 'amount of an allowance (BT-92)', read),
  ),
  charges: adjusting(document, true).map((element) =>
    adjustmentOf(element, 'amount of a charge (BT-99)', read),
  ),
});

const adjustmentOf = (element: Element, term: string, read: Reading): Adjustment => ({
  amount: read.required(read.amount(element, 'cbc:Amount'), term, ''),
  ...present({
    reason: label(element, 'cbc:AllowanceChargeReason') ?? label(element, 'cbc:AllowanceChargeReasonCode'),
    category: code(element, 'cac:TaxCategory/cbc:ID'),
    rate: decimal(element, 'cac:TaxCategory/cbc:Percent'),
  }),
});

/** There may be two: the one in the currency of VAT accounting is an amount alone. */
const vatTotalsIn = (document: Element, currency: string): { element: Element; currency: string }[] =>
  all(document, 'cac:TaxTotal').map((element) => ({
    element,
    currency: first(element, 'cbc:TaxAmount')?.attributes['currencyID'] ?? currency,
  }));

const vatTotalsOf = (document: Element, currency: string): InvoiceFacts['vatTotals'] =>
  vatTotalsIn(document, currency).flatMap((total) => {
    const amount = decimal(total.element, 'cbc:TaxAmount');
    return amount === undefined ? [] : [{ currency: total.currency, amount: plain(amount) }];
  });

const breakdownOf = (document: Element, currency: string, read: Reading): InvoiceFacts['vat'] => {
  const total = vatTotalsIn(document, currency).find((candidate) => candidate.currency === currency);
  const subtotals = total ? all(total.element, 'cac:TaxSubtotal') : [];
  return subtotals.map((subtotal) => ({
    category: read.required(code(subtotal, 'cac:TaxCategory/cbc:ID'), 'VAT category (BT-118)', ''),
    taxable: read.required(read.amount(subtotal, 'cbc:TaxableAmount'), 'taxable amount (BT-116)', ''),
    amount: read.required(read.amount(subtotal, 'cbc:TaxAmount'), 'VAT of a category (BT-117)', ''),
    ...present({
      rate: decimal(subtotal, 'cac:TaxCategory/cbc:Percent'),
      exemption:
        label(subtotal, 'cac:TaxCategory/cbc:TaxExemptionReason') ??
        label(subtotal, 'cac:TaxCategory/cbc:TaxExemptionReasonCode'),
    }),
  }));
};

const totalsOf = (document: Element, read: Reading): InvoiceFacts['totals'] => {
  const totals = all(document, 'cac:LegalMonetaryTotal')[0] ?? NOTHING;
  const stated = (name: string, term: string) => read.required(read.amount(totals, `cbc:${name}`), term, '');
  return {
    lines: stated('LineExtensionAmount', 'sum of the lines (BT-106)'),
    withoutVat: stated('TaxExclusiveAmount', 'total without VAT (BT-109)'),
    withVat: stated('TaxInclusiveAmount', 'total with VAT (BT-112)'),
    payable: stated('PayableAmount', 'amount due (BT-115)'),
    ...present({
      allowances: read.amount(totals, 'cbc:AllowanceTotalAmount'),
      charges: read.amount(totals, 'cbc:ChargeTotalAmount'),
      prepaid: read.amount(totals, 'cbc:PrepaidAmount'),
      rounding: read.amount(totals, 'cbc:PayableRoundingAmount'),
    }),
  };
};
