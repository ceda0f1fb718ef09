import { createHash } from 'node:crypto';

/** How many buckets runs and tasks fall into: partitions of the tables, and of the hubs by `bucket mod partitions`. */
export const BUCKETS = 64;

/** SHA-256 over the parts, each preceded by its length in bytes (32-bit big endian), so that no two lists collide. */
const digest = (...parts: readonly string[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = Buffer.from(part, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  return hash.digest();
};

/** @see https://www.rfc-editor.org/rfc/rfc9562#section-5.8 */
const uuidv8 = (bytes: Buffer): string => {
  const b = Buffer.from(bytes.subarray(0, 16));
  b[6] = (b[6]! & 0x0f) | 0x80;
  b[8] = (b[8]! & 0x3f) | 0x80;
  const hex = b.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

export interface IntentKey {
  tenant: string;
  source: string;
  id: string;
  /** Empty where the sender gave none. */
  partitionKey?: string | undefined;
}

/** The run of an intent: the same intent always has the same run, and runs of one partition key share a first byte. */
export const runIdOf = ({ tenant, source, id, partitionKey }: IntentKey): string => {
  const hash = digest(tenant, source, id, partitionKey ?? '');
  if (partitionKey) hash[0] = digest(tenant, partitionKey)[0]!;
  return uuidv8(hash);
};

/** An id derived from what it names, as a UUIDv8. */
export const derivedId = (...parts: readonly string[]): string => uuidv8(digest(...parts));

export const taskIdOf = (run: string, step: string, item?: number): string =>
  item === undefined ? `${run}.${step}` : `${run}.${step}.${item}`;
export const attemptIdOf = (task: string, attempt: number): string => `${task}.${attempt}`;
export const resultIdOf = (task: string, attempt: number, kind: string): string =>
  `${task}.${attempt}.${kind}`;

export interface TaskKey {
  run: string;
  step: string;
  item?: number;
}

const RUN = '[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const RUN_ID = new RegExp(`^${RUN}$`);
/** Steps are named so that ids can be taken apart again. */
export const STEP_NAME = /^[a-z][a-z0-9-]{0,49}$/;
const TASK_ID = new RegExp(`^(${RUN})\\.([a-z][a-z0-9-]{0,49})(?:\\.(0|[1-9][0-9]{0,3}))?$`);

export const isRunId = (value: string): boolean => RUN_ID.test(value);

/** Takes a task's id apart; undefined when it is not one. */
export const parseTaskId = (id: string): TaskKey | undefined => {
  const match = TASK_ID.exec(id);
  if (!match) return undefined;
  const [, run, step, item] = match;
  return { run: run!, step: step!, ...(item !== undefined && { item: Number(item) }) };
};

/** The bucket of a run: its first byte. */
export const runBucket = (run: string): number => parseInt(run.slice(0, 2), 16) % BUCKETS;
/** The bucket of a task: a hash of its id, so that a wide `forEach` spreads. */
export const taskBucket = (task: string): number => digest(task)[0]! % BUCKETS;
/** The partition that carries a bucket. */
export const partitionOf = (bucket: number, partitions: number): number => bucket % partitions;
/** A bucket as a table's partition key: two hexadecimal digits. */
export const bucketKey = (bucket: number): string => bucket.toString(16).padStart(2, '0');
