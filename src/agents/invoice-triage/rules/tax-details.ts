import type { InvoiceFacts } from '../types';
import { Money } from '../money';
import { namesItsCountry } from './countries';
import type { Fault, Rule } from './rule';

const vatIdsOf = ({
  supplier,
  taxRepresentative,
  buyer,
}: InvoiceFacts): [where: string, vatId: string | undefined][] => [
  ['supplier', supplier.vatId],
  ['tax representative', taxRepresentative?.vatId],
  ['buyer', buyer.vatId],
];

const twoTaxPoints = ({ taxPointDate, taxPointCode }: InvoiceFacts): Fault[] =>
  taxPointDate === undefined || taxPointCode === undefined
    ? []
    : [{ expected: 'a date or a code', actual: `${taxPointDate} and ${taxPointCode}` }];

// The artefacts ask it of invoices alone: a credit note names no day to pay on.
const noTerms = ({ kind, totals, dueDate, paymentTerms }: InvoiceFacts): Fault[] =>
  kind === 'invoice' && new Money(totals.payable).gt(0) && dueDate === undefined && paymentTerms === undefined
    ? [{ expected: 'a due date or terms of payment' }]
    : [];

const noVatInAccounting = ({ vatCurrency, vatTotals }: InvoiceFacts): Fault[] =>
  vatCurrency === undefined || vatTotals.some(({ currency }) => currency === vatCurrency)
    ? []
    : [{ where: vatCurrency, expected: `a VAT total in ${vatCurrency}` }];

/** Dates, terms and identifiers that VAT depends on. */
export const TAX_DETAILS: readonly Rule[] = [
  {
    id: 'BR-CO-03',
    terms: ['BT-7', 'BT-8'],
    asks: 'The document gives the tax point as a date or as a code, not as both',
    says: 'The document gives the tax point twice, as a date and as a code: {actual}',
    looks: twoTaxPoints,
  },
  {
    id: 'BR-CO-09',
    terms: ['BT-31', 'BT-48', 'BT-63'],
    asks: 'VAT identifiers begin with the code of a country',
    says: 'The VAT number {actual} of the {where} does not begin with the code of a country',
    looks: (facts) =>
      vatIdsOf(facts).flatMap(([where, vatId]) =>
        vatId === undefined || namesItsCountry(vatId)
          ? []
          : [{ where, expected: 'the code of a country', actual: vatId }],
      ),
  },
  {
    id: 'BR-CO-25',
    terms: ['BT-9', 'BT-20', 'BT-115'],
    asks: 'An invoice with an amount due has a due date or terms of payment',
    says: 'The invoice does not say when it is to be paid',
    looks: noTerms,
  },
  {
    id: 'BR-53',
    terms: ['BT-6', 'BT-111'],
    asks: 'A document with a currency for VAT accounting gives its total VAT in it',
    says: 'The total VAT is not given in {where}, the currency of VAT accounting',
    looks: noVatInAccounting,
  },
];
