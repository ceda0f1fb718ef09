import { createServer } from 'node:net';
import { UsageError, type Ports, type Role } from './options';

const NEEDS: Partial<Record<Role, readonly (keyof Ports)[]>> = {
  storage: ['blob', 'queue', 'table'],
  broker: ['broker'],
  issuer: ['issuer'],
  gateway: ['gateway'],
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** @throws UsageError that names the first port that somebody else has */
export const requirePorts = async (roles: readonly Role[], ports: Ports): Promise<void> => {
  for (const name of roles.flatMap((role) => NEEDS[role] ?? []))
    if (!(await isFree(ports[name])))
      throw new UsageError(
        `Port ${ports[name]} (${name}) is in use by another program. Stop that, or choose another: npm start -- --${name}-port ${ports[name] + 1000}, or --port-base 17071 for all of them.`,
      );
};
