import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '../../src/local/broker';
import type { BrokerOptions } from '../../src/local/broker';

/** Hubs by name, as tests write them down. */
export type TestHubs = Record<string, { partitions: number; groups: string[]; capture?: object }>;

export type TestBroker = { port: number; connectionString: string; folder: string; stop(): Promise<void> };

/** The emulator's `Config.json` for some hubs. */
export const brokerConfig = (hubs: TestHubs): unknown => ({
  UserConfig: {
    NamespaceConfig: [
      {
        Type: 'EventHub',
        Name: 'emulatorNs1',
        Entities: Object.entries(hubs).map(([name, { partitions, groups, capture }]) => ({
          Name: name,
          PartitionCount: String(partitions),
          ConsumerGroups: groups.map((group) => ({ Name: group })),
          ...(capture && { CaptureDescription: capture }),
        })),
      },
    ],
    LoggingConfig: { Type: 'File' },
  },
});

/** What `@azure/event-hubs` connects with; the hub is named where a client is made. */
export const connectionStringFor = (port: number): string =>
  `Endpoint=sb://localhost:${port};SharedAccessKeyName=x;SharedAccessKey=y;UseDevelopmentEmulator=true`;

/**
 * Starts a broker in this process, in a folder of its own that goes when it stops.
 * @param options for example a `folder` to keep, so that a second broker can take up where the first stopped
 */
export const startTestBroker = async (
  hubs: TestHubs,
  options: Partial<BrokerOptions> = {},
): Promise<TestBroker> => {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'mesh-broker-')));
  const broker = await startBroker({ port: 0, config: brokerConfig(hubs), fsync: false, ...options, folder });
  return {
    port: broker.port,
    connectionString: connectionStringFor(broker.port),
    folder,
    stop: async () => {
      await broker.close();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
};
