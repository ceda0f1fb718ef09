import { extractFacts } from '../../../src/agents/invoice-triage/extract';
import { NEEDED } from '../../../src/agents/invoice-triage/rules/needed';
import { invoiceXml } from './documents';

const adjustment = (charge: boolean, name: string) =>
  `<cac:AllowanceCharge><cbc:ChargeIndicator>${charge}</cbc:ChargeIndicator><cbc:Amount><!--${name}-->1</cbc:Amount></cac:AllowanceCharge>`;

/** With all that can be missing; marks tell apart what has the same name. */
const WHOLE = invoiceXml({
  adjustments: adjustment(false, 'of document') + adjustment(true, 'of document'),
}).replace('<cac:Item>', `${adjustment(false, 'of line')}${adjustment(true, 'of line')}<cac:Item>`);

const amountOf = (charge: boolean, name: string) =>
  new RegExp(`(?<=${charge}</cbc:ChargeIndicator>)<cbc:Amount><!--${name}-->1</cbc:Amount>`);
const within = (element: string, inside: string) =>
  new RegExp(`(?<=<${element}>(?:(?!</${element}>).)*)${inside}`, 's');

/** What is taken away, for the rule to find it missing. */
const TAKEN: Record<keyof typeof NEEDED, RegExp> = {
  number: /<cbc:ID>R-1<\/cbc:ID>/,
  issueDate: /<cbc:IssueDate>.*?<\/cbc:IssueDate>/,
  currency: /<cbc:DocumentCurrencyCode>.*?<\/cbc:DocumentCurrencyCode>/,
  seller: within('cac:AccountingSupplierParty', '<cac:PartyLegalEntity>.*?</cac:PartyLegalEntity>'),
  buyer: within('cac:AccountingCustomerParty', '<cac:PartyLegalEntity>.*?</cac:PartyLegalEntity>'),
  sumOfLines: within('cac:LegalMonetaryTotal', '<cbc:LineExtensionAmount.*?</cbc:LineExtensionAmount>'),
  withoutVat: /<cbc:TaxExclusiveAmount.*?<\/cbc:TaxExclusiveAmount>/,
  withVat: /<cbc:TaxInclusiveAmount.*?<\/cbc:TaxInclusiveAmount>/,
  payable: /<cbc:PayableAmount.*?<\/cbc:PayableAmount>/,
  line: /<cac:InvoiceLine>.*<\/cac:InvoiceLine>/s,
  lineId: /<cbc:ID>1<\/cbc:ID>/,
  quantity: /<cbc:InvoicedQuantity.*?<\/cbc:InvoicedQuantity>/,
  lineNet: within('cac:InvoiceLine', '<cbc:LineExtensionAmount.*?</cbc:LineExtensionAmount>'),
  item: /<cbc:Name>Lamp<\/cbc:Name>/,
  price: /<cbc:PriceAmount.*?<\/cbc:PriceAmount>/,
  lineCategory: /<cac:ClassifiedTaxCategory>.*?<\/cac:ClassifiedTaxCategory>/,
  lineAllowance: amountOf(false, 'of line'),
  lineCharge: amountOf(true, 'of line'),
  allowance: amountOf(false, 'of document'),
  charge: amountOf(true, 'of document'),
  taxable: /<cbc:TaxableAmount.*?<\/cbc:TaxableAmount>/,
  vat: within('cac:TaxSubtotal', '<cbc:TaxAmount.*?</cbc:TaxAmount>'),
  category: within('cac:TaxSubtotal', '<cbc:ID>S</cbc:ID>'),
};

const failureOf = (xml: string): { code: string; message: string } | undefined => {
  try {
    extractFacts(xml);
    return undefined;
  } catch (error) {
    return error as { code: string; message: string };
  }
};

it('reads a document that has all', () => expect(failureOf(WHOLE)).toBeUndefined());

it.each(Object.entries(TAKEN).map(([name, taken]) => ({ ...NEEDED[name as keyof typeof NEEDED], taken })))(
  '$id alone is named where the $what is missing',
  ({ id, term, taken }) => {
    const { code, message } = failureOf(WHOLE.replace(taken, ''))!;
    expect(code).toBe('document-incomplete');
    expect(message.match(/BR-[A-Z\d-]+/g)).toEqual([id]);
    expect(message).toContain(`(${id}, ${term})`);
  },
);

it('takes an item of another tax for one without VAT category', () =>
  expect(
    failureOf(
      WHOLE.replace(
        '<cbc:Percent>19.00</cbc:Percent>',
        '$&<cac:TaxScheme><cbc:ID>GST</cbc:ID></cac:TaxScheme>',
      ),
    )?.message,
  ).toContain('VAT category of line 1 (BR-CO-04, BT-151)'));
