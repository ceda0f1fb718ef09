import { seldom } from '../../../src/local/supervisor/seldom';

it('shows a line again only after a while, and others meanwhile', () => {
  let now = 0;
  const shows = seldom({ everyMs: 100, now: () => now });
  expect([shows('a'), shows('a'), shows('b')]).toEqual([true, false, true]);
  now = 99;
  expect(shows('a')).toBe(false);
  now = 100;
  expect([shows('a'), shows('a')]).toEqual([true, false]);
});
