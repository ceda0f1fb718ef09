import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { mkdirSync } from 'node:fs';
import { giveUp } from './part-process';

const SERVICES = ['blob', 'queue', 'table'] as const;
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    blob: { type: 'string' },
    queue: { type: 'string' },
    table: { type: 'string' },
  },
});

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false)).once('connect', () => socket.end());
  });

const untilUp = async (port: number): Promise<void> => {
  while (!(await accepts(port))) await sleep(50);
};

/** Azurite reads its options from the command line, and does not notice when its parent is gone. */
const startAzurite = () => {
  mkdirSync(values.data!, { recursive: true });
  process.argv.splice(
    1,
    process.argv.length,
    require.resolve('azurite/dist/src/azurite.js'),
    '--location',
    values.data!,
    '--skipApiVersionCheck',
    '--disableTelemetry',
    '--silent',
    ...SERVICES.flatMap((service) => [`--${service}Host`, '127.0.0.1', `--${service}Port`, values[service]!]),
  );
  require('azurite/dist/src/azurite.js');
};

/** Azurite is done well before that. */
const CLOSE_MS = 8_000;

/**
 * Azurite closes on a signal, and writes what it still holds; but it listens to its parent, and so would live on
 * until that is gone. Whoever still has a connection open does not keep it either.
 */
const endWithAzurite = (signal: NodeJS.Signals) => {
  // It listens only when all three services have started: until then there is nothing to write.
  if (process.listenerCount(signal) === 0) process.exit(0);
  process.channel?.unref();
  setTimeout(() => process.exit(0), CLOSE_MS).unref();
};

const main = async () => {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.once('SIGTERM', endWithAzurite).once('SIGINT', endWithAzurite);
  startAzurite();
  const ports = SERVICES.map((service) => Number(values[service])).filter((port) => port !== 0);
  await Promise.all(ports.map(untilUp));
  process.send?.({ ready: true });
};

main().catch((error: Error) => giveUp(`storage: ${error.message}`));
