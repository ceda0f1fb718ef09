import { createServer } from 'node:net';
import type { Ports } from './ports';
import type { Role } from './roles';
import type { TablesIn } from './tables-choice';
import { UsageError } from './usage-error';

const NEEDS: Partial<Record<Role, readonly (keyof Ports)[]>> = {
  storage: ['blob', 'queue'],
  tables: ['table'],
  broker: ['broker'],
  issuer: ['issuer'],
  gateway: ['gateway'],
};

const fault = (port: number): Promise<NodeJS.ErrnoException | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });

const another = (port: number): number => (port + 1_000 > 65_535 ? port - 1_000 : port + 1_000);

const sentence = (name: keyof Ports, port: number, code: string | undefined): string =>
  code === 'EACCES'
    ? `Port ${port} (${name}) needs more rights than this user has: choose one above 1023 with --${name}-port ${another(port)}.`
    : `Port ${port} (${name}) is in use by another program. Stop that, or choose another port with --${name}-port ${another(port)}, or others for all parts with --port-base 17071.`;

/** @throws UsageError that names the first port that cannot be had */
export const requirePorts = async (
  roles: readonly Role[],
  { ports, tables }: { ports: Ports; tables: TablesIn },
): Promise<void> => {
  const needs = (role: Role) =>
    role === 'storage' && tables === 'azurite' ? (['blob', 'queue', 'table'] as const) : (NEEDS[role] ?? []);
  for (const name of roles.flatMap(needs)) {
    const error = await fault(ports[name]);
    if (error) throw new UsageError(sentence(name, ports[name], error.code));
  }
};
