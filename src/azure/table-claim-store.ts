import type { TableClient } from '@azure/data-tables';
import type {
  Claimed,
  ClaimRequest,
  ClaimState,
  ClaimStore,
  Settled,
  Settlement,
  Taken,
} from '../mesh/ports/claim-store';
import type { ContentStore } from '../mesh/ports/content-store';
import {
  claimOf,
  isOwnLease,
  isSettled,
  leasedRow,
  leaseLeftOf,
  settledRow,
  stateOf,
  voidRow,
} from './claim-row';
import { rowWrites, type RowWrite } from './claim-writes';

interface Deps {
  /** The table `claims`; it has to exist. */
  table: TableClient;
  /** For emissions that are too large for a row. */
  contents: ContentStore;
}

/** What stood in the place of a void; nothing did where it is new. */
interface Stood {
  state: ClaimState | undefined;
}

/** The idempotency log in Table Storage: one row a task, in the partition of the task's bucket. */
export const tableClaimStore = ({ table, contents }: Deps): ClaimStore => {
  const { writeAll } = rowWrites(table);

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

  const voiding = (task: string): RowWrite<Stood> => ({
    task,
    entity: voidRow(task),
    written: () => ({ state: undefined }),
    judged: async (found) => found && { state: await stateOf(found.row, contents) },
  });

  return {
    claim: (requests) => writeAll(requests.map(claiming)),
    take: async ({ etag }, request) => (await writeAll([taking(etag, request)]))[0]!,
    settle: async (items) => writeAll(await Promise.all(items.map(settling))),
    void: async (tasks) => (await writeAll(tasks.map(voiding))).map(({ state }) => state),
  };
};
