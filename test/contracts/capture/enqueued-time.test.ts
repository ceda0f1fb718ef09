import { assert, date, property } from 'fast-check';
import { fromEnqueuedTime, toEnqueuedTime } from '../../../src/contracts/capture';

it.each([
  ['11/16/2016 4:44:11 PM', '2016-11-16T16:44:11Z'],
  ['1/2/2027 12:00:05 AM', '2027-01-02T00:00:05Z'],
  ['12/31/2026 12:59:59 PM', '2026-12-31T12:59:59Z'],
])('%s is %s, both ways', (text, iso) => {
  expect(fromEnqueuedTime(text)).toBe(Date.parse(iso));
  expect(toEnqueuedTime(Date.parse(iso))).toBe(text);
});

it('tells whole seconds of every moment', () => {
  assert(
    property(
      date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      (at) => {
        const ms = at.getTime();
        expect(fromEnqueuedTime(toEnqueuedTime(ms))).toBe(ms - (ms % 1000));
      },
    ),
  );
});

it.each(['2026-11-21T10:00:00.5Z', '2026-11-21T10:00:00.5'])('also reads %s', (text) => {
  expect(fromEnqueuedTime(text)).toBe(Date.UTC(2026, 10, 21, 10, 0, 0, 500));
});

it.each(['', 'yesterday', '21.11.2026 10:00:00', '11/21/2026 10:00:00'])('refuses %j', (text) => {
  expect(fromEnqueuedTime(text)).toBeUndefined();
});
