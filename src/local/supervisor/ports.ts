import { UsageError } from './usage-error';

export const PORTS = {
  gateway: 7071,
  broker: 5672,
  issuer: 7072,
  blob: 10000,
  queue: 10001,
  table: 10002,
} as const;
type PortName = keyof typeof PORTS;
export type Ports = Record<PortName, number>;
export const PORT_NAMES = Object.keys(PORTS) as PortName[];

const MAX_PORT = 65_535;
const isPort = (port: number): boolean => Number.isInteger(port) && port > 0 && port <= MAX_PORT;

const portOf = (name: string, text: string): number => {
  const port = Number(text);
  if (isPort(port)) return port;
  throw new UsageError(
    `${name} is '${text}', but a port is a number from 1 to ${MAX_PORT}: for example ${name} 7071.`,
  );
};

const baseOf = (text: string): number => {
  const base = portOf('--port-base', text);
  if (isPort(base + PORT_NAMES.length - 1)) return base;
  throw new UsageError(
    `--port-base ${base} leaves no room for ${PORT_NAMES.length} ports up to ${MAX_PORT}: for example --port-base 17071.`,
  );
};

export interface PortSources {
  /** Of the command line. */
  values: Readonly<Record<string, string | boolean | undefined>>;
  env: NodeJS.ProcessEnv;
  /** What a mesh on this data folder uses already, so that a part started alone finds the others. */
  known: Partial<Ports>;
}

const requireDistinct = (ports: Ports): Ports => {
  const twice = PORT_NAMES.find((name, index) =>
    PORT_NAMES.slice(0, index).some((other) => ports[other] === ports[name]),
  );
  if (!twice) return ports;
  const other = PORT_NAMES.find((name) => ports[name] === ports[twice])!;
  throw new UsageError(
    `${other} and ${twice} cannot both have port ${ports[twice]}: give one of them another with --${twice}-port.`,
  );
};

/** By option, else by environment, else in a row, else as known. @throws UsageError */
export const choosePorts = ({ values, env, known }: PortSources): Ports => {
  const given = values['port-base'] ?? env['MESH_PORT_BASE'];
  const base = given ? baseOf(String(given)) : undefined;
  const choose = (name: PortName, index: number): number => {
    const own = values[`${name}-port`] ?? env[`MESH_${name.toUpperCase()}_PORT`];
    if (own) return portOf(`--${name}-port`, String(own));
    return base === undefined ? (known[name] ?? PORTS[name]) : base + index;
  };
  return requireDistinct(
    Object.fromEntries(PORT_NAMES.map((name, index) => [name, choose(name, index)])) as Ports,
  );
};
