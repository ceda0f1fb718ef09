import { Refusal, refusal } from './refusal';
import type { Store } from './store';

interface Waiting {
  work: () => unknown;
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
}

type Outcome = { result: unknown } | { refused: Refusal };

const outcomeOf = ({ work }: Waiting): Outcome => {
  try {
    return { result: work() };
  } catch (error) {
    // What was refused wrote nothing. Anything else may have, and takes the whole commit with it.
    if (error instanceof Refusal) return { refused: error };
    throw error;
  }
};

const answer = (group: readonly Waiting[], outcomes: readonly Outcome[]): void =>
  outcomes.forEach((outcome, nth) => {
    const { resolve, reject } = group[nth]!;
    if ('refused' in outcome) reject(outcome.refused);
    else resolve(outcome.result as never);
  });

/**
 * Does writes so that many share one commit: while one is on its way to the disk, those that arrive wait for the next.
 * Resolves when the commit is on disk, and rejects alone what was refused. After a disk that did not take a commit
 * nothing more is written: nobody can know what it holds.
 */
export const commitsTo = (store: Pick<Store, 'commit' | 'sync'>, warn: (text: string) => void) => {
  const waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  let isBroken = false;

  const written = (group: readonly Waiting[]): readonly Outcome[] => {
    let outcomes: readonly Outcome[] = [];
    store.commit(() => {
      outcomes = group.map(outcomeOf);
    });
    return outcomes;
  };

  const flushed = async (): Promise<void> => {
    try {
      await store.sync();
    } catch (error) {
      isBroken = true;
      throw error;
    }
  };

  const commit = async (group: readonly Waiting[]): Promise<void> => {
    try {
      if (isBroken) throw new Error('the disk failed before; start the tables again when it is well');
      const outcomes = written(group);
      if (outcomes.some((outcome) => !('refused' in outcome))) await flushed();
      answer(group, outcomes);
    } catch (error) {
      warn(`nothing could be written: ${String(error)}`);
      for (const { reject } of group) reject(refusal('ServerBusy'));
    }
  };

  const run = async (): Promise<void> => {
    // One turn of the loop later, so that all that has arrived by now shares the first commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) await commit(waiting.splice(0));
    running = undefined;
  };

  return <T>(work: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      waiting.push({ work, resolve, reject });
      running ??= run();
    });
};
