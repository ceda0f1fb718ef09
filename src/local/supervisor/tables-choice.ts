import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from './options';
import { USUAL, type Role } from './roles';
import { UsageError } from './usage-error';

/** Which service keeps the tables: our own, whose rows survive kill -9, or Azurite's, which loses some. */
const KINDS = ['sqlite', 'azurite'] as const;
export type TablesIn = (typeof KINDS)[number];

const isKind = (text: string): text is TablesIn => (KINDS as readonly string[]).includes(text);

/** Which service has kept the tables of a data folder so far; undefined where there are none yet. */
const tablesIn = (data: string): TablesIn | undefined => {
  if (existsSync(join(data, 'tables'))) return 'sqlite';
  return existsSync(join(data, 'storage', '__azurite_db_table__.json')) ? 'azurite' : undefined;
};

export interface TablesSources {
  /** Of the command line or the environment. */
  given: string | boolean | undefined;
  data: string;
}

/** What is given, else what keeps them already, else our own. @throws UsageError */
export const chooseTables = ({ given, data }: TablesSources): TablesIn => {
  const found = tablesIn(data);
  if (!given) return found ?? 'sqlite';
  const kind = String(given);
  if (!isKind(kind)) throw new UsageError(`--tables is '${kind}': choose from ${KINDS.join(', ')}.`);
  if (found === undefined || found === kind) return kind;
  throw new UsageError(
    `The tables of the data folder ${data} are in ${found}, and --tables ${kind} would begin with none. Start without --tables, or with another folder: --data .mesh-2.`,
  );
};

/** The parts to start. Azurite keeps tables in the part that keeps blobs and queues. @throws UsageError where none is left */
export const rolesOf = ({ roles = USUAL, tables }: Pick<Options, 'roles' | 'tables'>): readonly Role[] => {
  const left = tables === 'azurite' ? roles.filter((role) => role !== 'tables') : roles;
  if (left.length > 0) return left;
  throw new UsageError('Azurite keeps the tables here, in the part storage: start it with --only storage.');
};

/** The parts that a mesh on a data folder usually has. */
export const usualRolesOf = (data: string): readonly Role[] =>
  rolesOf({ tables: tablesIn(data) ?? 'sqlite' });
