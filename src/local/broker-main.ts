import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startBroker } from './broker';
import { flushOf, type Flush } from './flush';
import { endOn, giveUp } from './part-process';
import type { Broker } from './broker';

const USAGE = `Usage: broker-main --config FILE --data FOLDER [--port PORT] [--retention-hours HOURS] [--retention-mb MIB]
                   [--flush later|each] [--capture-seconds SECONDS]

  --config           hubs, in the format of the official Event Hubs emulator's Config.json
  --data             the folder that keeps the events
  --port             where it listens on loopback; 5672 unless told, 0 takes any that is free
  --retention-hours  how long events are kept at least; 168 unless told
  --retention-mb     how much each partition keeps at most, in MiB: the oldest events go first, read or not; 1024
                     unless told, 0 for no limit
  --flush            when events reach the disk: later, when the operating system sees fit, or each, before it is
                     acknowledged; later unless told
  --capture-seconds  how long the events of one file of Capture may be apart, whatever the config says

The environment variable MESH_CAPTURE_STORAGE names the blob store that takes the files of Capture, where the config
asks for them, by its connection string. MESH_CAPTURE_SECONDS, MESH_RETENTION_HOURS, MESH_RETENTION_MB and MESH_FLUSH
do what the options of these names do.`;

/** A command line that cannot be followed. */
class UsageError extends Error {}

const argumentsOf = (args: string[]) => {
  try {
    return parseArgs({
      args,
      options: {
        config: { type: 'string' },
        data: { type: 'string' },
        port: { type: 'string', default: '5672' },
        'retention-hours': { type: 'string', default: process.env['MESH_RETENTION_HOURS'] || '168' },
        'retention-mb': { type: 'string', default: process.env['MESH_RETENTION_MB'] || '1024' },
        flush: { type: 'string', default: process.env['MESH_FLUSH'] || 'later' },
        'capture-seconds': { type: 'string', default: process.env['MESH_CAPTURE_SECONDS'] || '0' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
};

const required = (value: string | undefined, name: string): string => {
  if (value !== undefined) return value;
  throw new UsageError(`--${name} is missing\n\n${USAGE}`);
};

const wholeNumber = (text: string, name: string, most: number): number => {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= most) return number;
  throw new UsageError(`--${name} must be a whole number from 0 to ${most}, but is '${text}'`);
};

const flushing = (text: string): Flush => {
  try {
    return flushOf(text);
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
};

const readConfig = async (path: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`the broker's config ${path} cannot be read: ${(error as Error).message}`);
  }
};

const start = async (args: string[]): Promise<Broker | undefined> => {
  const given = argumentsOf(args);
  if (given.help) {
    console.log(USAGE);
    return undefined;
  }
  const captureStorage = process.env['MESH_CAPTURE_STORAGE'];
  const captureIntervalMs = wholeNumber(given['capture-seconds'], 'capture-seconds', 900) * 1000;
  return startBroker({
    port: wholeNumber(given.port, 'port', 65535),
    folder: required(given.data, 'data'),
    config: await readConfig(required(given.config, 'config')),
    retentionMs: wholeNumber(given['retention-hours'], 'retention-hours', 1_000_000) * 3_600_000,
    retentionBytes: wholeNumber(given['retention-mb'], 'retention-mb', 1_000_000) * 1024 * 1024 || Infinity,
    fsync: flushing(given.flush) === 'each',
    ...(captureStorage && { captureStorage }),
    ...(captureIntervalMs && { captureIntervalMs }),
    warn: (text) => console.error(`broker: ${text}`),
  });
};

/** Ends on a signal, and with the process that started it. */
const endWith = (broker: Broker): void => {
  const end = (): void => {
    broker.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  endOn(end);
};

const fail = (error: unknown): void =>
  giveUp(`broker: ${error instanceof Error ? error.message : String(error)}`);

const main = async (): Promise<void> => {
  const broker = await start(process.argv.slice(2));
  if (!broker) return;
  endWith(broker);
  console.log(`broker: listening on localhost:${broker.port}`);
  process.send?.({ ready: true, port: broker.port });
};

main().catch(fail);
