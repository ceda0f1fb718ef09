import type { TableClient, TransactionAction } from '@azure/data-tables';
import type { LineChange, Saved } from '../mesh/ports/run-store';
import { inParallel } from './in-parallel';
import { lineKeysOf, lineRowOf } from './line-rows';
import { weightOf } from './run-rows';
import { rowReader } from './table-rows';
import { AT_ONCE, TRANSACTION_BYTES, TRANSACTION_ROWS, type TableWrite } from './table-writes';

/** A run to be written, and the line as it leaves it. */
export interface InLine {
  write: TableWrite<Saved>;
  line: LineChange;
}

interface SavedTogether {
  runs: readonly Saved[];
  /** The line's ETag after it; absent where nobody is in it any more. */
  etag?: string;
}

type Writes = (writes: readonly TableWrite<SavedTogether>[]) => Promise<readonly SavedTogether[]>;

const CONFLICT: Saved = { kind: 'conflict' };

/** Writes the runs of one line in their order, as many as a transaction takes together with the line. */
export const lineWrites = (table: TableClient, writeAll: Writes) => {
  const read = rowReader(table);
  const etagOf = async (key: string): Promise<string | undefined> => {
    const row = await read(lineKeysOf(key), { select: ['v'] });
    return row?.etag;
  };

  const together = (parts: readonly TableWrite<Saved>[], change: LineChange): TableWrite<SavedTogether> => {
    const { key } = change.line;
    const own = actionsOn(change);
    const none = { runs: parts.map(() => CONFLICT) };
    const starts = startsOf(parts, own.length);
    return {
      name: key,
      actions: [...own, ...parts.flatMap(({ actions }) => actions)],
      deletes: new Map([...parts.flatMap(({ deletes = [] }) => [...deletes]), ...deletesOf(change)]),
      weight: weightOfAll(parts) + weightOf(lineRowOf(change.line)),
      written: (first, etags) => ({
        runs: parts.map((part, nth) => part.written(etags[starts[nth]!] ?? '', [])),
        ...(change.line.runs.length > 0 && { etag: first }),
      }),
      judged: async () => {
        const fates = await inParallel(AT_ONCE, parts, (part) => part.judged({ alone: false }));
        const there = await etagOf(key);
        const saved = fates.flatMap((fate) => (fate?.kind === 'saved' ? [fate] : []));
        if (saved.length === parts.length)
          return { runs: saved, ...(there !== undefined && { etag: there }) };
        return fates.some((fate) => fate !== undefined) || there !== change.etag ? none : undefined;
      },
      lost: () => none,
    };
  };

  /** The fate of each, in their order; after one that was not saved, none is. */
  return async (all: readonly InLine[]): Promise<readonly Saved[]> => {
    const fates: Saved[] = [];
    let etag = all[0]?.line.etag;
    for (const some of chunks(all)) {
      const { line } = some.at(-1)!.line;
      const writes = some.map(({ write }) => write);
      const [saved] = await writeAll([together(writes, { line, ...(etag !== undefined && { etag }) })]);
      fates.push(...saved!.runs);
      if (fates.includes(CONFLICT)) break;
      etag = saved!.etag;
    }
    return all.map((_, nth) => fates[nth] ?? CONFLICT);
  };
};

/** A line in which nobody is has no row. */
const actionsOn = ({ line, etag }: LineChange): TransactionAction[] => {
  if (line.runs.length === 0) return etag === undefined ? [] : [['delete', lineKeysOf(line.key)]];
  return [
    etag === undefined ? ['create', lineRowOf(line)] : ['update', lineRowOf(line), 'Replace', { etag }],
  ];
};

const deletesOf = ({ line, etag }: LineChange): [string, string][] =>
  line.runs.length === 0 && etag !== undefined ? [[lineKeysOf(line.key).rowKey, etag]] : [];

const startsOf = (parts: readonly TableWrite<Saved>[], from: number): readonly number[] => {
  let next = from;
  return parts.map(({ actions }) => {
    const start = next;
    next += actions.length;
    return start;
  });
};

const weightOfAll = (parts: readonly TableWrite<Saved>[]): number =>
  parts.reduce((sum, { weight }) => sum + weight, 0);

/** As many to a transaction as it takes, with a row for the line. */
const chunks = (all: readonly InLine[]): readonly (readonly InLine[])[] => {
  const found: { of: InLine[]; rows: number; weight: number }[] = [];
  for (const one of all) {
    const { actions, weight } = one.write;
    const last = found.at(-1);
    const fits =
      last && last.rows + actions.length <= TRANSACTION_ROWS && last.weight + weight <= TRANSACTION_BYTES;
    if (!fits) found.push({ of: [one], rows: 1 + actions.length, weight });
    else {
      last.of.push(one);
      last.rows += actions.length;
      last.weight += weight;
    }
  }
  return found.map(({ of }) => of);
};
