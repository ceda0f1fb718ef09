import type { Clearable } from '../clearable';
import type { Claim, ClaimRequest, ClaimState, ClaimStore, Settlement, Stood } from '../claim-store';
import { inOneBatch } from './in-one-batch';

interface Row {
  task: string;
  attempt: number;
  state: ClaimState;
  etag: string;
  writtenAt: number;
  holder: string | undefined;
  /** The ETag of the row that this one replaced. */
  replaced: string | undefined;
  leaseEnds: number;
  /** Of a void. */
  stood?: Stood | undefined;
}

export interface MemoryClaimStore extends ClaimStore, Clearable {
  /** What is known of a task. */
  read(task: string): Claim | undefined;
  all(): readonly Claim[];
}

/** Claims in memory. `now` is the store's clock, which need not be the worker's. */
export const memoryClaimStore = ({ now }: { now: () => number }): MemoryClaimStore => {
  const rows = new Map<string, Row>();
  /** Leased when they were made void: nobody takes them over. */
  const marked = new Set<string>();
  let writes = 0;

  const put = (row: Omit<Row, 'etag' | 'writtenAt'>): Row => {
    const kept = { ...row, state: structuredClone(row.state), etag: String(++writes), writtenAt: now() };
    rows.set(row.task, kept);
    return kept;
  };
  const lease = ({ task, attempt, leaseMs, holder }: ClaimRequest, replaced?: string): Row =>
    put({ task, attempt, state: { kind: 'leased' }, holder, replaced, leaseEnds: now() + leaseMs });
  const leftOf = ({ state, leaseEnds }: Row): number =>
    state.kind === 'leased' ? Math.max(0, leaseEnds - now()) : 0;
  const claimOf = (row: Row): Claim => ({
    task: row.task,
    attempt: row.attempt,
    state: structuredClone(row.state),
    leaseLeftMs: leftOf(row),
    leaseOver: leftOf(row) === 0,
    etag: row.etag,
  });

  const isOwn = (row: Row, { holder, attempt }: ClaimRequest): boolean =>
    row.state.kind === 'leased' && row.holder === holder && row.attempt === attempt;
  const claim = (request: ClaimRequest) => {
    const known = rows.get(request.task);
    if (known && !isOwn(known, request)) return { kind: 'known' as const, claim: claimOf(known) };
    const row = known ?? lease(request);
    return { kind: 'claimed' as const, etag: row.etag, leaseLeftMs: leftOf(row) };
  };
  const settle = ({ task, attempt, state, etag }: Settlement) => {
    const row = rows.get(task);
    if (row?.state.kind === 'settled' && row.replaced === etag) return { kind: 'settled' as const };
    if (row?.etag !== etag) return { kind: 'lost' as const };
    put({ task, attempt, state, holder: undefined, replaced: etag, leaseEnds: 0 });
    return { kind: 'settled' as const };
  };
  const makeVoid = (task: string): Stood | undefined => {
    const row = rows.get(task);
    const stood = row && stoodOf(row);
    if (row && !mayBegin(row.state, leftOf(row))) {
      if (row.state.kind === 'leased') marked.add(task);
      return stood;
    }
    const { etag: replaced } = row ?? {};
    put({ task, attempt: 0, state: { kind: 'void' }, holder: undefined, replaced, leaseEnds: 0, stood });
    return stood;
  };

  return {
    claim: async (requests) => requests.map(claim),
    take: async ({ etag }, request) => {
      const row = rows.get(request.task);
      if (row && isOwn(row, request) && row.replaced === etag) return { kind: 'claimed', etag: row.etag };
      if (marked.has(request.task)) makeVoid(request.task);
      if (rows.get(request.task)?.etag !== etag || marked.has(request.task)) return { kind: 'lost' };
      return { kind: 'claimed', etag: lease(request, etag).etag };
    },
    settle: async (items) => items.map(settle),
    void: async (tasks) => tasks.map(makeVoid),
    old: (before) => {
      const old = [...rows.values()].filter((row) => row.writtenAt < before && isDoneWith(row.state));
      return inOneBatch(
        old.map(({ task }) => task),
        (task) => rows.delete(task),
      );
    },
    read: (task) => {
      const row = rows.get(task);
      return row && claimOf(row);
    },
    all: () => [...rows.values()].map(claimOf),
  };
};

const isDoneWith = (state: ClaimState): boolean =>
  state.kind === 'void' || (state.kind === 'settled' && !mayBegin(state, 0));

/** A later attempt could take it. */
const mayBegin = (state: ClaimState, leaseLeftMs: number): boolean => {
  if (state.kind === 'leased') return leaseLeftMs === 0;
  return state.kind === 'settled' && (state.outcome === 'retrying' || state.outcome === 'dead');
};

const stoodOf = ({ state, attempt, stood }: Row): Stood | undefined => {
  if (state.kind === 'void') return stood;
  if (state.kind === 'leased') return { kind: 'leased' };
  const { outcome } = state;
  return outcome === 'retrying' && attempt < 1 ? undefined : { kind: 'settled', outcome };
};
