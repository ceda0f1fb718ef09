import type { Invocation, Outcome } from '../../../src/local/host/invocation';
import { startTimerTrigger } from '../../../src/local/host/timer-trigger';

beforeEach(() => jest.useFakeTimers({ now: new Date('2026-03-01T10:00:00.500Z') }));
afterEach(() => jest.useRealTimers());

const succeeded: Outcome = { kind: 'succeeded', returnValue: null };

const start = (schedule: string, run: (call: number) => Promise<unknown> = async () => undefined) => {
  const calls: { at: string; isPastDue: boolean }[] = [];
  const invoke = async ({ input }: Invocation): Promise<Outcome> => {
    const { IsPastDue: isPastDue } = JSON.parse((input as { json: string }).json) as { IsPastDue: boolean };
    calls.push({ at: new Date().toISOString().slice(11, 23), isPastDue });
    await run(calls.length);
    return succeeded;
  };
  const registered = { name: 'tick', bindings: {} };
  const timer = startTimerTrigger({
    registered,
    trigger: { type: 'timerTrigger', schedule },
    invoke,
    env: { EVERY: '0 * * * * *' },
  });
  return { calls, timer };
};

it.each([
  ['six fields, seconds first', '*/20 * * * * *', ['10:00:20.000', '10:00:40.000', '10:01:00.000']],
  ['a setting', '%EVERY%', ['10:01:00.000']],
  ['a time span', '00:00:30', ['10:00:30.500', '10:01:00.500']],
])('runs by %s', async (_, schedule, expected) => {
  const { calls, timer } = start(schedule);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(calls.map(({ at }) => at)).toEqual(expected);
  await timer.close();
});

it('runs once at a time, and late what fell due meanwhile', async () => {
  const { calls, timer } = start('*/10 * * * * *', async (call) => {
    if (call === 1) await new Promise((resolve) => setTimeout(resolve, 25_000));
  });
  await jest.advanceTimersByTimeAsync(45_000);
  expect(calls).toEqual([
    { at: '10:00:10.000', isPastDue: false },
    { at: '10:00:35.000', isPastDue: true },
    { at: '10:00:40.000', isPastDue: false },
  ]);
  await timer.close();
});

it('waits longer than a timer of the runtime can', async () => {
  const { calls, timer } = start('0 0 0 1 5 *');
  await jest.advanceTimersByTimeAsync(70 * 86_400_000);
  expect(calls).toHaveLength(1);
  await timer.close();
});

it('does not run after it was closed', async () => {
  const { calls, timer } = start('* * * * * *');
  await timer.close();
  await jest.advanceTimersByTimeAsync(5000);
  expect(calls).toEqual([]);
});

it('says what a schedule looks like', () => {
  expect(() => start('every day')).toThrow(
    /^The timer tick has the schedule "every day", which is neither like/,
  );
});
