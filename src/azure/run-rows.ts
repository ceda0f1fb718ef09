import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { TableEntity } from '@azure/data-tables';
import { NewerReleaseError } from '../contracts/errors';
import { bucketKey, runBucket } from '../contracts/ids';
import { hasEnded } from '../mesh/planner/run';
import type { Run } from '../mesh/planner/run';
import type { RowKey } from './table-rows';

/** Rows of a release may be read by the next one, never the other way round. 2: of a run that is in a line, which older planners would not keep. */
export const VERSION = 2;

/** `a`: active; `z`: ended. What is due is looked for among the active ones only. */
export type Shelf = 'a' | 'z';

/** The first row of a run: its ETag stands for all of them. */
export interface FirstRow {
  v: number;
  /** Of the write: tells an own row from another's. The same in all rows of one write. */
  nonce: string;
  /** How many rows follow. */
  more: number;
  tenant: string;
  status: string;
  dueAt?: Date;
}

/** A property holds 64 KiB, a row 1 MiB; in base64 too, for that is how Azurite counts. */
const PROPERTY = 60 * 1024;
const PROPERTIES = 11;
const ROW = PROPERTY * PROPERTIES;
/** Fast rather than small, and with the memory that a run of some kilobytes needs: it is written at each of its folds. */
const DEFLATE = { level: 3, windowBits: 13, memLevel: 5, chunkSize: 4096 };

export const shelfOf = (run: Run): Shelf => (hasEnded(run) ? 'z' : 'a');
export const partitionOf = (id: string): string => bucketKey(runBucket(id));
export const rowKeyOf = (shelf: Shelf, id: string, nth = 0): string =>
  nth === 0 ? `${shelf}|${id}` : `${shelf}|${id}|${nth}`;

/** The keys of one of a run's rows. */
export const keysOf = (shelf: Shelf, id: string, nth = 0): RowKey => ({
  partitionKey: partitionOf(id),
  rowKey: rowKeyOf(shelf, id, nth),
});

export type RunRow = TableEntity<object>;

/** The place among the ended ones that an active run keeps for itself. */
const RESERVED = 'reserved';
export const isReserved = ({ status }: Pick<FirstRow, 'status'>): boolean => status === RESERVED;
/** Rows of runs that have ended, and not of those that will: `}` comes after `|`. */
export const ENDED_ROWS = `RowKey ge 'z|' and RowKey lt 'z}' and status ne '${RESERVED}'`;

export const reservedRow = (id: string, nonce: string): TableEntity<Omit<FirstRow, 'tenant'>> => ({
  partitionKey: partitionOf(id),
  rowKey: rowKeyOf('z', id),
  v: 1,
  nonce,
  more: 0,
  status: RESERVED,
});

/** A run as rows, the first one first. */
export const rowsOf = (run: Run, nonce: string): readonly RunRow[] => {
  const bytes = deflateRawSync(JSON.stringify(run), DEFLATE);
  const count = Math.max(1, Math.ceil(bytes.length / ROW));
  const first: FirstRow = {
    v: run.ordered?.key === undefined ? 1 : VERSION,
    nonce,
    more: count - 1,
    tenant: run.tenant,
    status: run.status,
    ...(run.dueAt !== undefined && { dueAt: new Date(run.dueAt) }),
  };
  return Array.from({ length: count }, (_, nth) => ({
    partitionKey: partitionOf(run.id),
    rowKey: rowKeyOf(shelfOf(run), run.id, nth),
    ...(nth === 0 ? first : { nonce }),
    ...propertiesOf(bytes.subarray(nth * ROW, (nth + 1) * ROW)),
  }));
};

const nameOf = (nth: number): string => `d${String(nth).padStart(2, '0')}`;

/** Bytes as properties of a row, each as large as one may be. */
export const propertiesOf = (bytes: Buffer): Record<string, Uint8Array> =>
  Object.fromEntries(
    Array.from({ length: Math.ceil(bytes.length / PROPERTY) }, (_, nth) => [
      nameOf(nth),
      bytes.subarray(nth * PROPERTY, (nth + 1) * PROPERTY),
    ]),
  );

/** @throws NewerReleaseError for a row of a release that this one cannot read */
export const checkedVersion = <T extends Pick<FirstRow, 'v'>>(row: T): T => {
  if (row.v <= VERSION) return row;
  throw new NewerReleaseError(
    `a run was written by a newer release (version ${row.v}, this one reads up to ${VERSION}): finish the deployment`,
  );
};

/** The run that rows hold; undefined when they are not of one write. */
export const runOf = (rows: readonly (Record<string, unknown> | undefined)[]): Run | undefined => {
  if (rows.some((row) => row?.['nonce'] !== rows[0]?.['nonce'])) return undefined;
  const bytes = Buffer.concat(rows.flatMap((row) => bytesOf(row!)));
  return JSON.parse(inflateRawSync(bytes).toString('utf8')) as Run;
};

export const bytesOf = (row: Record<string, unknown>): Uint8Array[] => {
  const properties = Array.from({ length: PROPERTIES }, (_, nth) => row[nameOf(nth)]);
  return properties.filter((value): value is Uint8Array => value instanceof Uint8Array);
};

/** What a row weighs in the body of a transaction, about: bytes travel as base64. */
export const weightOf = (row: RunRow): number =>
  Object.values<unknown>(row).reduce<number>(
    (sum, value) => sum + (value instanceof Uint8Array ? Math.ceil(value.length / 3) * 4 : 64),
    1024,
  );
