import type { TableClient, TableEntity } from '@azure/data-tables';
import { PlatformError } from '../contracts/errors';
import type {
  Claimed,
  ClaimRequest,
  ClaimStore,
  Settled,
  Settlement,
  Stood,
  Taken,
} from '../mesh/ports/claim-store';
import type { Clearable } from '../mesh/ports/clearable';
import type { ContentStore } from '../mesh/ports/content-store';
import {
  claimOf,
  isOwnLease,
  isSettled,
  keyOf,
  leasedRow,
  leaseLeftOf,
  markRow,
  mayBegin,
  readable,
  settledRow,
  stoodOf,
  voidRow,
  weightOf,
  type ClaimRow,
  type FoundRow,
} from './claim-row';
import { oldRows } from './old-rows';
import { isMissingRow, platformError } from './table-faults';
import { tableRows } from './table-rows';
import { tableWrites, type TableWrite } from './table-writes';

interface Deps {
  /** The table `claims`; it has to exist. */
  table: TableClient;
  /** For emissions that are too large for a row. */
  contents: ContentStore;
}

/** A write of one row, and what it means that this row (or none) is there when it conflicts. */
interface RowWrite<T> {
  task: string;
  entity: TableEntity<ClaimRow>;
  /** The ETag of the row to replace; absent for a row to insert. */
  etag?: string;
  written(etag: string): T;
  /** undefined when the write may be sent once more. */
  judged(found: FoundRow | undefined): Promise<T | undefined>;
}

/** A task to be made void, over what is there. */
interface Voiding {
  task: string;
  over?: FoundRow | undefined;
  /** It was seen to be leased, and nobody takes it over. */
  marked?: boolean;
}
/** It is done, or is to be done so. */
type Voided = { kind: 'void'; stood: Stood | undefined } | { kind: 'again'; next: Voiding };

const VOID_TRIES = 5;

/** What may be tried or replayed once more stays, whatever its age: it says that an effect may have happened. */
const DONE_WITH = "(state eq 'completed' or state eq 'failed' or state eq 'expired' or state eq 'void')";

/** The idempotency log in Table Storage: one row a task, in the partition of the task's bucket. */
export const tableClaimStore = ({ table, contents }: Deps): ClaimStore & Clearable => {
  const failed = platformError(table.tableName);
  const writeTogether = tableWrites(table);
  const rows = tableRows(table);

  const find = async (task: string): Promise<FoundRow | undefined> => {
    const { partitionKey, rowKey } = keyOf(task);
    let readAt = NaN;
    const onResponse = ({ headers }: { headers: { get(name: string): string | undefined } }) => {
      readAt = Date.parse(headers.get('date') ?? '');
    };
    try {
      const row = await table.getEntity<ClaimRow>(partitionKey, rowKey, { onResponse });
      return { row: readable(row), readAt };
    } catch (error) {
      return isMissingRow(error) ? undefined : failed(error);
    }
  };

  const writing = <T>({ task, entity, etag, written, judged }: RowWrite<T>): TableWrite<T> => ({
    name: task,
    actions: [etag === undefined ? ['create', entity] : ['update', entity, 'Replace', { etag }]],
    weight: weightOf(entity),
    written,
    judged: async () => judged(await find(task)),
    lost: () => {
      throw new PlatformError(`the claim of '${task}' changes faster than it can be written`);
    },
  });

  const writeAll = <T extends object>(writes: readonly RowWrite<T>[]): Promise<readonly T[]> =>
    writeTogether(writes.map(writing));

  const claiming = (request: ClaimRequest): RowWrite<Claimed> => ({
    task: request.task,
    entity: leasedRow(request),
    written: (etag) => ({ kind: 'claimed', etag, leaseLeftMs: request.leaseMs }),
    judged: async (found) => {
      if (!found) return undefined;
      if (!isOwnLease(found, request)) return { kind: 'known', claim: await claimOf(found, contents) };
      return { kind: 'claimed', etag: found.row.etag, leaseLeftMs: leaseLeftOf(found) };
    },
  });

  const taking = (etag: string, request: ClaimRequest): RowWrite<Taken> => ({
    task: request.task,
    entity: leasedRow(request, etag),
    etag,
    written: (newEtag) => ({ kind: 'claimed', etag: newEtag }),
    judged: async (found) => {
      if (found?.row.etag === etag) return undefined;
      const isOwn = found && isOwnLease(found, request) && found.row.replaced === etag;
      return isOwn ? { kind: 'claimed', etag: found.row.etag } : { kind: 'lost' };
    },
  });

  const settling = async (item: Settlement): Promise<RowWrite<Settled>> => ({
    task: item.task,
    entity: await settledRow(item, contents),
    etag: item.etag,
    written: () => ({ kind: 'settled' }),
    judged: async (found) => {
      if (found?.row.etag === item.etag) return undefined;
      return found && isSettled(found.row) && found.row.replaced === item.etag
        ? { kind: 'settled' }
        : { kind: 'lost' };
    },
  });

  const voiding = ({ task, over, marked = false }: Voiding): RowWrite<Voided> => ({
    task,
    entity: voidRow(task, over?.row),
    ...(over && { etag: over.row.etag }),
    written: () => ({ kind: 'void', stood: over && stoodOf(over.row) }),
    judged: async (found) => {
      if (found?.row.etag === over?.row.etag) return undefined;
      if (!found || mayBegin(found)) return { kind: 'again', next: { task, over: found, marked } };
      if (found.row.state === 'leased' && !marked) return { kind: 'again', next: { task, marked: true } };
      return { kind: 'void', stood: stoodOf(found.row) };
    },
  });

  const voidAll = async (
    items: readonly Voiding[],
    tries = VOID_TRIES,
  ): Promise<readonly (Stood | undefined)[]> => {
    if (items.length === 0) return [];
    if (tries === 0)
      throw new PlatformError(`the claim of '${items[0]!.task}' changes faster than it is made void`);
    const fates = await writeAll(items.map(voiding));
    const again = fates.flatMap((fate) => (fate.kind === 'again' ? [fate.next] : []));
    // Before the claims are looked at again: who takes one over after that finds the mark, and who did before is seen.
    const marks = again.filter(({ marked }) => marked).map(({ task }) => markRow(task));
    await rows.write(marks.map((row) => ({ row, how: 'upsert' })));
    const rest = (await voidAll(again, tries - 1)).values();
    return fates.map((fate) => (fate.kind === 'void' ? fate.stood : rest.next().value));
  };

  return {
    claim: (requests) => writeAll(requests.map(claiming)),
    take: async ({ etag }, request) => {
      if ((await rows.read([markRow(request.task)]))[0] === undefined)
        return (await writeAll([taking(etag, request)]))[0]!;
      await voidAll([{ task: request.task, marked: true }]);
      return { kind: 'lost' };
    },
    settle: async (items) => writeAll(await Promise.all(items.map(settling))),
    void: (tasks) => voidAll(tasks.map((task) => ({ task }))),
    old: (before) =>
      oldRows<ClaimRow>(table, { before, filter: DONE_WITH, idOf: ({ rowKey }) => rowKey!.replace('!', '') }),
  };
};
