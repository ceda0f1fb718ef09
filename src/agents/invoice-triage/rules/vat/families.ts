/** How a VAT category differs from the others; its rules follow from it. */
export interface Family {
  /** VAT category code. */
  code: string;
  /** How its rules are named: `IC` in BR-IC-08. */
  rules: string;
  name: string;
  /** How many groups of the breakdown it has: one for each rate, or exactly one. */
  groups: 'by rate' | 'one';
  rate: 'above zero' | 'zero or more' | 'zero' | 'none';
  /** Whose tax numbers it needs, or must not have. */
  seller: 'VAT number' | 'VAT or tax number' | 'no VAT number';
  buyer: 'VAT number' | 'VAT or company number' | 'anything';
  /** Whether the breakdown says why no VAT is due. */
  reason: 'needed' | 'not allowed';
}

/**
 * The VAT categories of EN 16931. The rules of IGIC and IPSI are BR-IG and BR-IP in the text of the standard, and BR-AF
 * and BR-AG in the artefacts that are followed.
 */
export const FAMILIES = [
  {
    code: 'S',
    rules: 'S',
    name: 'standard rate',
    groups: 'by rate',
    rate: 'above zero',
    seller: 'VAT or tax number',
    buyer: 'anything',
    reason: 'not allowed',
  },
  {
    code: 'Z',
    rules: 'Z',
    name: 'zero rate',
    groups: 'one',
    rate: 'zero',
    seller: 'VAT or tax number',
    buyer: 'anything',
    reason: 'not allowed',
  },
  {
    code: 'E',
    rules: 'E',
    name: 'exempt from VAT',
    groups: 'one',
    rate: 'zero',
    seller: 'VAT or tax number',
    buyer: 'anything',
    reason: 'needed',
  },
  {
    code: 'AE',
    rules: 'AE',
    name: 'reverse charge',
    groups: 'one',
    rate: 'zero',
    seller: 'VAT or tax number',
    buyer: 'VAT or company number',
    reason: 'needed',
  },
  {
    code: 'K',
    rules: 'IC',
    name: 'intra-community supply',
    groups: 'one',
    rate: 'zero',
    seller: 'VAT number',
    buyer: 'VAT number',
    reason: 'needed',
  },
  {
    code: 'G',
    rules: 'G',
    name: 'export',
    groups: 'one',
    rate: 'zero',
    seller: 'VAT number',
    buyer: 'anything',
    reason: 'needed',
  },
  {
    code: 'O',
    rules: 'O',
    name: 'not subject to VAT',
    groups: 'one',
    rate: 'none',
    seller: 'no VAT number',
    buyer: 'anything',
    reason: 'needed',
  },
  {
    code: 'L',
    rules: 'AF',
    name: 'IGIC of the Canary Islands',
    groups: 'by rate',
    rate: 'zero or more',
    seller: 'VAT or tax number',
    buyer: 'anything',
    reason: 'not allowed',
  },
  {
    code: 'M',
    rules: 'AG',
    name: 'IPSI of Ceuta and Melilla',
    groups: 'by rate',
    rate: 'zero or more',
    seller: 'VAT or tax number',
    buyer: 'anything',
    reason: 'not allowed',
  },
] as const satisfies readonly Family[];

/** As in `standard rate (S) at 19%`. */
export const labelOf = ({ category, rate }: { category: string; rate?: string }): string => {
  const name = FAMILIES.find(({ code }) => code === category)?.name;
  return `${name === undefined ? `VAT category ${category}` : `${name} (${category})`}${rate === undefined ? '' : ` at ${rate}%`}`;
};
