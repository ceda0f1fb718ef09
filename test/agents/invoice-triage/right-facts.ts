import { Money, plain, sum, toCent } from '../../../src/agents/invoice-triage/money';
import { FAMILIES } from '../../../src/agents/invoice-triage/rules/vat/families';
import type { InvoiceFacts } from '../../../src/agents/invoice-triage/types';
import { someFacts, someLine } from './documents';

/** A line, an allowance or a charge, and how it is taxed. */
export interface Taxed {
  kind: 'line' | 'allowance' | 'charge';
  category: string;
  rate?: string;
  amount: string;
}

/** Whose numbers everybody has; who is not subject to VAT has none. */
const PARTIES: Pick<InvoiceFacts, 'supplier' | 'buyer' | 'delivery'> = {
  supplier: { ...someFacts().supplier, companyId: 'HRB 1' },
  buyer: { ...someFacts().buyer, vatId: 'FR12345678901', companyId: 'RCS 1' },
  delivery: { date: '2026-11-01', country: 'FR' },
};
const { vatId: _seller, ...supplierWithout } = PARTIES.supplier;
const { vatId: _buyer, ...buyerWithout } = PARTIES.buyer;
const OUTSIDE_VAT = { ...PARTIES, supplier: supplierWithout, buyer: buyerWithout };

/** A right document with these parts: groups and totals are what they add up to. */
export const invoiceOf = (parts: readonly Taxed[]): InvoiceFacts => {
  const vat = groupsOf(parts);
  const of = (kind: Taxed['kind']) => parts.filter((part) => part.kind === kind);
  const adjustments = (kind: Taxed['kind']) =>
    of(kind).map(({ category, rate, amount }) => ({ category, amount, ...(rate !== undefined && { rate }) }));
  return someFacts({
    ...(parts.some(({ category }) => category === 'O') ? OUTSIDE_VAT : PARTIES),
    lines: of('line').map(({ amount, category, rate }, at) => {
      const { rate: _, ...line } = someLine({
        id: `${at + 1}`,
        quantity: '1',
        price: amount,
        net: amount,
        category,
      });
      return { ...line, ...(rate !== undefined && { rate }) };
    }),
    allowances: adjustments('allowance'),
    charges: adjustments('charge'),
    vat,
    ...totalsOf({
      lines: total(of('line')),
      allowances: total(of('allowance')),
      charges: total(of('charge')),
      vat: plain(sum(vat.map(({ amount }) => amount))),
    }),
  });
};

const total = (parts: readonly Taxed[]): string => plain(sum(parts.map(({ amount }) => amount)));

/** Totals that follow from each other; what is given replaces what would follow. */
export const totalsOf = (
  sums: { lines: string; allowances?: string; charges?: string; vat: string },
  given: Partial<
    Record<'withoutVat' | 'vatTotal' | 'withVat' | 'payable' | 'prepaid' | 'rounding', string>
  > = {},
): Pick<InvoiceFacts, 'totals' | 'vatTotals'> => {
  const { lines, allowances = '0.00', charges = '0.00' } = sums;
  const withoutVat = given.withoutVat ?? plain(new Money(lines).minus(allowances).plus(charges));
  const vatTotal = given.vatTotal ?? sums.vat;
  const withVat = given.withVat ?? plain(new Money(withoutVat).plus(vatTotal));
  const { prepaid = '0.00', rounding = '0.00' } = given;
  const payable = given.payable ?? plain(new Money(withVat).minus(prepaid).plus(rounding));
  return {
    vatTotals: [{ currency: 'EUR', amount: vatTotal }],
    totals: { lines, allowances, charges, withoutVat, withVat, payable, prepaid, rounding },
  };
};

const groupsOf = (parts: readonly Taxed[]): InvoiceFacts['vat'] => {
  const keys = new Map(parts.map(({ category, rate }) => [`${category} ${rate}`, { category, rate }]));
  return [...keys.values()].map(({ category, rate }) => {
    const mine = parts.filter((part) => part.category === category && part.rate === rate);
    const taxable = sum(
      mine.map(({ kind, amount }) => (kind === 'allowance' ? new Money(amount).neg() : amount)),
    );
    const reason = FAMILIES.find(({ code }) => code === category)?.reason;
    return {
      category,
      ...(rate !== undefined && { rate }),
      taxable: plain(taxable),
      amount: plain(toCent(taxable.times(rate ?? 0).div(100))),
      ...(reason === 'needed' && { exemption: 'why' }),
    };
  });
};

export type Code = (typeof FAMILIES)[number]['code'];

/** A rate that a category may have. */
export const rateOf = (code: Code): { rate?: string } => {
  const { rate } = FAMILIES.find((family) => family.code === code)!;
  if (rate === 'none') return {};
  return { rate: rate === 'zero' ? '0' : '7' };
};

/** Of a category that has no rules but those of all, to stand beside others. */
export const PLAIN = { category: 'B', rate: '0' };
