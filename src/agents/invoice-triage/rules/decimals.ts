import type { InvoiceFacts } from '../types';
import type { Fault, Rule } from './rule';

/** An amount as the document writes it, and where. */
type Amounts = (facts: InvoiceFacts) => readonly (readonly [amount: string | undefined, where?: string])[];

const ALLOWED = 2;
const decimalsOf = (amount: string): number => amount.split('.')[1]?.length ?? 0;

const tooFine = (amounts: Amounts, facts: InvoiceFacts): Fault[] =>
  amounts(facts).flatMap(([amount, where]) =>
    amount === undefined || decimalsOf(amount) <= ALLOWED
      ? []
      : [{ expected: `${ALLOWED} decimals`, actual: amount, ...(where !== undefined && { where }) }],
  );

/** Which line it is, where there are several. */
const saysOf = (what: string): string =>
  `The ${what.replace(' of a line', ' of {where}')} has more than two decimals: {actual}`;

const total =
  (name: keyof InvoiceFacts['totals']): Amounts =>
  ({ totals }) => [[totals[name]]];

const documentLevel =
  (group: 'allowances' | 'charges', member: 'amount' | 'base'): Amounts =>
  (facts) =>
    facts[group].map((adjustment) => [adjustment[member]]);

const lineLevel =
  (kind: 'allowance' | 'charge', member: 'amount' | 'base'): Amounts =>
  ({ lines }) =>
    lines.flatMap(({ id, adjustments = [] }) =>
      adjustments
        .filter((adjustment) => adjustment.kind === kind)
        .map((adjustment) => [adjustment[member], `line ${id}`] as const),
    );

const vatTotal =
  (currencyOf: (facts: InvoiceFacts) => string | undefined): Amounts =>
  (facts) =>
    facts.vatTotals.filter(({ currency }) => currency === currencyOf(facts)).map(({ amount }) => [amount]);

const breakdown =
  (member: 'taxable' | 'amount'): Amounts =>
  ({ vat }) =>
    vat.map((group) => [group[member]]);

// The numbers that are missing were never given, or are of terms that have no limit.
const AMOUNTS: readonly (readonly [id: string, term: string, what: string, amounts: Amounts])[] = [
  ['BR-DEC-01', 'BT-92', 'amount of an allowance', documentLevel('allowances', 'amount')],
  ['BR-DEC-02', 'BT-93', 'base amount of an allowance', documentLevel('allowances', 'base')],
  ['BR-DEC-05', 'BT-99', 'amount of a charge', documentLevel('charges', 'amount')],
  ['BR-DEC-06', 'BT-100', 'base amount of a charge', documentLevel('charges', 'base')],
  ['BR-DEC-09', 'BT-106', 'sum of the lines', total('lines')],
  ['BR-DEC-10', 'BT-107', 'sum of the allowances', total('allowances')],
  ['BR-DEC-11', 'BT-108', 'sum of the charges', total('charges')],
  ['BR-DEC-12', 'BT-109', 'total without VAT', total('withoutVat')],
  ['BR-DEC-13', 'BT-110', 'total VAT', vatTotal(({ currency }) => currency)],
  ['BR-DEC-14', 'BT-112', 'total with VAT', total('withVat')],
  [
    'BR-DEC-15',
    'BT-111',
    'total VAT in the currency of accounting',
    vatTotal(({ vatCurrency }) => vatCurrency),
  ],
  ['BR-DEC-16', 'BT-113', 'paid amount', total('prepaid')],
  ['BR-DEC-17', 'BT-114', 'rounding', total('rounding')],
  ['BR-DEC-18', 'BT-115', 'amount due', total('payable')],
  ['BR-DEC-19', 'BT-116', 'taxable amount of a category', breakdown('taxable')],
  ['BR-DEC-20', 'BT-117', 'VAT of a category', breakdown('amount')],
  [
    'BR-DEC-23',
    'BT-131',
    'net amount of a line',
    ({ lines }) => lines.map(({ id, net }) => [net, `line ${id}`]),
  ],
  ['BR-DEC-24', 'BT-136', 'amount of an allowance of a line', lineLevel('allowance', 'amount')],
  ['BR-DEC-25', 'BT-137', 'base amount of an allowance of a line', lineLevel('allowance', 'base')],
  ['BR-DEC-27', 'BT-141', 'amount of a charge of a line', lineLevel('charge', 'amount')],
  ['BR-DEC-28', 'BT-142', 'base amount of a charge of a line', lineLevel('charge', 'base')],
];

/** BR-DEC-*: amounts have two decimals at most, as they are written: `1.000` has three. */
export const DECIMALS: readonly Rule[] = AMOUNTS.map(([id, term, what, amounts]) => ({
  id,
  terms: [term],
  asks: `The ${what} has two decimals at most`,
  says: saysOf(what),
  looks: (facts) => tooFine(amounts, facts),
}));
