import type { Line } from '../../planner/line';
import { hasEnded, type Run } from '../../planner/run';
import type { Clearable } from '../clearable';
import type { RunChange, RunStore, Saved } from '../run-store';
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
  const lines = new Map<string, Row>();
  const put = (run: Run): Saved => {
    const etag = String(++writes);
    rows.set(run.id, { json: JSON.stringify(run), etag });
    return { kind: 'saved', etag };
  };
  const putLine = ({ line }: NonNullable<RunChange['line']>): void => {
    if (line.runs.length === 0) lines.delete(line.key);
    else lines.set(line.key, { json: JSON.stringify(line), etag: String(++writes) });
  };

  /** Lines that were changed by the call, and those that were found to be others than they were read. */
  const saving = () => {
    const moved = new Map<string, boolean>();
    const isAsRead = ({ line: { key }, etag }: NonNullable<RunChange['line']>) =>
      moved.get(key) ?? lines.get(key)?.etag === etag;
    return ({ run, etag, line }: RunChange): Saved => {
      const isFree = rows.get(run.id)?.etag === etag && (!line || isAsRead(line));
      if (line) moved.set(line.line.key, isFree);
      if (!isFree) return { kind: 'conflict' };
      if (line) putLine(line);
      return put(run);
    };
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
    line: async (key) => {
      const row = lines.get(key);
      return row && { line: JSON.parse(row.json) as Line, etag: row.etag };
    },
    save: async (changes) => {
      const save = saving();
      return changes.map(save);
    },
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
