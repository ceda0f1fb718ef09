import type { InvoiceFacts } from './types';
import { sum, plain } from './money';
import { amountText, code, compact, date, decimal, identifier, label, reading } from './reading';
import type { Reading } from './reading';
import { lackOf, NEEDED } from './rules/needed';
import type { Needed } from './rules/needed';
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
  const supplier = supplierOf(document, read);
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
    supplier: { id: ledgerIdOf(supplier), ...supplier },
    buyer: partyOf(all(document, 'cac:AccountingCustomerParty/cac:Party')[0], NEEDED.buyer, read),
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

const partyOf = (party: Element = NOTHING, needed: Needed, read: Reading): Party => ({
  // PartyName is the trading name, which may be another's.
  name: read.required(label(party, 'cac:PartyLegalEntity/cbc:RegistrationName'), lackOf(needed), ''),
  ...present({
    tradingName: label(party, 'cac:PartyName/cbc:Name'),
    identifier: identifier(party, 'cac:PartyIdentification/cbc:ID'),
    vatId: taxNumberOf(party, isVat),
    companyId: identifier(party, 'cac:PartyLegalEntity/cbc:CompanyID'),
    country: countryOf(party),
    address: addressOf(party),
  }),
});

const supplierOf = (document: Element, read: Reading): Omit<InvoiceFacts['supplier'], 'id'> => {
  const party = all(document, 'cac:AccountingSupplierParty/cac:Party')[0];
  const taxId = party && taxNumberOf(party, (scheme) => !isVat(scheme));
  return { ...partyOf(party, NEEDED.seller, read), ...present({ taxId }) };
};

const representativeOf = (document: Element): InvoiceFacts['taxRepresentative'] => {
  const party = all(document, 'cac:TaxRepresentativeParty')[0];
  return (
    party &&
    present({
      name: label(party, 'cac:PartyName/cbc:Name'),
      vatId: taxNumberOf(party, isVat),
      country: countryOf(party),
    })
  );
};

const countryOf = (party: Element): string | undefined =>
  code(party, 'cac:PostalAddress/cac:Country/cbc:IdentificationCode');

const addressOf = (party: Element): Party['address'] => {
  const address = all(party, 'cac:PostalAddress')[0];
  return (
    address &&
    present({
      street: label(address, 'cbc:StreetName'),
      city: label(address, 'cbc:CityName'),
      postCode: label(address, 'cbc:PostalZone')?.slice(0, 50),
    })
  );
};

const schemeOf = (of: Element): string | undefined => first(of, 'cac:TaxScheme/cbc:ID')?.text.toUpperCase();
const isVat = (of: Element): boolean => schemeOf(of) === 'VAT';

// A party may have other tax schemes beside VAT, such as a local registration (BT-32).
const taxNumberOf = (party: Element, isOfScheme: (scheme: Element) => boolean): string | undefined => {
  const scheme = all(party, 'cac:PartyTaxScheme').find(isOfScheme);
  return scheme && compact(scheme, 'cbc:CompanyID');
};

/** The VAT category among those of several taxes; one that names no tax is taken for it. */
const vatCategoryOf = (of: Element, path: string): Element =>
  all(of, path).find((category) => (schemeOf(category) ?? 'VAT') === 'VAT') ?? NOTHING;

const periodOf = (document: Element): InvoiceFacts['period'] => {
  const period = all(document, 'cac:InvoicePeriod')[0];
  const days = period && present({ start: date(period, 'cbc:StartDate'), end: date(period, 'cbc:EndDate') });
  return days && unlessEmpty(days);
};

const deliveryOf = (document: Element): InvoiceFacts['delivery'] =>
  unlessEmpty(
    present({
      date: date(document, 'cac:Delivery/cbc:ActualDeliveryDate'),
      country: code(
        document,
        'cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode',
      ),
    }),
  );

const unlessEmpty = <T extends object>(members: T): T | undefined =>
  Object.keys(members).length > 0 ? members : undefined;

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
  return unlessEmpty(
    present({
      means: code(document, 'cac:PaymentMeans/cbc:PaymentMeansCode'),
      iban: isIban ? account : undefined,
      account: isIban ? undefined : account,
      bic: compact(document, `${accounts}/cac:FinancialInstitutionBranch/cbc:ID`),
      reference: label(document, 'cac:PaymentMeans/cbc:PaymentID'),
    }),
  );
};

const linesOf = (document: Element, isInvoice: boolean, read: Reading): Line[] => {
  const lines = all(document, isInvoice ? 'cac:InvoiceLine' : 'cac:CreditNoteLine');
  if (lines.length === 0) read.required(undefined, lackOf(NEEDED.line), '');
  const quantity = isInvoice ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity';
  return lines.map((line, index) => lineOf(line, { quantity, where: ` of line ${index + 1}`, read }));
};

const lineOf = (
  line: Element,
  { quantity, where, read }: { quantity: string; where: string; read: Reading },
): Line => {
  const vat = vatCategoryOf(line, 'cac:Item/cac:ClassifiedTaxCategory');
  const allowances = adjusting(line, false).map((each) =>
    lineAdjustmentOf(each, 'allowance', { where, read }),
  );
  const charges = adjusting(line, true).map((each) => lineAdjustmentOf(each, 'charge', { where, read }));
  const need = (value: string | undefined, needed: Needed) => read.required(value, lackOf(needed, where), '');
  return {
    id: need(identifier(line, 'cbc:ID'), NEEDED.lineId),
    name: need(label(line, 'cac:Item/cbc:Name'), NEEDED.item),
    quantity: need(decimal(line, quantity), NEEDED.quantity),
    price: need(decimal(line, 'cac:Price/cbc:PriceAmount'), NEEDED.price),
    net: need(read.amount(line, 'cbc:LineExtensionAmount'), NEEDED.lineNet),
    allowances: totalOf(allowances),
    charges: totalOf(charges),
    category: need(code(vat, 'cbc:ID'), NEEDED.lineCategory),
    ...present({
      unit: first(line, quantity)?.attributes['unitCode']?.slice(0, 20) || undefined,
      grossPrice: decimal(line, 'cac:Price/cac:AllowanceCharge/cbc:BaseAmount'),
      priceQuantity: decimal(line, 'cac:Price/cbc:BaseQuantity'),
      rate: decimal(vat, 'cbc:Percent'),
      adjustments: unlessEmpty([...allowances, ...charges]),
    }),
  };
};

type LineAdjustment = NonNullable<Line['adjustments']>[number];

const lineAdjustmentOf = (
  element: Element,
  kind: LineAdjustment['kind'],
  { where, read }: { where: string; read: Reading },
): LineAdjustment => {
  const needed = kind === 'charge' ? NEEDED.lineCharge : NEEDED.lineAllowance;
  return {
    kind,
    amount: read.required(read.amount(element, 'cbc:Amount'), lackOf(needed, where), '0'),
    ...present({ base: read.amount(element, 'cbc:BaseAmount'), reason: reasonOf(element) }),
  };
};

const totalOf = (adjustments: readonly LineAdjustment[]): string =>
  plain(sum(adjustments.map(({ amount }) => amount)));

const reasonOf = (element: Element): string | undefined =>
  label(element, 'cbc:AllowanceChargeReason') ?? label(element, 'cbc:AllowanceChargeReasonCode');

const CHARGE = { false: ['false', '0'], true: ['true', '1'] };

const adjusting = (of: Element, isCharge: boolean): readonly Element[] =>
  all(of, 'cac:AllowanceCharge').filter((adjustment) =>
    CHARGE[`${isCharge}`].includes(first(adjustment, 'cbc:ChargeIndicator')?.text ?? ''),
  );

const adjustmentsOf = (document: Element, read: Reading): Pick<InvoiceFacts, 'allowances' | 'charges'> => ({
  allowances: adjusting(document, false).map((element) => adjustmentOf(element, NEEDED.allowance, read)),
  charges: adjusting(document, true).map((element) => adjustmentOf(element, NEEDED.charge, read)),
});

const adjustmentOf = (element: Element, needed: Needed, read: Reading): Adjustment => {
  const vat = vatCategoryOf(element, 'cac:TaxCategory');
  return {
    amount: read.required(read.amount(element, 'cbc:Amount'), lackOf(needed), ''),
    ...present({
      reason: reasonOf(element),
      base: read.amount(element, 'cbc:BaseAmount'),
      percent: decimal(element, 'cbc:MultiplierFactorNumeric'),
      category: code(vat, 'cbc:ID'),
      rate: decimal(vat, 'cbc:Percent'),
    }),
  };
};

/** There may be two: the one in the currency of VAT accounting is an amount alone. */
const vatTotalsIn = (document: Element, currency: string): { element: Element; currency: string }[] =>
  all(document, 'cac:TaxTotal').map((element) => ({
    element,
    currency: first(element, 'cbc:TaxAmount')?.attributes['currencyID'] ?? currency,
  }));

const vatTotalsOf = (document: Element, currency: string): InvoiceFacts['vatTotals'] =>
  vatTotalsIn(document, currency).flatMap((total) => {
    const amount = amountText(total.element, 'cbc:TaxAmount');
    return amount === undefined ? [] : [{ currency: total.currency, amount }];
  });

const breakdownOf = (document: Element, currency: string, read: Reading): InvoiceFacts['vat'] => {
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

const totalsOf = (document: Element, read: Reading): InvoiceFacts['totals'] => {
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
