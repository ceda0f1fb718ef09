import type { Call } from './call';
import type { Args, Intents } from './generated/operations';
import { waitForResult, type WaitOptions } from './wait';

/** What is wished, and what else is to be said about it. */
export type Wish<Type extends keyof Intents> = Omit<
  Exclude<Args<'PostIntent'>['body'], string | Uint8Array<ArrayBuffer>>,
  'data'
> & { data: Intents[Type]['data'] };

/** Sends an intent and waits for its result, which is of the type that the intent's has. The same reference is the same run. */
export const fulfil =
  (call: Call) =>
  async <Type extends keyof Intents>(
    type: Type,
    body: Wish<Type>,
    options: WaitOptions = {},
  ): Promise<Intents[Type]['output']> => {
    const { withinMs: _, ...rest } = options;
    const accepted = (await call('PostIntent', { type, body }, rest)).body;
    return (await waitForResult(call)(accepted, options)) as Intents[Type]['output'];
  };
