import { RestError } from '@azure/data-tables';
import type { TableClient, TableEntity, TransactionAction } from '@azure/data-tables';
import { PlatformError } from '../contracts/errors';
import { keyOf, readable, weightOf, type ClaimRow, type FoundRow } from './claim-row';

/** A write of one row, and what its answer means. */
export interface RowWrite<T> {
  task: string;
  entity: TableEntity<ClaimRow>;
  /** The ETag of the row to replace; absent for a row to insert. */
  etag?: string;
  written(etag: string): T;
  /** What it means that this row (or none) is there; undefined when the write may be sent once more. */
  judged(found: FoundRow | undefined): Promise<T | undefined>;
}

/** Of a transaction; the service takes 4 MiB. */
const ROWS = 100;
const BYTES = 2 * 1024 * 1024;

/**
 * Writes rows with as few calls as there are partitions. After a conflict the rows are read: what was written after all,
 * and what somebody else was faster with, is answered by that; the rest goes once more together, then row by row.
 * @throws PlatformError when the table does not answer
 */
export const rowWrites = (table: TableClient) => {
  const writeAll = async <T>(writes: readonly RowWrite<T>[]): Promise<readonly T[]> => {
    const answers = new Map<RowWrite<T>, T>();
    const partitions = Object.values(Object.groupBy(writes, ({ entity }) => entity.partitionKey));
    await Promise.all(
      partitions.map(async (ofPartition = []) => {
        for (const group of inGroups(ofPartition)) await writeGroup(group, answers);
      }),
    );
    return writes.map((write) => answers.get(write)!);
  };

  const writeGroup = async <T>(
    group: readonly RowWrite<T>[],
    answers: Map<RowWrite<T>, T>,
  ): Promise<void> => {
    let open = group;
    for (let time = 0; time < 2 && open.length > 0; time += 1) {
      if (await together(open, answers)) return;
      open = await judgedOpen(open, answers);
    }
    for (const write of open) answers.set(write, await alone(write));
  };

  /** False after a conflict, which leaves no row written. */
  const together = async <T>(
    group: readonly RowWrite<T>[],
    answers: Map<RowWrite<T>, T>,
  ): Promise<boolean> => {
    const response = await unlessConflict(() => table.submitTransaction(group.map(actionOf)));
    if (!response) return false;
    group.forEach((write, index) => answers.set(write, write.written(response.subResponses[index]!.etag!)));
    return true;
  };

  /** Answers what the rows that are there can answer, and gives the rest. */
  const judgedOpen = async <T>(
    group: readonly RowWrite<T>[],
    answers: Map<RowWrite<T>, T>,
  ): Promise<RowWrite<T>[]> => {
    const judged = await Promise.all(
      group.map(async (write) => ({ write, answer: await write.judged(await find(write.task)) })),
    );
    for (const { write, answer } of judged) if (answer !== undefined) answers.set(write, answer);
    return judged.flatMap(({ write, answer }) => (answer === undefined ? [write] : []));
  };

  const alone = async <T>(write: RowWrite<T>): Promise<T> => {
    const { entity, etag } = write;
    for (let tries = 0; tries < 5; tries += 1) {
      const response = await unlessConflict(() =>
        etag === undefined ? table.createEntity(entity) : table.updateEntity(entity, 'Replace', { etag }),
      );
      if (response) return write.written(response.etag!);
      const answer = await write.judged(await find(write.task));
      if (answer !== undefined) return answer;
    }
    throw new PlatformError(`the claim of '${write.task}' changes faster than it can be written`);
  };

  const find = async (task: string): Promise<FoundRow | undefined> => {
    const { partitionKey, rowKey } = keyOf(task);
    let readAt = NaN;
    const onResponse = (response: { headers: { get(name: string): string | undefined } }) => {
      readAt = Date.parse(response.headers.get('date') ?? '');
    };
    try {
      const row = await table.getEntity<ClaimRow>(partitionKey, rowKey, { onResponse });
      return { row: readable(row), readAt };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw asPlatformError(error);
    }
  };

  return { writeAll };
};

const actionOf = <T>({ entity, etag }: RowWrite<T>): TransactionAction =>
  etag === undefined ? ['create', entity] : ['update', entity, 'Replace', { etag }];

/** Groups that one transaction takes: not too many, not too heavy, and no row twice. */
const inGroups = <T>(writes: readonly RowWrite<T>[]): RowWrite<T>[][] => {
  const groups: { writes: RowWrite<T>[]; bytes: number; tasks: Set<string> }[] = [];
  for (const write of writes) {
    const bytes = weightOf(write.entity);
    const last = groups.at(-1);
    if (last && last.writes.length < ROWS && last.bytes + bytes <= BYTES && !last.tasks.has(write.task)) {
      last.writes.push(write);
      last.bytes += bytes;
      last.tasks.add(write.task);
    } else groups.push({ writes: [write], bytes, tasks: new Set([write.task]) });
  }
  return groups.map((group) => group.writes);
};

const unlessConflict = async <R>(ask: () => Promise<R>): Promise<R | undefined> => {
  try {
    return await ask();
  } catch (error) {
    if (isConflict(error)) return undefined;
    throw asPlatformError(error);
  }
};

/** Somebody else was there first; 404 is a row that was there and is gone. */
const isConflict = (error: unknown): boolean =>
  error instanceof RestError && (error.statusCode === 409 || error.statusCode === 412 || isMissing(error));

const isMissing = (error: unknown): boolean =>
  error instanceof RestError && error.statusCode === 404 && errorCode(error) !== 'TableNotFound';

const errorCode = (error: RestError): string | undefined =>
  error.code ?? (error.details as { odataError?: { code?: string } } | undefined)?.odataError?.code;

const asPlatformError = (error: unknown): PlatformError => {
  if (error instanceof PlatformError) return error;
  const status =
    error instanceof RestError ? ` (${error.statusCode ?? 'no answer'} ${errorCode(error) ?? ''})` : '';
  return new PlatformError(`the table of claims failed${status}: ${String(error)}`, { cause: error });
};
