import type { InvoiceFacts } from '../types';
import type { Fault, Rule } from './rule';

type Party = InvoiceFacts['buyer'];
type Adjustment = InvoiceFacts['allowances'][number];

const missing = (value: unknown, expected: string): Fault[] => (value === undefined ? [{ expected }] : []);

/** Only an address that is there can lack its country. */
const withoutCountry = ({ address, country }: Party): Fault[] =>
  address === undefined ? [] : missing(country, 'a country code');

const withoutCategory = (adjustments: readonly Adjustment[], what: string): Fault[] =>
  adjustments
    .filter(({ category }) => category === undefined)
    .map(({ amount }) => ({ where: `${what} of ${amount}`, expected: 'a VAT category' }));

/** What must be there too, besides what no document can be triaged without (`NEEDED`). */
export const PRESENCE: readonly Rule[] = [
  {
    id: 'BR-01',
    terms: ['BT-24'],
    asks: 'The document names the specification that it follows',
    says: 'The document does not say which specification it follows',
    looks: ({ specification }) => missing(specification, 'a specification'),
  },
  {
    id: 'BR-04',
    terms: ['BT-3'],
    asks: 'The document has a type code',
    says: 'The document has no type code, such as 380 for an invoice',
    looks: ({ typeCode }) => missing(typeCode, 'a type code'),
  },
  {
    id: 'BR-08',
    terms: ['BG-5'],
    asks: 'The seller has a postal address',
    says: "The supplier's address is missing",
    looks: ({ supplier }) => missing(supplier.address, 'a postal address'),
  },
  {
    id: 'BR-09',
    terms: ['BT-40'],
    asks: "The seller's address has a country code",
    says: "The country is missing in the supplier's address",
    looks: ({ supplier }) => withoutCountry(supplier),
  },
  {
    id: 'BR-10',
    terms: ['BG-8'],
    asks: 'The buyer has a postal address',
    says: "The buyer's address is missing",
    looks: ({ buyer }) => missing(buyer.address, 'a postal address'),
  },
  {
    id: 'BR-11',
    terms: ['BT-55'],
    asks: "The buyer's address has a country code",
    says: "The country is missing in the buyer's address",
    looks: ({ buyer }) => withoutCountry(buyer),
  },
  {
    id: 'BR-32',
    terms: ['BG-20', 'BT-95'],
    asks: 'Each allowance of the document has a VAT category',
    says: 'The {where} has no VAT category',
    looks: ({ allowances }) => withoutCategory(allowances, 'allowance'),
  },
  {
    id: 'BR-37',
    terms: ['BG-21', 'BT-102'],
    asks: 'Each charge of the document has a VAT category',
    says: 'The {where} has no VAT category',
    looks: ({ charges }) => withoutCategory(charges, 'charge'),
  },
];
