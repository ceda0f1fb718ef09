import { duration, moment, wrapped } from '../../src/cli/words';

const now = new Date(2026, 10, 21, 12, 0, 0);

it.each([
  ['today by its time', new Date(2026, 10, 21, 9, 5, 7), '09:05:07'],
  ['this year by day and time', new Date(2026, 1, 3, 9, 5), '3 Feb 09:05'],
  ['else by its date', new Date(2025, 11, 31, 9, 5), '31 Dec 2025'],
])('tells a moment %s', (_, at, text) => expect(moment(at.toISOString(), now)).toBe(text));

it.each([
  [120, '0.1 s'],
  [9_960, '10.0 s'],
  [12_400, '12 s'],
  [180_000, '3 min'],
])('tells %i ms as %s', (ms, text) => expect(duration(ms)).toBe(text));

it('breaks lines between words, never in them', () => {
  expect(wrapped('one two three averyverylongword four', { width: 12, indent: '  ' })).toBe(
    '  one two\n  three\n  averyverylongword\n  four',
  );
});
