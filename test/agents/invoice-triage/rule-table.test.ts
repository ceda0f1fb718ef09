import { readFileSync, writeFileSync } from 'node:fs';
import { RULES } from '../../../src/agents/invoice-triage/rules';
import { NEEDED } from '../../../src/agents/invoice-triage/rules/needed';
import type { Needed } from '../../../src/agents/invoice-triage/rules/needed';
import { RULES_VERSION } from '../../../src/agents/invoice-triage/rules/version';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const needed = Object.values(NEEDED).map(({ id, term, what, each }: Needed) => [
  id,
  term,
  `${what}${each === undefined ? '' : ` of each ${each}`}`,
]);
const judged = RULES.map(({ id, terms, asks }) => [id, terms.join(', '), asks]);

/** All rules, as the documents list them. */
const ruleTable = (): string => `# The rules of invoice triage

Followed: ${RULES_VERSION}; \`version.ts\` says more. This list is made from the rules, and a test holds it to them.

## A run fails without

${table(['rule', 'term', 'what'], needed)}

## A document is rejected where one of these does not hold

${table(['rule', 'terms', 'asks'], judged)}
`;

/** As it is before it is made pretty. */
const plainly = (markdown: string): string => markdown.replace(/ +\|/g, ' |').replace(/-{3,}/g, '---');

const FILE = 'src/agents/invoice-triage/rules/README.md';
// After a change of the rules: WRITE_RULES=1 npm run jest -- test/agents/invoice-triage/rule-table.test.ts, then prettier.
if (process.env['WRITE_RULES']) writeFileSync(FILE, ruleTable());

const ids = [...Object.values(NEEDED), ...RULES].map(({ id }) => id);
const numbered = (prefix: string, numbers: readonly number[]) =>
  numbers.map((number) => `${prefix}${String(number).padStart(2, '0')}`);
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

it('lists the rules as they are (else write the list anew: see this file)', () =>
  expect(plainly(readFileSync(FILE, 'utf8'))).toBe(ruleTable()));

it('has each rule once', () => expect(new Set(ids).size).toBe(ids.length));

it.each([
  ['what has to be there', numbered('BR-', upTo(16))],
  ['conditions', numbered('BR-CO-', [3, 4, 9, ...upTo(18).slice(9), 25])],
  ['decimals', numbered('BR-DEC-', [1, 2, 5, 6, ...upTo(20).slice(8), 23, 24, 25, 27, 28])],
  ...['S', 'Z', 'E', 'AE', 'G', 'AF', 'AG'].map((family): [string, string[]] => [
    `VAT ${family}`,
    numbered(`BR-${family}-`, upTo(10)),
  ]),
  ['VAT IC', numbered('BR-IC-', upTo(12))],
  ['VAT O', numbered('BR-O-', upTo(14))],
])('covers %s', (_, family) => expect(family.filter((id) => !ids.includes(id))).toEqual([]));

it('names the terms that each rule is about', () =>
  expect(
    RULES.filter(({ terms }) => !terms.every((term) => /^B[TG]-\d+$/.test(term))).map(({ id }) => id),
  ).toEqual([]));
