import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface TestAzurite {
  connectionString: string;
  blobPort: number;
  queuePort: number;
  tablePort: number;
  stop(): Promise<void>;
}

// The account and key that every storage emulator ships with: public, and good for nothing else.
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const services = ['blob', 'queue', 'table'] as const;
type Service = (typeof services)[number];

const flags = [
  ...services.flatMap((service) => [`--${service}Host`, '127.0.0.1', `--${service}Port`, '0']),
  '--inMemoryPersistence',
  '--skipApiVersionCheck',
  '--disableTelemetry',
  '--silent',
];

/** The emulator does not notice that its parent is gone, so the script around it does. */
const script = `
  process.on('disconnect', () => process.exit());
  process.argv.splice(1, process.argv.length, require.resolve('azurite/dist/src/azurite.js'), ...${JSON.stringify(flags)});
  require('azurite/dist/src/azurite.js');`;

/**
 * Starts Azurite in memory, on free ports of the loopback interface, as a process that ends with this one.
 * Suites share one where they can (`beforeAll`), and keep apart by the names of their tables and queues.
 */
export const startTestAzurite = async (): Promise<TestAzurite> => {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const ports = await listening(child);
  return {
    connectionString: connectionString(ports),
    blobPort: ports.blob,
    queuePort: ports.queue,
    tablePort: ports.table,
    stop: () => stop(child),
  };
};

const connectionString = (ports: Record<Service, number>): string =>
  [
    'DefaultEndpointsProtocol=http',
    `AccountName=${account}`,
    `AccountKey=${key}`,
    ...services.map((service) => `${capital(service)}Endpoint=http://127.0.0.1:${ports[service]}/${account}`),
  ].join(';') + ';';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const listening = (child: ChildProcess): Promise<Record<Service, number>> =>
  new Promise((resolve, reject) => {
    const ports: Partial<Record<Service, number>> = {};
    let output = '';
    const onLine = (line: string): void => {
      output += `${line}\n`;
      const [, service, port] =
        /Azurite (\w+) service is successfully listening at .*:(\d+)/.exec(line) ?? [];
      if (service) ports[service.toLowerCase() as Service] = Number(port);
      if (isComplete(ports)) resolve(ports);
    };
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface({ input: stream }).on('line', onLine);
    child.once('exit', (code) =>
      reject(new Error(`Azurite ended with code ${code} before it listened:\n${output}`)),
    );
  });

const isComplete = (ports: Partial<Record<Service, number>>): ports is Record<Service, number> =>
  services.every((service) => ports[service]);

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
};
