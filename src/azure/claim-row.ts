import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { TableEntity, TableEntityResult } from '@azure/data-tables';
import { contentRef } from '../contracts/dataref';
import { PlatformError } from '../contracts/errors';
import { bucketKey, parseTaskId, taskBucket } from '../contracts/ids';
import type {
  Claim,
  ClaimOutcome,
  ClaimRequest,
  ClaimState,
  Emission,
  Settlement,
  Stood,
} from '../mesh/ports/claim-store';
import type { ContentStore } from '../mesh/ports/content-store';

/** The rows that this code writes, and the newest that it understands. */
const VERSION = 1;
/** A property holds 64 KiB, a row 1 MiB. */
const PROPERTY_BYTES = 60 * 1024;
const ROW_BYTES = 700 * 1024;

/** A row of the table `claims`. */
export type ClaimRow = {
  v: number;
  attempt: number;
  state: 'leased' | 'void' | ClaimOutcome;
  holder?: string;
  leaseMs?: number;
  /** The ETag of the row that this one replaced: who replaced it by that ETag knows the row for its own. */
  replaced?: string;
  /** Of a void: what stood there before. */
  was?: 'leased' | ClaimOutcome;
  /** How many properties `e0`, `e1`, … hold the emissions, as deflated JSON. */
  parts?: number;
  /** Where the emissions are when they are too large for a row. */
  ref?: string;
  [part: `e${number}`]: Uint8Array | undefined;
};

/** A row as it was read, and the store's time at which it was. */
export interface FoundRow {
  row: TableEntityResult<ClaimRow>;
  /** Milliseconds since the epoch. */
  readAt: number;
}

export const keyOf = (task: string): { partitionKey: string; rowKey: string } => ({
  partitionKey: bucketKey(taskBucket(task)),
  rowKey: task,
});

/** Beside a claim whose holder was at it when it was made void: nobody takes it over. */
export const markRow = (task: string): TableEntity<Pick<ClaimRow, 'v' | 'state'>> => ({
  partitionKey: keyOf(task).partitionKey,
  rowKey: `${task}!`,
  v: VERSION,
  state: 'void',
});

export const leasedRow = (
  { task, attempt, leaseMs, holder }: ClaimRequest,
  replaced?: string,
): TableEntity<ClaimRow> => ({
  ...keyOf(task),
  v: VERSION,
  attempt,
  state: 'leased',
  holder,
  leaseMs,
  ...(replaced !== undefined && { replaced }),
});

export const voidRow = (task: string, over?: ClaimRow): TableEntity<ClaimRow> => {
  const stood = over && stoodOf(over);
  return {
    ...keyOf(task),
    v: VERSION,
    attempt: 0,
    state: 'void',
    ...(stood && { was: stood.kind === 'leased' ? 'leased' : stood.outcome }),
  };
};

export const settledRow = async (
  { task, attempt, etag, state }: Settlement,
  contents: ContentStore,
): Promise<TableEntity<ClaimRow>> => ({
  ...keyOf(task),
  v: VERSION,
  attempt,
  state: state.outcome,
  replaced: etag,
  ...(await packed(task, state.emissions, contents)),
});

const packed = async (
  task: string,
  emissions: readonly Emission[],
  contents: ContentStore,
): Promise<Partial<ClaimRow>> => {
  const bytes = deflateRawSync(JSON.stringify(emissions));
  if (bytes.length <= ROW_BYTES) return inParts(bytes);
  const ref = contentRef(parseTaskId(task)?.run ?? 'other', bytes);
  await contents.put(ref, bytes);
  return { ref };
};

const inParts = (bytes: Uint8Array): Partial<ClaimRow> => {
  const parts = Math.ceil(bytes.length / PROPERTY_BYTES);
  const part = (index: number) => bytes.subarray(index * PROPERTY_BYTES, (index + 1) * PROPERTY_BYTES);
  return {
    parts,
    ...Object.fromEntries(Array.from({ length: parts }, (_, index) => [`e${index}`, part(index)])),
  };
};

const unpacked = async (
  { parts = 0, ref, ...row }: ClaimRow,
  contents: ContentStore,
): Promise<Emission[]> => {
  const bytes =
    ref === undefined
      ? Buffer.concat(Array.from({ length: parts }, (_, index) => row[`e${index}`]!))
      : await contents.get(ref);
  // Erased with the run's data: there is nothing left to tell.
  return bytes ? (JSON.parse(inflateRawSync(bytes).toString('utf8')) as Emission[]) : [];
};

/** About how many bytes a row weighs in a transaction. */
export const weightOf = ({ parts = 0, ...row }: ClaimRow): number =>
  Array.from({ length: parts }, (_, index) => row[`e${index}`]!.length * 1.4).reduce((a, b) => a + b, 1_024);

/** @throws PlatformError for a row of a newer release: only that one knows what it means */
export const readable = (row: TableEntityResult<ClaimRow>): TableEntityResult<ClaimRow> => {
  if (row.v > VERSION)
    throw new PlatformError(
      `the claim of '${row.rowKey}' is of version ${row.v}, and this release reads up to ${VERSION}`,
    );
  return row;
};

export const isOwnLease = ({ row }: FoundRow, { holder, attempt }: ClaimRequest): boolean =>
  row.state === 'leased' && row.holder === holder && row.attempt === attempt;

/** A later attempt could take it: it is to be tried again, may be replayed, or its lease is over. */
export const mayBegin = (found: FoundRow): boolean => {
  const { state } = found.row;
  return state === 'retrying' || state === 'dead' || (state === 'leased' && leaseLeftOf(found) === 0);
};

/** What stands there, or did before it was made void; undefined where nothing had begun. */
export const stoodOf = ({ state, attempt, was }: ClaimRow): Stood | undefined => {
  const stood = state === 'void' ? was : state;
  if (stood === undefined || (state === 'retrying' && attempt < 1)) return undefined;
  return stood === 'leased' ? { kind: 'leased' } : { kind: 'settled', outcome: stood };
};

export const isSettled = ({ state }: ClaimRow): boolean => state !== 'leased' && state !== 'void';

/** Milliseconds; 0 for a lease that is over, and where there is none. */
export const leaseLeftOf = ({ row, readAt }: FoundRow): number =>
  row.state === 'leased' ? Math.max(0, Date.parse(row.timestamp!) + (row.leaseMs ?? 0) - readAt) : 0;

const stateOf = async (row: ClaimRow, contents: ContentStore): Promise<ClaimState> => {
  if (row.state === 'leased' || row.state === 'void') return { kind: row.state };
  return { kind: 'settled', outcome: row.state, emissions: await unpacked(row, contents) };
};

export const claimOf = async (found: FoundRow, contents: ContentStore): Promise<Claim> => {
  const leaseLeftMs = leaseLeftOf(found);
  const { row } = found;
  return {
    task: row.rowKey!,
    attempt: row.attempt,
    state: await stateOf(row, contents),
    leaseLeftMs,
    leaseOver: leaseLeftMs === 0,
    etag: row.etag,
  };
};
