import { plain, sum } from '../money';
import { code, decimal, label, type Reading } from '../reading';
import { lackOf, NEEDED, type Needed } from '../rules/needed';
import type { InvoiceFacts } from '../types';
import { all, first } from '../ubl';
import type { Element } from '../xml';
import { present } from './members';
import { vatCategoryOf } from './tax-scheme';

type Adjustment = InvoiceFacts['allowances'][number];
type LineAdjustment = NonNullable<InvoiceFacts['lines'][number]['adjustments']>[number];

/** Allowances and charges of the whole document. */
export const adjustmentsOf = (
  document: Element,
  read: Reading,
): Pick<InvoiceFacts, 'allowances' | 'charges'> => ({
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

/** Allowances and charges of one line. */
export const lineAdjustmentsOf = (line: Element, context: { where: string; read: Reading }) => ({
  allowances: adjusting(line, false).map((each) => lineAdjustmentOf(each, 'allowance', context)),
  charges: adjusting(line, true).map((each) => lineAdjustmentOf(each, 'charge', context)),
});

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

export const totalOf = (adjustments: readonly LineAdjustment[]): string =>
  plain(sum(adjustments.map(({ amount }) => amount)));

const reasonOf = (element: Element): string | undefined =>
  label(element, 'cbc:AllowanceChargeReason') ?? label(element, 'cbc:AllowanceChargeReasonCode');

const CHARGE = { false: ['false', '0'], true: ['true', '1'] };

const adjusting = (of: Element, isCharge: boolean): readonly Element[] =>
  all(of, 'cac:AllowanceCharge').filter((adjustment) =>
    CHARGE[`${isCharge}`].includes(first(adjustment, 'cbc:ChargeIndicator')?.text ?? ''),
  );
