import { backoffMs } from '../../../src/mesh/worker/backoff';

const settings = { baseMs: 200, capMs: 5_000 };

it.each([
  [1, 200],
  [2, 400],
  [3, 800],
  [5, 3_200],
  [6, 5_000],
  [1_000, 5_000],
])('after try %d waits less than %d ms, by chance', (tries, most) => {
  expect(backoffMs(tries, () => 0, settings)).toBe(0);
  expect(backoffMs(tries, () => 0.5, settings)).toBe(most / 2);
  expect(backoffMs(tries, () => 0.999999, settings)).toBe(most - 1);
});
