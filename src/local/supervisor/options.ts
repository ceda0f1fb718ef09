import { parseArgs } from 'node:util';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Parts of the laptop's mesh, in the order of their start; each is a process of its own. */
export const ROLES = ['storage', 'broker', 'issuer', 'gateway', 'planner', 'worker', 'operations'] as const;
export type Role = (typeof ROLES)[number];

export const PORTS = {
  gateway: 7071,
  broker: 5672,
  issuer: 7072,
  blob: 10000,
  queue: 10001,
  table: 10002,
} as const;
export type Ports = Record<keyof typeof PORTS, number>;

export interface Options {
  /** Absolute path of the folder that keeps everything. */
  data: string;
  ports: Ports;
  /** Folder of the app: host.json, package.json and what its `main` names. */
  app: string;
  only?: Role;
  help: boolean;
}

const HELP = `Starts the mesh on this machine: broker, storage, token issuer, gateway, planner, worker, operations.

  npm start                       all of it
  npm start -- --only worker      one part alone: ${ROLES.join(', ')}

Options (each also as an environment variable):
  --data FOLDER          where everything is kept            MESH_DATA          .mesh
${Object.entries(PORTS)
  .map(
    ([name, port]) =>
      `  --${name}-port N`.padEnd(25) +
      `port of ${name} on 127.0.0.1`.padEnd(36) +
      `MESH_${name.toUpperCase()}_PORT`.padEnd(19) +
      port,
  )
  .join('\n')}
  --port-base N          six ports in a row from N           MESH_PORT_BASE
  --app FOLDER           the app: host.json, dist/functions  MESH_APP           .
  --help                 this text
`;
export const helpText = (): string => HELP;

/** A sentence for the person at the keyboard: what is wrong and what to do. */
export class UsageError extends Error {}

const portOf = (name: string, text: string): number => {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UsageError(
    `${name} is '${text}', but a port is a number from 1 to 65535: for example ${name} 7071.`,
  );
};

/** The ports that a mesh on this data folder uses already, so that a part started alone finds the others. */
const portsInUse = (data: string): Partial<Ports> => {
  const file = join(data, 'mesh.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { ports: Ports }).ports : {};
};

const flag = (name: string) => `${name}-port` as const;

const choosePorts = (
  values: Record<string, string | boolean | undefined>,
  env: NodeJS.ProcessEnv,
  known: Partial<Ports>,
): Ports => {
  const base = values['port-base'] ?? env['MESH_PORT_BASE'];
  const names = Object.keys(PORTS) as (keyof Ports)[];
  return Object.fromEntries(
    names.map((name, i) => {
      const own = values[flag(name)] ?? env[`MESH_${name.toUpperCase()}_PORT`];
      if (own) return [name, portOf(`--${flag(name)}`, String(own))];
      if (base) return [name, portOf('--port-base', String(base)) + i];
      return [name, known[name] ?? PORTS[name]];
    }),
  ) as Ports;
};

const roleOf = (text: string | undefined): Role | undefined => {
  if (text === undefined || (ROLES as readonly string[]).includes(text)) return text as Role | undefined;
  throw new UsageError(`--only ${text}: there is no such part. Choose one of ${ROLES.join(', ')}.`);
};

/** @throws UsageError */
export const readOptions = (args: readonly string[], env: NodeJS.ProcessEnv): Options => {
  const options = Object.fromEntries(
    ['data', 'app', 'only', 'port-base', ...Object.keys(PORTS).map((name) => `${name}-port`)].map((name) => [
      name,
      { type: 'string' as const },
    ]),
  );
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({ args: [...args], options: { ...options, help: { type: 'boolean' } } }));
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}. See npm start -- --help.`);
  }
  const data = resolve(String(values['data'] ?? env['MESH_DATA'] ?? '.mesh'));
  const only = roleOf(values['only'] as string | undefined);
  return {
    data,
    app: resolve(String(values['app'] ?? env['MESH_APP'] ?? '.')),
    ports: choosePorts(values, env, only ? portsInUse(data) : {}),
    ...(only && { only }),
    help: values['help'] === true,
  };
};
