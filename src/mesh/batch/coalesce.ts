interface Call<T, R> {
  items: readonly T[];
  resolve: (results: readonly R[]) => void;
  reject: (error: unknown) => void;
}

export interface CoalesceOptions {
  /** Waits a moment for more to come, where sends follow each other without a gap: fewer and fuller ones cost less. */
  pause?: () => Promise<void>;
}

/**
 * Lets concurrent callers share sends: while one is under way, what comes collects and then goes together.
 * A caller on its own does not wait. `send` answers in the order of its items; when it rejects, those who
 * waited behind it are rejected with it, so that nobody waits for one time-out after another.
 *
 * @example
 * const send = coalesce(sendToPartition);
 * await Promise.all([send([a]), send([b]), send([c])]); // sends [a], then [b, c]
 */
export const coalesce = <T, R>(
  send: (items: readonly T[]) => Promise<readonly R[]>,
  { pause }: CoalesceOptions = {},
) => {
  let waiting: Call<T, R>[] = [];
  let sending = false;

  const takeAll = () => {
    const calls = waiting;
    waiting = [];
    return calls;
  };

  const serve = async (calls: readonly Call<T, R>[]) => {
    try {
      const results = await send(calls.length === 1 ? calls[0]!.items : calls.flatMap(({ items }) => items));
      let from = 0;
      for (const { items, resolve } of calls) resolve(results.slice(from, (from += items.length)));
    } catch (error) {
      for (const { reject } of [...calls, ...takeAll()]) reject(error);
    }
  };

  const drain = async () => {
    sending = true;
    while (waiting.length > 0) {
      await serve(takeAll());
      if (pause && waiting.length > 0) await pause();
    }
    sending = false;
  };

  return (items: readonly T[]): Promise<readonly R[]> =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (!sending) void drain();
    });
};
