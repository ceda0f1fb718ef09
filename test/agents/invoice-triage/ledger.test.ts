import { documentKey } from '../../../src/agents/invoice-triage';

it.each<[string, 'invoice' | 'credit-note', string, boolean]>([
  ['other case and blanks', 'invoice', ' r - 1', true],
  ['another number', 'invoice', 'R-11', false],
  ['other signs', 'invoice', 'R1', false],
  ['a credit note', 'credit-note', 'R-1', false],
])('documentKey: %s', (_, kind, number, isSame) =>
  expect(documentKey({ kind, number }) === documentKey({ kind: 'invoice', number: 'R-1' })).toBe(isSame),
);
