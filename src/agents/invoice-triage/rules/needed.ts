/** A rule on what a document must have for anything to be done with it. */
export interface Needed {
  id: string;
  term: string;
  /** What is missing where it does not hold. */
  what: string;
  /** Each of these has to have it. */
  each?: 'line';
}

/**
 * What no document can be triaged without: where one of these is missing, its run fails, and says so by these rules.
 * What is missing besides is a finding of the other rules.
 */
export const NEEDED = {
  number: { id: 'BR-02', term: 'BT-1', what: 'number' },
  issueDate: { id: 'BR-03', term: 'BT-2', what: 'date of issue' },
  currency: { id: 'BR-05', term: 'BT-5', what: 'currency' },
  seller: { id: 'BR-06', term: 'BT-27', what: 'name of the seller' },
  buyer: { id: 'BR-07', term: 'BT-44', what: 'name of the buyer' },
  sumOfLines: { id: 'BR-12', term: 'BT-106', what: 'sum of the lines' },
  withoutVat: { id: 'BR-13', term: 'BT-109', what: 'total without VAT' },
  withVat: { id: 'BR-14', term: 'BT-112', what: 'total with VAT' },
  payable: { id: 'BR-15', term: 'BT-115', what: 'amount due' },
  line: { id: 'BR-16', term: 'BG-25', what: 'a line' },
  lineId: { id: 'BR-21', term: 'BT-126', what: 'identifier', each: 'line' },
  quantity: { id: 'BR-22', term: 'BT-129', what: 'quantity', each: 'line' },
  lineNet: { id: 'BR-24', term: 'BT-131', what: 'net amount', each: 'line' },
  item: { id: 'BR-25', term: 'BT-153', what: 'item', each: 'line' },
  price: { id: 'BR-26', term: 'BT-146', what: 'price', each: 'line' },
  lineCategory: { id: 'BR-CO-04', term: 'BT-151', what: 'VAT category', each: 'line' },
  lineAllowance: { id: 'BR-41', term: 'BT-136', what: 'amount of an allowance', each: 'line' },
  lineCharge: { id: 'BR-43', term: 'BT-141', what: 'amount of a charge', each: 'line' },
  allowance: { id: 'BR-31', term: 'BT-92', what: 'amount of an allowance' },
  charge: { id: 'BR-36', term: 'BT-99', what: 'amount of a charge' },
  taxable: { id: 'BR-45', term: 'BT-116', what: 'taxable amount of the VAT breakdown' },
  vat: { id: 'BR-46', term: 'BT-117', what: 'VAT of the VAT breakdown' },
  category: { id: 'BR-47', term: 'BT-118', what: 'category of the VAT breakdown' },
} as const satisfies Record<string, Needed>;

/** As in `quantity of line 2 (BR-22, BT-129)`. */
export const lackOf = ({ id, term, what }: Needed, where = ''): string => `${what}${where} (${id}, ${term})`;
