import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Flush } from '../flush';
import { commitsTo } from './commits';
import { tableServer } from './server';
import { tableService } from './service';
import { stamps } from './stamp';
import { openStore } from './store';

export interface TablesOptions {
  /** Where it listens on loopback; 0 takes any port that is free. */
  port: number;
  /** Keeps the tables. */
  folder: string;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** `each` if absent. */
  flush?: Flush;
  warn?: (text: string) => void;
}

export interface Tables {
  port: number;
  /** Answers what was asked, then refuses more. */
  close(): Promise<void>;
}

/** What is under way is answered well before. */
const CLOSE_MS = 2_000;

/**
 * Starts a table service that speaks as much of the Table Storage protocol as `@azure/data-tables` uses. What it
 * has answered for survives the death of the process, and with `flush: 'each'` that of the machine.
 * @throws Error where the port is taken, or the folder is in use
 */
export const startTables = async ({
  port,
  folder,
  now = Date.now,
  flush = 'each',
  warn = () => {},
}: TablesOptions): Promise<Tables> => {
  const store = openStore(folder);
  const sync = flush === 'each' ? store.sync : () => Promise.resolve();
  const commit = commitsTo({ commit: store.commit, sync }, warn);
  const serve = tableService({ store, nextStamp: stamps(now), commit });
  const server = tableServer({ serve, now, warn });
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    store.close();
    throw error;
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
      await once(server, 'close');
      clearTimeout(late);
      store.close();
    },
  };
};
