import { Money, plain, spoken, sum, toCent } from '../../../src/agents/invoice-triage/money';

it.each([
  ['2.345', '2.35'],
  ['-2.345', '-2.34'],
  ['2.3449999', '2.34'],
  ['-2.346', '-2.35'],
])('rounds %s to %s: half towards positive infinity', (amount, rounded) =>
  expect(plain(toCent(new Money(amount)))).toBe(rounded),
);

it('adds up without losing digits', () => {
  expect(plain(sum(['0.1', '0.2']))).toBe('0.30');
  expect(plain(sum(['99999999999999999.99', '0.0000000001']))).toBe('99999999999999999.9900000001');
});

it('writes amounts for people', () => {
  expect(spoken('1234567.5', 'EUR')).toBe('1,234,567.50 EUR');
  expect(spoken('-999', 'SEK')).toBe('-999.00 SEK');
});
