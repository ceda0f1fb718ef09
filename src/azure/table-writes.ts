import type { TableClient, TransactionAction } from '@azure/data-tables';
import { guardedTransactions } from './guarded-deletes';
import { inParallel } from './in-parallel';
import { isRowConflict, platformError } from './table-faults';

/** Rows of one partition that are written whole or not at all, and what the answer means. */
export interface TableWrite<T> {
  /** No two of one name go together. */
  name: string;
  actions: readonly TransactionAction[];
  /** By row key, the ETags of rows that may only be deleted as they were read. */
  deletes?: ReadonlyMap<string, string>;
  /** About how many bytes it takes in a transaction. */
  weight: number;
  /** `etag` is the first action's; `etags` are those of all. */
  written(etag: string, etags: readonly (string | undefined)[]): T;
  /** After a conflict: what has become of it; undefined when it may be sent once more. `alone`: nothing else was sent with it. */
  judged(sent: { alone: boolean }): Promise<T | undefined>;
  /** It met with one conflict after the other. */
  lost(): T;
}

/** Of a transaction; the service takes 4 MiB. */
export const TRANSACTION_ROWS = 100;
export const TRANSACTION_BYTES = 3 * 1024 * 1024;
/** Calls under way at a time. */
export const AT_ONCE = 16;
const TRIES_TOGETHER = 2;
const TRIES_ALONE = 5;

/**
 * Writes with as few calls as there are partitions, and answers in order. After a conflict each write is judged; those
 * that may be sent once more go together again, and then one by one.
 * @throws PlatformError when the table does not answer
 */
export const tableWrites = (table: TableClient) => {
  const failed = platformError(table.tableName);
  const transact = guardedTransactions(table);

  /** The ETags of each write's rows. */
  const etagsOf = async <T>(
    writes: readonly TableWrite<T>[],
  ): Promise<readonly (readonly (string | undefined)[])[]> => {
    const actions = writes.flatMap((write) => write.actions);
    // A transaction costs four times as much as a plain write.
    if (actions.length === 1) return [[await plainly(table, actions[0]!)]];
    const deletes = new Map(writes.flatMap((write) => [...(write.deletes ?? [])]));
    const { subResponses } = await transact(actions, deletes);
    let next = 0;
    return writes.map(({ actions: { length } }) => {
      const mine = subResponses.slice(next, next + length).map(({ etag }) => etag);
      next += length;
      return mine;
    });
  };

  /** undefined after a conflict, which leaves nothing written. */
  const sent = async <T>(writes: readonly TableWrite<T>[]) => {
    try {
      return await etagsOf(writes);
    } catch (error) {
      return isRowConflict(error) ? undefined : failed(error);
    }
  };

  /** Sends writes as one and answers what can be answered; gives the rest. */
  const tried = async <T>(writes: readonly TableWrite<T>[], answers: Map<TableWrite<T>, T>) => {
    const etags = await sent(writes);
    const alone = writes.length === 1;
    const fates = etags
      ? writes.map((write, nth) => write.written(etags[nth]![0] ?? '', etags[nth]!))
      : await inParallel(AT_ONCE, writes, (write) => write.judged({ alone }));
    writes.forEach((write, nth) => fates[nth] !== undefined && answers.set(write, fates[nth]));
    return writes.filter((write) => !answers.has(write));
  };

  const writeAlone = async <T>(write: TableWrite<T>, answers: Map<TableWrite<T>, T>): Promise<void> => {
    for (let tries = 0; tries < TRIES_ALONE; tries += 1)
      if ((await tried([write], answers)).length === 0) return;
    answers.set(write, write.lost());
  };

  const writeGroup = async <T>(group: readonly TableWrite<T>[], answers: Map<TableWrite<T>, T>) => {
    let open = group;
    for (let tries = 0; tries < TRIES_TOGETHER && open.length > 1; tries += 1)
      open = await tried(open, answers);
    for (const write of open) await writeAlone(write, answers);
  };

  return async <T extends object>(writes: readonly TableWrite<T>[]): Promise<readonly T[]> => {
    const answers = new Map<TableWrite<T>, T>();
    const partitions = Map.groupBy(writes, ({ actions }) => actions[0]![1].partitionKey);
    await inParallel(AT_ONCE, [...partitions.values()], async (ofPartition) => {
      for (const group of inGroups(ofPartition)) await writeGroup(group, answers);
    });
    return writes.map((write) => answers.get(write)!);
  };
};

const plainly = async (table: TableClient, action: TransactionAction): Promise<string | undefined> => {
  switch (action[0]) {
    case 'create':
      return (await table.createEntity(action[1])).etag;
    case 'upsert':
      return (await table.upsertEntity(action[1], action[2])).etag;
    case 'update':
      return (await table.updateEntity(action[1], action[2], action[3])).etag;
    case 'delete':
      await table.deleteEntity(action[1].partitionKey, action[1].rowKey);
      return undefined;
  }
};

/** As many to a group as a transaction takes; what belongs together is never split. */
const inGroups = <T>(writes: readonly TableWrite<T>[]): readonly (readonly TableWrite<T>[])[] => {
  const groups: { writes: TableWrite<T>[]; rows: number; weight: number; names: Set<string> }[] = [];
  for (const write of writes) {
    const { actions, weight, name } = write;
    const last = groups.at(-1);
    const fits =
      last &&
      last.rows + actions.length <= TRANSACTION_ROWS &&
      last.weight + weight <= TRANSACTION_BYTES &&
      !last.names.has(name);
    if (!fits) groups.push({ writes: [write], rows: actions.length, weight, names: new Set([name]) });
    else {
      last.writes.push(write);
      last.rows += actions.length;
      last.weight += weight;
      last.names.add(name);
    }
  }
  return groups.map((group) => group.writes);
};
