import type { TableClient } from '@azure/data-tables';

const WRITES: ReadonlySet<string | symbol> = new Set<keyof TableClient>([
  'createEntity',
  'updateEntity',
  'upsertEntity',
  'deleteEntity',
  'submitTransaction',
  'createTable',
  'deleteTable',
  'setAccessPolicy',
]);

/** The table, for those who may only read it: a write is refused here as Azure would refuse it, on the laptop too. */
export const readOnlyTable = (table: TableClient, refuse: (operation: string) => Error): TableClient =>
  new Proxy(table, {
    get: (target, name) => {
      if (WRITES.has(name)) return () => Promise.reject(refuse(String(name)));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
