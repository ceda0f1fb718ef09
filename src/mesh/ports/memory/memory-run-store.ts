import { hasEnded, type Run } from '../../planner/run';
import type { Clearable } from '../clearable';
import type { RunStore, Saved } from '../run-store';
import { inOneBatch } from './in-one-batch';

interface Row {
  json: string;
  etag: string;
}

export interface MemoryRunStore extends RunStore, Clearable {
  /** Every run that is kept, in the order of their first writes. */
  all(): readonly Run[];
}

/** Runs in memory, kept as JSON, so that what would not survive a table does not survive here. */
export const memoryRunStore = (): MemoryRunStore => {
  const rows = new Map<string, Row>();
  let writes = 0;
  const parsed = (row: Row): Run => JSON.parse(row.json) as Run;
  const put = (run: Run): Saved => {
    const etag = String(++writes);
    rows.set(run.id, { json: JSON.stringify(run), etag });
    return { kind: 'saved', etag };
  };
  return {
    load: async (ids) => {
      const known = ids.flatMap((id) => {
        const row = rows.get(id);
        return row ? [[id, { run: parsed(row), etag: row.etag }] as const] : [];
      });
      return new Map(known);
    },
    etag: async (id) => rows.get(id)?.etag,
    save: async (changes) =>
      changes.map(({ run, etag }) =>
        rows.get(run.id)?.etag === etag ? put(run) : { kind: 'conflict' as const },
      ),
    due: async (at, limit) =>
      [...rows.values()]
        .map(parsed)
        .filter((run) => !hasEnded(run))
        .flatMap(({ id, tenant, dueAt }) =>
          dueAt !== undefined && dueAt <= at ? [{ id, tenant, dueAt }] : [],
        )
        .slice(0, limit),
    old: (before) => {
      const old = [...rows.values()].map(parsed).filter(({ endedAt = Infinity }) => endedAt < before);
      return inOneBatch(
        old.map(({ id }) => id),
        (id) => rows.delete(id),
      );
    },
    all: () => [...rows.values()].map(parsed),
  };
};
