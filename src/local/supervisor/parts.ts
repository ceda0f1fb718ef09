import { join, resolve } from 'node:path';
import type { App } from '../../contracts/apps';
import { appSettings, storageConnection } from './environment';
import type { Options } from './options';
import type { Role } from './roles';

/** How a part is started. */
export interface PartPlan {
  role: Role;
  /** Path of the file that the process runs. */
  script: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  address?: string;
}

const HOSTED: Partial<Record<Role, readonly App[]>> = {
  gateway: ['gateway'],
  planner: ['planner'],
  worker: ['worker', 'worker-restricted'],
  // Shares the partitions with the first, and takes them over when that one dies.
  'worker-2': ['worker', 'worker-restricted'],
  operations: ['operations'],
  canary: ['canary'],
};

const args = (values: Record<string, string | number>) =>
  Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);

/** The file that `npm run build` makes of a part. */
export const scriptNamed = (name: 'broker' | 'host' | 'issuer' | 'storage' | 'tables'): string =>
  resolve('dist', 'local', `${name}-main.js`);

const hosted = (role: Role, apps: readonly App[], { ports, app }: Options): PartPlan => ({
  role,
  script: scriptNamed('host'),
  args: args({ name: role, root: app, port: role === 'gateway' ? ports.gateway : 0 }),
  env: appSettings(ports, apps),
  ...(role === 'gateway' && { address: `http://127.0.0.1:${ports.gateway}/api` }),
});

export const planOf = (role: Role, options: Options): PartPlan => {
  const { ports, data } = options;
  const apps = HOSTED[role];
  if (apps) return hosted(role, apps, options);
  const folder = join(data, role);
  const env = process.env;
  const flush = options.flush && { flush: options.flush };
  const inAzurite = options.tables === 'azurite';
  switch (role) {
    case 'storage':
      return {
        role,
        script: scriptNamed('storage'),
        // Azurite starts all of its services; the one that nobody uses takes any port.
        args: args({
          data: folder,
          blob: ports.blob,
          queue: ports.queue,
          table: inAzurite ? ports.table : 0,
        }),
        env,
        address: `http://127.0.0.1:${ports.blob} (blobs), ${ports.queue} (queues)${inAzurite ? `, ${ports.table} (tables)` : ''}`,
      };
    case 'tables':
      return {
        role,
        script: scriptNamed('tables'),
        args: args({ data: folder, port: ports.table, ...flush }),
        env,
        address: `http://127.0.0.1:${ports.table}`,
      };
    case 'broker':
      return {
        role,
        script: scriptNamed('broker'),
        args: args({
          port: ports.broker,
          data: folder,
          config: join(data, 'event-hubs.json'),
          ...flush,
          ...options.retention,
        }),
        env: { MESH_CAPTURE_STORAGE: storageConnection(ports), ...env },
        address: `sb://localhost:${ports.broker}`,
      };
    default:
      return {
        role,
        script: scriptNamed('issuer'),
        args: args({ port: ports.issuer, data: folder }),
        env,
        address: `http://127.0.0.1:${ports.issuer}`,
      };
  }
};
