import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTables } from '../../src/local/tables';
import { startTestAzurite } from './azurite';

export interface TestTables {
  connectionString: string;
  port: number;
  folder: string;
  /** Closes it, and leaves its folder. */
  close(): Promise<void>;
  stop(): Promise<void>;
}

/** The account and key of every storage emulator: public, and good for nothing else. */
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** For tables alone: blobs and queues are elsewhere. */
export const tablesAt = (port: number): string =>
  `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${KEY};TableEndpoint=http://127.0.0.1:${port}/devstoreaccount1;`;

/** Starts the laptop's table service in this process, on a free port and a folder of its own. */
export const startTestTables = async (): Promise<TestTables> => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-tables-'));
  const tables = await startTables({ port: 0, folder });
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= tables.close());
  return {
    close,
    connectionString: tablesAt(tables.port),
    port: tables.port,
    folder,
    stop: async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** A table service that a suite runs on. */
export type TestTableService = Pick<TestTables, 'connectionString' | 'stop'>;

/**
 * Starts the table service that this run of a suite is about: Azurite's in the project `ports`, the laptop's own in
 * the project `tables` (jest.config.js).
 */
export const startTestTableService = (): Promise<TestTableService> =>
  'OWN_TABLES' in globalThis ? startTestTables() : startTestAzurite();
