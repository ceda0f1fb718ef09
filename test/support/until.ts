import { setTimeout as sleep } from 'node:timers/promises';
import { types } from 'node:util';

/** Asks again until the answer is one, or the time is over; says then what the last answer was. */
export const until = async <T>(
  ask: () => Promise<T>,
  isIt: (answer: T) => boolean,
  withinMs = 60_000,
): Promise<T> => {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask().catch((error: unknown) => error as Error);
    // Errors of Node itself are of another realm than those of a test.
    const failed = types.isNativeError(answer);
    if (!failed && isIt(answer)) return answer;
    if (Date.now() > end)
      throw new Error(
        `not so within ${withinMs} ms; last answer: ${failed ? answer.message : JSON.stringify(answer)}`,
      );
    await sleep(100);
  }
};
