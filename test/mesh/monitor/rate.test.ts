import { rateBetween } from '../../../src/mesh/monitor/rate';
import type { ReaderHealth } from '../../../src/mesh/ports/health-store';

const look = (at: number, arrived?: number, events = 0): ReaderHealth => ({
  hub: 'tasks',
  group: 'worker',
  at,
  ...(arrived !== undefined && { arrived, events }),
});

it.each<[string, ReaderHealth | undefined, ReaderHealth, ReturnType<typeof rateBetween>]>([
  ['what came and what was done', look(0, 100, 20), look(30_000, 400, 50), { in: 10, out: 9 }],
  ['nothing', look(0, 100), look(30_000, 100), { in: 0, out: 0 }],
  ['a backlog that goes down', look(0, 100, 60), look(30_000, 100, 0), { in: 0, out: 2 }],
  ['the first look', undefined, look(30_000, 100), undefined],
  ['a hub that did not answer', look(0), look(30_000, 100), undefined],
  ['a hub that began anew', look(0, 100), look(30_000, 3), undefined],
  ['the same look', look(5, 100), look(5, 100), undefined],
])('tells the rate of %s', (_, before, now, expected) => {
  expect(rateBetween(before, now)).toEqual(expected);
});
