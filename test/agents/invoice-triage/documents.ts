import type { InvoiceFacts } from '../../../src/agents/invoice-triage/types';

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd';

/** The smallest invoice that triage reads; `parts` replace what stands between the tags of the same name. */
export const invoiceXml = (parts: Partial<Record<keyof typeof INVOICE_PARTS, string>> = {}): string =>
  `<Invoice xmlns="${UBL}:Invoice-2" xmlns:cac="${UBL}:CommonAggregateComponents-2" xmlns:cbc="${UBL}:CommonBasicComponents-2">${Object.values(
    { ...INVOICE_PARTS, ...parts },
  ).join('\n')}</Invoice>`;

const ADDRESS =
  '<cac:PostalAddress><cbc:CityName>Ulm</cbc:CityName><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>';

const INVOICE_PARTS = {
  specification: '<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>',
  number: '<cbc:ID>R-1</cbc:ID>',
  issued: '<cbc:IssueDate>2026-11-02</cbc:IssueDate>',
  due: '<cbc:DueDate>2026-12-02</cbc:DueDate>',
  type: '<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>',
  currency: '<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>',
  supplier: `<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Trading name</cbc:Name></cac:PartyName>${ADDRESS}
    <cac:PartyTaxScheme><cbc:CompanyID>TAX-77</cbc:CompanyID><cac:TaxScheme><cbc:ID>LOCAL</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
    <cac:PartyTaxScheme><cbc:CompanyID>de 812 345 670</cbc:CompanyID><cac:TaxScheme><cbc:ID>vat</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
    <cac:PartyLegalEntity><cbc:RegistrationName>Legal name GmbH</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>`,
  buyer: `<cac:AccountingCustomerParty><cac:Party>${ADDRESS}<cac:PartyLegalEntity><cbc:RegistrationName>Buyer AG</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>`,
  payment: '',
  adjustments: '',
  vat: `<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount>
    <cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>`,
  totals: `<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="EUR">119.00</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">119.00</cbc:PayableAmount></cac:LegalMonetaryTotal>`,
  lines: `<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="H87">4</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
    <cac:Item><cbc:Name>Lamp</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19.00</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">25.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine>`,
};

/** The facts of a right invoice: one line of 100.00, VAT of 19%. */
export const someFacts = (changes: Partial<InvoiceFacts> = {}): InvoiceFacts => ({
  kind: 'invoice',
  number: 'R-1',
  typeCode: '380',
  specification: 'urn:cen.eu:en16931:2017',
  issueDate: '2026-11-02',
  dueDate: '2026-12-02',
  currency: 'EUR',
  supplier: {
    id: 'vat:DE812345670',
    name: 'Legal name GmbH',
    vatId: 'DE812345670',
    country: 'DE',
    address: { city: 'Ulm' },
  },
  buyer: { name: 'Buyer AG', country: 'DE', address: { city: 'Ulm' } },
  lines: [someLine()],
  allowances: [],
  charges: [],
  vat: [{ category: 'S', rate: '19', taxable: '100.00', amount: '19.00' }],
  vatTotals: [{ currency: 'EUR', amount: '19.00' }],
  totals: { lines: '100.00', withoutVat: '100.00', withVat: '119.00', payable: '119.00' },
  ...changes,
});

export const someLine = (
  changes: Partial<InvoiceFacts['lines'][number]> = {},
): InvoiceFacts['lines'][number] => ({
  id: '1',
  name: 'Lamp',
  quantity: '4',
  price: '25',
  net: '100.00',
  allowances: '0.00',
  charges: '0.00',
  category: 'S',
  rate: '19',
  ...changes,
});

/** The code of the business failure that `work` ends in. */
export const failureOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return `${(error as Error).name} ${(error as { code?: string }).code}`;
  }
};
