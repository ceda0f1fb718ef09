/**
 * Many works, few calls: while one call of `send` is under way, items collect, and the next call takes all of them.
 * The first call waits a moment for those who come at the same time, so that a batch of quick works is one call.
 * `send` answers in the order of its items; when it throws, those whose items it had are told, and nobody else.
 */
export const gather = <Item, Result>(
  send: (items: readonly Item[]) => Promise<readonly Result[]>,
): ((item: Item) => Promise<Result>) => {
  interface Waiting {
    item: Item;
    resolve: (result: Result) => void;
    reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let busy = false;

  const round = async (): Promise<void> => {
    const taken = waiting;
    waiting = [];
    try {
      const results = await send(taken.map(({ item }) => item));
      taken.forEach(({ resolve }, index) => resolve(results[index]!));
    } catch (error) {
      for (const { reject } of taken) reject(error);
    }
  };
  const drain = async (): Promise<void> => {
    await aMoment();
    while (waiting.length > 0) await round();
    busy = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (busy) return;
      busy = true;
      void drain();
    });
};

/** Long enough for what needs no outside to arrive, and no time at all: it is counted in turns of the microtask queue. */
const TURNS = 50;

const aMoment = async (): Promise<void> => {
  for (let turn = 0; turn < TURNS; turn += 1) await Promise.resolve();
};
