import { bindingSetting } from './binding-setting';
import { invokeWithRetries } from './invoke-with-retries';
import type { Binding, Invoke, Listener, RegisteredFunction } from './invocation';
import { parseSchedule } from './schedule';
import type { Schedule } from './schedule';

export interface TimerTriggerOptions {
  registered: RegisteredFunction;
  trigger: Binding;
  invoke: Invoke;
  env: NodeJS.ProcessEnv;
  now?: () => Date;
}

// setTimeout takes no more; a longer wait is done in parts.
const longestWaitMs = 2 ** 31 - 1;
// A timer may fire this much before its time by the clock: that is still its time.
const earlyMs = 20;

/**
 * Runs a function by its schedule, one run at a time: what falls due during a run is run once when that ends, and says
 * that it is past due. Nothing is kept over a restart: the laptop does not make up for the time it was off.
 * @throws Error where the schedule cannot be read
 */
export const startTimerTrigger = ({
  registered,
  trigger,
  invoke,
  env,
  now = () => new Date(),
}: TimerTriggerOptions): Listener => {
  const where = `The timer ${registered.name}`;
  const schedule = parseSchedule(bindingSetting(trigger, env, where)('schedule'), where);
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let last: Date | undefined;

  const run = async (due: Date, isPastDue: boolean): Promise<void> => {
    const status = timerStatus(schedule, due, last);
    last = due;
    const invocation = {
      functionName: registered.name,
      input: { json: JSON.stringify(timerInfo(isPastDue, status)) },
    };
    await invokeWithRetries(
      (retryContext) => invoke({ ...invocation, ...(retryContext && { retryContext }) }),
      {
        policy: registered.retryOptions,
        signal: stopping.signal,
      },
    );
    const next = schedule(due);
    if (!next || stopping.signal.aborted) return;
    if (next > now()) return wait(next);
    return run(latestDue(schedule, next, now()), true);
  };
  const fire = (due: Date): void => {
    if (due.getTime() - now().getTime() > earlyMs) return wait(due);
    running = run(due, false);
  };
  const wait = (due: Date): void => {
    timer = setTimeout(fire, Math.min(Math.max(due.getTime() - now().getTime(), 0), longestWaitMs), due);
  };

  const first = trigger['runOnStartup'] === true ? now() : schedule(now());
  if (first) wait(first);
  return {
    close: async () => {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
};

/** Of several times that were missed, the last counts. */
const latestDue = (schedule: Schedule, due: Date, now: Date): Date => {
  let latest = due;
  for (let next = schedule(due); next && next <= now; next = schedule(next)) latest = next;
  return latest;
};

// Names as the platform's JSON has them: the library makes them start in lower case.
const timerInfo = (IsPastDue: boolean, ScheduleStatus: unknown) => ({
  Schedule: { AdjustForDST: true },
  ScheduleStatus,
  IsPastDue,
});

const timerStatus = (schedule: Schedule, due: Date, last: Date | undefined) => ({
  Last: (last ?? due).toISOString(),
  Next: (schedule(due) ?? due).toISOString(),
  LastUpdated: (last ?? due).toISOString(),
});
