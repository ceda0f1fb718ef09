import { pauseAfter } from '../../src/cli/watch';

it.each([
  [1, 200],
  [20, 200],
  [100, 1_000],
  [60_000, 5_000],
])('after an answer that took %d ms, asks again in %d ms', (took, pause) => {
  expect(pauseAfter(took)).toBe(pause);
});
