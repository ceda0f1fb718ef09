import type { Clearable } from '../ports/clearable';
import type { Clock } from '../ports/clock';
import type { ContentFolders } from '../ports/content-store';
import type { Log } from '../ports/log';

/** A store to be kept small, and where the contents of one of its things are. */
export interface Kept {
  name: string;
  store: Clearable;
  folderOf?: (id: string) => string;
  /** The same, of restricted data. */
  restrictedOf?: (id: string) => string;
}

export interface JanitorDeps {
  stores: readonly Kept[];
  contents: Pick<ContentFolders, 'removeFolders'>;
  restricted: Pick<ContentFolders, 'removeFolders'>;
  clock: Pick<Clock, 'now'>;
  log: Log;
  /** How long what is done with is kept; milliseconds. */
  keepMs: number;
  /** How long one call may take; milliseconds. */
  budgetMs?: number;
}

/** An app's function may take five minutes. */
const BUDGET_MS = 4 * 60_000;

/**
 * Takes out what is old and done with, a batch at a time. Each store has its share of the time, so that none waits for
 * ever behind another; what is left over is for the next call. A store that does not answer does not keep the others.
 * @returns how many things went, by the name of their store
 * @throws the first fault, when all have had their turn
 */
export const janitor =
  ({ stores, contents, restricted, clock, log, keepMs, budgetMs = BUDGET_MS }: JanitorDeps) =>
  async (): Promise<Readonly<Record<string, number>>> => {
    const start = clock.now();
    const cleared: Record<string, number> = {};
    const faults: unknown[] = [];
    for (const [nth, kept] of stores.entries()) {
      const share = (start + budgetMs - clock.now()) / (stores.length - nth);
      const until = clock.now() + share;
      try {
        for await (const count of clearing(kept, { contents, restricted }, start - keepMs)) {
          cleared[kept.name] = (cleared[kept.name] ?? 0) + count;
          if (clock.now() >= until) break;
        }
      } catch (error) {
        faults.push(error);
      }
    }
    log.info('what is old has been cleared', cleared);
    if (faults.length > 0) throw faults[0];
    return cleared;
  };

/** Contents go before what names them: a death in between leaves nothing that nobody would look for. */
const clearing = async function* (
  { store, folderOf, restrictedOf }: Kept,
  { contents, restricted }: Pick<JanitorDeps, 'contents' | 'restricted'>,
  before: number,
): AsyncGenerator<number> {
  for await (const { ids, remove } of store.old(before)) {
    if (folderOf) await contents.removeFolders(ids.map(folderOf));
    if (restrictedOf) await restricted.removeFolders(ids.map(restrictedOf));
    await remove();
    yield ids.length;
  }
};
