import type { TableClient } from '@azure/data-tables';
import * as connections from '../../azure/connections';
import { readOnlyTable } from '../../azure/read-only-table';
import type { App } from '../../contracts/apps';
import { RIGHTS, type Access } from '../../contracts/rights';
import type { Table } from '../../contracts/storage';
import type { Settings } from '../settings';
import { refusal } from './refusal';

/** The apps that this process has put together. All of them know all agents, and only some perform their skills. */
const composed = new Set<App>();

export const agentsServe = (app: App): void => void composed.add(app);

/** What one of them may do with a table, and which it is. @throws Error where none may do anything */
const accessTo = (name: Table): readonly [Access, App] => {
  const apps = [...composed];
  const found = (['write', 'read'] as const).flatMap((access) =>
    apps.filter((app) => RIGHTS[app].tables[name] === access).map((app): [Access, App] => [access, app]),
  );
  const [first] = found;
  if (!first) throw refusal(apps[0]!, `use the table '${name}'`);
  return first;
};

/**
 * A table of an agent, for the apps that have a right to it: what Azure would refuse is refused on the laptop too, when a
 * skill asks for it, since an agent is put together in apps that never perform it.
 */
export const tableOf = (settings: Settings, name: Table): TableClient => {
  const table = connections.tableOf(settings, name);
  const reachable = (): TableClient => {
    const [access, app] = accessTo(name);
    return access === 'write'
      ? table
      : readOnlyTable(table, (operation) => refusal(app, `${operation} in the table '${name}'`));
  };
  return new Proxy(table, {
    get: (target, member) => {
      const value: unknown = Reflect.get(target, member);
      if (typeof value !== 'function') return value;
      const allowed = reachable();
      return (Reflect.get(allowed, member) as (...args: unknown[]) => unknown).bind(allowed);
    },
  });
};
