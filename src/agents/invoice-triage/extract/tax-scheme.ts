import { all, first } from '../ubl';
import type { Element } from '../xml';
import { NOTHING } from './members';

const schemeOf = (of: Element): string | undefined => first(of, 'cac:TaxScheme/cbc:ID')?.text.toUpperCase();
export const isVat = (of: Element): boolean => schemeOf(of) === 'VAT';

/** The VAT category among those of several taxes; one that names no tax is taken for it. */
export const vatCategoryOf = (of: Element, path: string): Element =>
  all(of, path).find((category) => (schemeOf(category) ?? 'VAT') === 'VAT') ?? NOTHING;
