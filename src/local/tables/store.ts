import { closeSync, fdatasync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import type { KeyRange } from './filter/key-range';
import type { Key } from './keys';
import type { Stamp } from './stamp';

/** A row as it is kept. */
export interface Row {
  stamp: Stamp;
  /** The members of its JSON, without Timestamp. */
  text: string;
}

/** The tables on disk. All calls are synchronous; what writes belongs within `commit`. */
export interface Store {
  tableNames(): readonly string[];
  /** The id of a table; undefined where there is none. Names differ by more than case. */
  tableId(name: string): number | undefined;
  /** False where it is there already. */
  createTable(name: string): boolean;
  removeTable(id: number): void;
  get(table: number, key: Key): Row | undefined;
  /** False where a row is there already. */
  insert(table: number, key: Key, row: Row): boolean;
  put(table: number, key: Key, row: Row): void;
  /** Over the row that is there, with this stamp where one is given; false where there is none such. */
  replace(table: number, key: Key, row: Row, stamp?: Stamp): boolean;
  /** Takes out the row that is there, with this stamp where one is given; false where there is none such. */
  remove(table: number, key: Key, stamp?: Stamp): boolean;
  /** In the order of the keys; one at a time, to its end or left before anything else is asked. */
  scan(table: number, range: KeyRange): Iterable<Row & Key>;
  /** Written when it returns, all of it, and on disk after `sync`; nothing of it is written when it throws. */
  commit(work: () => void): void;
  /** Resolves when all that was committed before the call is on disk. */
  sync(): Promise<void>;
  /** Within `commit`: nothing of it is written when it throws. */
  together<T>(work: () => T): T;
  close(): void;
}

/**
 * The key leads to the row in one step, and a second process is kept out. Pages larger than usual hold more rows of a
 * few KB. `NORMAL` leaves it to `sync` to flush the write-ahead log after a commit, so that this thread need not wait
 * for the disk; what SQLite needs for its own order (before and after a checkpoint) it flushes itself.
 */
const SCHEMA = `
  PRAGMA page_size = 8192;
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA cache_size = -65536;
  CREATE TABLE IF NOT EXISTS tables (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE
  );
  CREATE TABLE IF NOT EXISTS entities (
    tbl INTEGER NOT NULL, pk BLOB NOT NULL, rk BLOB NOT NULL, stamp INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (tbl, pk, rk)
  ) WITHOUT ROWID;
  PRAGMA user_version = 1;
`;
const flush = promisify(fdatasync);

const NOTHING = Buffer.alloc(0);

const FILE = 'tables.sqlite';

const openDatabase = (folder: string): DatabaseSync => {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, FILE));
  try {
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    database.close();
    if (!/locked|busy/i.test((error as Error).message)) throw error;
    throw new Error(
      `the tables in ${folder} are in use by another process: stop that one, or choose another folder`,
      { cause: error },
    );
  }
};

/** Opens the tables of a folder, with all that was ever acknowledged. @throws Error where another process has them open */
export const openStore = (folder: string): Store => {
  const database = openDatabase(folder);
  // There since the schema was written, and the same file until the database is closed.
  const log = openSync(join(folder, `${FILE}-wal`), 'r+');
  const prepare = (sql: string) => database.prepare(sql);
  const statements = {
    names: prepare('SELECT name FROM tables ORDER BY name COLLATE BINARY'),
    id: prepare('SELECT id FROM tables WHERE name = ?'),
    createTable: prepare('INSERT OR IGNORE INTO tables (name) VALUES (?)'),
    removeTable: prepare('DELETE FROM tables WHERE id = ?'),
    removeRows: prepare('DELETE FROM entities WHERE tbl = ?'),
    get: prepare('SELECT stamp, text FROM entities WHERE tbl = ? AND pk = ? AND rk = ?'),
    insert: prepare('INSERT OR IGNORE INTO entities (tbl, pk, rk, stamp, text) VALUES (?, ?, ?, ?, ?)'),
    put: prepare('INSERT OR REPLACE INTO entities (tbl, pk, rk, stamp, text) VALUES (?, ?, ?, ?, ?)'),
    replace: prepare('UPDATE entities SET stamp = ?, text = ? WHERE tbl = ? AND pk = ? AND rk = ?'),
    replaceSame: prepare(
      'UPDATE entities SET stamp = ?, text = ? WHERE tbl = ? AND pk = ? AND rk = ? AND stamp = ?',
    ),
    remove: prepare('DELETE FROM entities WHERE tbl = ? AND pk = ? AND rk = ?'),
    removeSame: prepare('DELETE FROM entities WHERE tbl = ? AND pk = ? AND rk = ? AND stamp = ?'),
    scan: prepare(
      'SELECT pk, rk, stamp, text FROM entities WHERE (tbl, pk, rk) >= (?, ?, ?) AND (tbl, pk, rk) < (?, ?, ?) ORDER BY tbl, pk, rk',
    ),
    begin: prepare('BEGIN IMMEDIATE'),
    commit: prepare('COMMIT'),
    rollback: prepare('ROLLBACK'),
    savepoint: prepare('SAVEPOINT part'),
    release: prepare('RELEASE part'),
    rollbackTo: prepare('ROLLBACK TO part'),
  };
  const ids = new Map<string, number>();

  const tableId = (name: string): number | undefined => {
    const known = ids.get(name) ?? (statements.id.get(name) as { id: number } | undefined)?.id;
    if (known !== undefined) ids.set(name, known);
    return known;
  };

  return {
    tableNames: () => (statements.names.all() as { name: string }[]).map(({ name }) => name),
    tableId,
    createTable: (name) => statements.createTable.run(name).changes === 1,
    removeTable: (id) => {
      ids.clear();
      statements.removeRows.run(id);
      statements.removeTable.run(id);
    },
    get: (table, { pk, rk }) => statements.get.get(table, pk, rk) as Row | undefined,
    insert: (table, { pk, rk }, { stamp, text }) =>
      statements.insert.run(table, pk, rk, stamp, text).changes === 1,
    put: (table, { pk, rk }, { stamp, text }) => void statements.put.run(table, pk, rk, stamp, text),
    replace: (table, { pk, rk }, { stamp, text }, same) =>
      (same === undefined
        ? statements.replace.run(stamp, text, table, pk, rk)
        : statements.replaceSame.run(stamp, text, table, pk, rk, same)
      ).changes === 1,
    remove: (table, { pk, rk }, same) =>
      (same === undefined
        ? statements.remove.run(table, pk, rk)
        : statements.removeSame.run(table, pk, rk, same)
      ).changes === 1,
    scan: (table, { from, until }) =>
      statements.scan.iterate(
        table,
        from.pk,
        from.rk,
        until ? table : table + 1,
        until?.pk ?? NOTHING,
        until?.rk ?? NOTHING,
      ) as unknown as Iterable<Row & Key>,
    commit: (work) => {
      statements.begin.run();
      try {
        work();
        statements.commit.run();
      } catch (error) {
        ids.clear();
        if (database.isTransaction) statements.rollback.run();
        throw error;
      }
    },
    sync: () => flush(log),
    together: (work) => {
      statements.savepoint.run();
      try {
        const result = work();
        statements.release.run();
        return result;
      } catch (error) {
        if (database.isTransaction) {
          statements.rollbackTo.run();
          statements.release.run();
        }
        throw error;
      }
    },
    close: () => {
      closeSync(log);
      database.close();
    },
  };
};
