import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { amqpServer } from './amqp/server';
import type { AmqpServer } from './amqp/server';
import { startCapture, type Capture } from './capture';
import { parseBrokerConfig } from './config';
import type { HubConfig } from './config';
import { lockFolder } from './folder-lock';
import { hubsByName, openHub } from './hub';
import type { Hub } from './hub';

export { BrokerConfigError } from './config';
export { FolderInUseError } from './folder-lock';
export { DamagedLogError } from './log/segment';

export type BrokerOptions = {
  /** 0 takes any that is free. */
  port: number;
  /** Where the logs are kept; one broker a folder. */
  folder: string;
  /** The parsed `Config.json` of the official emulator. */
  config: unknown;
  /** How long events are kept at least, 7 days unless told. */
  retentionMs?: number;
  /** How many bytes of events each partition keeps at most, the newest; 1 GiB unless told, `Infinity` for all. */
  retentionBytes?: number;
  now?: () => number;
  /** false trusts the operating system to write what it was given: a killed process loses nothing, a power cut may. */
  fsync?: boolean;
  /** When a log file is full, 16 MiB unless told. */
  segmentBytes?: number;
  /** How much of each partition's end is kept in memory, 2 MiB unless told. */
  cacheBytes?: number;
  /** Connection string of the blob store that takes the files of Capture, where the config asks for them. */
  captureStorage?: string;
  /** How long the events of one such file may be apart, whatever the config says. */
  captureIntervalMs?: number;
  /** Told of what a start had to repair, and of files that cannot be written. */
  warn?: (text: string) => void;
};

export type Broker = { port: number; close(): Promise<void> };

/** The port is taken; the message says what to do. */
export class PortInUseError extends Error {
  constructor(port: number) {
    super(`port ${port} is in use: stop what listens there, or give the broker another port with --port`);
    this.name = 'PortInUseError';
  }
}

/** The laptop's hubs have 22 partitions. */
const ONE_GIB = 1024 * 1024 * 1024;
const SEVEN_DAYS_MS = 7 * 24 * 60 * 60 * 1000;

const listening = async (server: Server, port: number): Promise<number> => {
  try {
    await once(server, 'listening');
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new PortInUseError(port) : error;
  }
  return (server.address() as AddressInfo).port;
};

/** `localhost` is 127.0.0.1 for most clients and ::1 for some; not every machine has the second. */
const listenOnLoopback = async (
  amqp: AmqpServer,
  wanted: number,
): Promise<{ port: number; servers: Server[] }> => {
  const first = amqp.listen({ port: wanted, host: '127.0.0.1' });
  const port = await listening(first, wanted);
  const second = amqp.listen({ port, host: '::1' });
  const has6 = await listening(second, port).then(
    () => true,
    () => false,
  );
  return { port, servers: has6 ? [first, second] : [first] };
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Hubs whose events are kept as files as well, if there is where to. */
const captureOf = (
  hubs: readonly Hub[],
  configs: readonly HubConfig[],
  { folder, captureStorage, captureIntervalMs, now = Date.now, warn = () => {} }: BrokerOptions,
): Capture | undefined => {
  const captured = configs.filter(({ capture }) => capture).map(({ name }) => name);
  if (captured.length === 0) return undefined;
  if (captureStorage === undefined) {
    warn(
      `capture: the config asks for files of ${captured.join(', ')}, but names no blob store: none are written`,
    );
    return undefined;
  }
  const plans = configs.flatMap(({ capture }, index) =>
    capture
      ? [
          {
            hub: hubs[index]!,
            config: { ...capture, ...(captureIntervalMs && { intervalMs: captureIntervalMs }) },
          },
        ]
      : [],
  );
  return startCapture({ hubs: plans, folder, storage: captureStorage, now, warn });
};

const closeAll = async (hubs: readonly Hub[]): Promise<void> => {
  await Promise.all(hubs.map((hub) => hub.close()));
};

/**
 * Starts an Event Hubs namespace on this machine: AMQP 1.0 on loopback, each partition a log on disk.
 * @throws BrokerConfigError, PortInUseError, FolderInUseError, DamagedLogError
 * @example const broker = await startBroker({ port: 0, folder: 'data/broker', config });
 */
export const startBroker = async (options: BrokerOptions): Promise<Broker> => {
  const {
    folder,
    now = Date.now,
    retentionMs = SEVEN_DAYS_MS,
    retentionBytes = ONE_GIB,
    fsync = true,
  } = options;
  const { segmentBytes, cacheBytes, warn } = options;
  const configs = parseBrokerConfig(options.config);
  const unlock = await lockFolder(folder);
  const hubs: Hub[] = [];
  try {
    const log = {
      now,
      retentionMs,
      retentionBytes,
      fsync,
      ...(segmentBytes ? { segmentBytes } : {}),
      ...(cacheBytes ? { cacheBytes } : {}),
      ...(warn ? { warn } : {}),
    };
    for (const config of configs) hubs.push(await openHub(config, folder, log));
    const amqp = amqpServer({ hubs: hubsByName(hubs), now });
    const { port, servers } = await listenOnLoopback(amqp, options.port);
    const capture = captureOf(hubs, configs, options);
    const close = async (): Promise<void> => {
      await capture?.stop();
      for (const server of servers) server.close();
      // First what was taken in, then a turn or two in which its senders hear of it, then the connections.
      await closeAll(hubs);
      for (let turns = 0; turns < 3; turns++) await turn();
      amqp.close();
      await unlock();
    };
    let closing: Promise<void> | undefined;
    return { port, close: () => (closing ??= close()) };
  } catch (error) {
    await closeAll(hubs);
    await unlock();
    throw error;
  }
};
