import { deathNotice, restartDelayMs } from '../../../src/local/supervisor/restart';

it.each([
  [1, 250],
  [2, 500],
  [4, 2_000],
  [6, 10_000],
  [60, 10_000],
])('after %i deaths in a row waits %i ms before the next start', (deaths, ms) => {
  expect(restartDelayMs(deaths)).toBe(ms);
});

it('says where to look when a part dies again and again', () => {
  const death = { role: 'worker', how: 'exit code 1', log: '.mesh/logs/worker.log' };
  expect(deathNotice({ ...death, inARow: 1 })).toBe('worker died (exit code 1); starting it again');
  expect(deathNotice({ ...death, inARow: 3 })).toBe(
    'worker died 3 times in a row (exit code 1); the next start is in 1 s. Why is in .mesh/logs/worker.log',
  );
});
