import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import type { Flush } from '../flush';
import { dataFolder } from './data-folder';
import { readPorts } from './registry';
import { choosePorts, PORT_NAMES, type Ports } from './ports';
import { chooseRoles, type Role } from './roles';
import { chooseRetention, RETENTION, type Retention } from './retention';
import { chooseFlush } from './flush-choice';
import { chooseTables, rolesOf, type TablesIn } from './tables-choice';
import { UsageError } from './usage-error';

export interface Options {
  /** Absolute path of the folder that keeps everything. */
  data: string;
  ports: Ports;
  tables: TablesIn;
  /** When what broker and tables acknowledge reaches the disk; `later` if absent. */
  flush?: Flush;
  /** What the broker keeps at most, by the names of its options; its own word for it where absent. */
  retention?: Retention;
  /** Folder of the app: host.json, package.json and what its `main` names. */
  app: string;
  /** The parts to start; the usual ones if absent. */
  roles?: readonly Role[];
  help: boolean;
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** What takes a value on the command line. */
export const TEXTS = [
  'data',
  'app',
  'tables',
  'flush',
  'only',
  'without',
  'with',
  'port-base',
  ...RETENTION,
  ...PORT_NAMES.map((name) => `${name}-port`),
];

const valuesOf = (args: readonly string[]): Values => {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...args], options: { ...texts, help: { type: 'boolean', short: 'h' } } })
      .values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]!.replace(/\.$/, '')}. See --help.`);
  }
};

/** @throws UsageError */
export const readOptions = (args: readonly string[], env: NodeJS.ProcessEnv): Options => {
  const values = valuesOf(args);
  const data = dataFolder(values['data'] as string | undefined, env);
  const roles = chooseRoles(values);
  const known = (roles && readPorts(data)) ?? {};
  const tables = chooseTables({ given: values['tables'] ?? env['MESH_TABLES'], data });
  return {
    data,
    app: resolve(String(values['app'] ?? (env['MESH_APP'] || '.'))),
    ports: choosePorts({ values, env, known }),
    tables,
    flush: chooseFlush(values['flush'] ?? env['MESH_FLUSH']),
    retention: chooseRetention(values),
    ...(roles && { roles: rolesOf({ roles, tables }) }),
    help: values['help'] === true,
  };
};
