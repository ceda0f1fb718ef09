import { code, decimal, identifier, label, type Reading } from '../reading';
import { lackOf, NEEDED, type Needed } from '../rules/needed';
import type { InvoiceFacts } from '../types';
import { all, first } from '../ubl';
import type { Element } from '../xml';
import { lineAdjustmentsOf, totalOf } from './adjustments';
import { present, unlessEmpty } from './members';
import { vatCategoryOf } from './tax-scheme';

type Line = InvoiceFacts['lines'][number];

export const linesOf = (document: Element, isInvoice: boolean, read: Reading): Line[] => {
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
  const { allowances, charges } = lineAdjustmentsOf(line, { where, read });
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
