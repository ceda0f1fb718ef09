import type { InvoiceFacts } from '../../types';
import type { Fault, Rule } from '../rule';
import { labelOf } from './families';
import type { Family } from './families';
import { isOf } from './parts';

const misgiven = ({ reason }: Family, group: InvoiceFacts['vat'][number]): Fault[] => {
  const given = group.exemption ?? group.exemptionCode;
  if ((reason === 'needed') === (given !== undefined)) return [];
  return [
    {
      where: labelOf(group),
      expected: reason === 'needed' ? 'a reason' : 'no reason',
      actual: given,
    },
  ];
};

/** BR-x-10: the breakdown says why no VAT is due where none is, and only there. */
export const reasonRule = (family: Family): Rule => ({
  id: `BR-${family.rules}-10`,
  terms: ['BG-23', 'BT-120', 'BT-121'],
  asks: `The group ${labelOf({ category: family.code })} of the VAT breakdown has ${family.reason === 'needed' ? 'a reason' : 'no reason'} why no VAT is due`,
  says:
    family.reason === 'needed'
      ? 'The document does not say why no VAT is due for {where}'
      : 'The document gives a reason for no VAT with {where}, where there must be none: {actual}',
  looks: ({ vat }) => vat.filter(isOf(family)).flatMap((group) => misgiven(family, group)),
});
