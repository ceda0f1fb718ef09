import { parseArgs } from 'node:util';
import { flushOf } from './flush';
import { endOn, giveUp } from './part-process';
import { startTables } from './tables';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    port: { type: 'string', default: '10002' },
    flush: { type: 'string', default: process.env['MESH_FLUSH'] || 'later' },
  },
});

const fail = (error: unknown): void =>
  giveUp(`tables: ${error instanceof Error ? error.message : String(error)}`);

const main = async (): Promise<void> => {
  if (values.data === undefined) throw new Error('--data FOLDER is missing: where the tables are kept');
  const tables = await startTables({
    port: Number(values.port),
    folder: values.data,
    flush: flushOf(values.flush),
    warn: (text) => console.error(`tables: ${text}`),
  });
  endOn(() => void tables.close().then(() => process.exit(0), fail));
  console.log(`tables: listening on 127.0.0.1:${tables.port}`);
  process.send?.({ ready: true, port: tables.port });
};

main().catch(fail);
