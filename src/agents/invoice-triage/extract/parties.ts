import { code, compact, identifier, label, type Reading } from '../reading';
import { lackOf, NEEDED, type Needed } from '../rules/needed';
import type { InvoiceFacts } from '../types';
import { all } from '../ubl';
import type { Element } from '../xml';
import { NOTHING, present } from './members';
import { isVat } from './tax-scheme';

type Party = InvoiceFacts['buyer'];

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

export const buyerOf = (document: Element, read: Reading): Party =>
  partyOf(all(document, 'cac:AccountingCustomerParty/cac:Party')[0], NEEDED.buyer, read);

export const supplierOf = (document: Element, read: Reading): InvoiceFacts['supplier'] => {
  const party = all(document, 'cac:AccountingSupplierParty/cac:Party')[0];
  const taxId = party && taxNumberOf(party, (scheme) => !isVat(scheme));
  const supplier = { ...partyOf(party, NEEDED.seller, read), ...present({ taxId }) };
  return { id: ledgerIdOf(supplier), ...supplier };
};

export const representativeOf = (document: Element): InvoiceFacts['taxRepresentative'] => {
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

// A party may have other tax schemes beside VAT, such as a local registration (BT-32).
const taxNumberOf = (party: Element, isOfScheme: (scheme: Element) => boolean): string | undefined => {
  const scheme = all(party, 'cac:PartyTaxScheme').find(isOfScheme);
  return scheme && compact(scheme, 'cbc:CompanyID');
};

/** What the supplier is known by, the most reliable first: two suppliers may share a name, none share a VAT identifier. */
const ledgerIdOf = ({ vatId, companyId, name }: Party): string => {
  if (vatId !== undefined) return `vat:${vatId}`;
  return companyId === undefined
    ? `name:${name.toLowerCase()}`
    : `company:${companyId.replaceAll(' ', '').toUpperCase()}`;
};
