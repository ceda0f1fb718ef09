import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpLimits } from './http-limits';
import { asLogLevel } from './log';
import type { HostLogLevel } from './log';
import { parseTimeSpan } from './time-span';

/** What the host honours of host.json, with the platform's defaults. Times are in milliseconds. */
export interface HostSettings {
  /** Infinity where host.json says `-1`. */
  functionTimeoutMs: number;
  routePrefix: string;
  httpLimits: HttpLimits;
  eventHubs: EventHubsSettings;
  queues: QueuesSettings;
  logLevel: (functionName: string | undefined) => HostLogLevel;
}

export interface EventHubsSettings {
  maxEventBatchSize: number;
  minEventBatchSize: number;
  maxWaitTimeMs: number;
  prefetchCount: number;
  batchCheckpointFrequency: number;
  initialOffset: 'fromStart' | 'fromEnd' | 'fromEnqueuedTime';
  initialEnqueuedTime?: Date;
}

export interface QueuesSettings {
  batchSize: number;
  newBatchThreshold: number;
  visibilityTimeoutMs: number;
  maxDequeueCount: number;
  messageEncoding: 'base64' | 'none';
}

type Json = Record<string, unknown>;

/**
 * Reads host.json of the function app.
 * @throws Error that says what to do, where the file is missing or does not say what it should
 */
export const readHostJson = (root: string, env: NodeJS.ProcessEnv = {}): HostSettings => {
  const file = join(root, 'host.json');
  const json = parse(file, read(file));
  const extensions = section(json, 'extensions');
  return {
    functionTimeoutMs: functionTimeout(file, json['functionTimeout']),
    routePrefix: text(file, section(extensions, 'http'), 'routePrefix', 'api'),
    httpLimits: {
      maxConcurrent: limit(file, section(extensions, 'http'), 'maxConcurrentRequests'),
      maxOutstanding: limit(file, section(extensions, 'http'), 'maxOutstandingRequests'),
    },
    eventHubs: eventHubs(file, section(extensions, 'eventHubs')),
    queues: queues(file, section(extensions, 'queues')),
    logLevel: logLevel(section(section(json, 'logging'), 'logLevel'), env),
  };
};

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(
      `There is no ${file}: the functions host needs the host.json of the app. Start it in the app's folder, or name that with --root.`,
    );
  }
};

const parse = (file: string, content: string): Json => {
  try {
    const json: unknown = JSON.parse(content);
    if (typeof json === 'object' && json !== null) return json as Json;
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  throw new Error(`${file} does not hold a JSON object.`);
};

const section = (json: Json, name: string): Json => {
  const value = json[name];
  return typeof value === 'object' && value !== null ? (value as Json) : {};
};

// Thirty minutes is the platform's default on every plan but the old Consumption one.
const functionTimeout = (file: string, value: unknown): number => {
  if (value === undefined) return 30 * 60_000;
  if (value === '-1' || value === -1) return Infinity;
  return required(file, 'functionTimeout', parseTimeSpan(value), 'a time span such as "00:05:00", or "-1"');
};

const eventHubs = (file: string, json: Json): EventHubsSettings => {
  const offset = section(json, 'initialOffsetOptions');
  const enqueued = offset['enqueuedTimeUtc'];
  return {
    maxEventBatchSize: count(file, json, 'maxEventBatchSize', 100),
    minEventBatchSize: count(file, json, 'minEventBatchSize', 1),
    maxWaitTimeMs: span(file, json, 'maxWaitTime', 60_000),
    prefetchCount: count(file, json, 'prefetchCount', 300),
    batchCheckpointFrequency: count(file, json, 'batchCheckpointFrequency', 1),
    initialOffset: oneOf(file, offset, 'type', ['fromStart', 'fromEnd', 'fromEnqueuedTime'], 'fromStart'),
    ...(typeof enqueued === 'string' && { initialEnqueuedTime: new Date(enqueued) }),
  };
};

const queues = (file: string, json: Json): QueuesSettings => {
  const batchSize = count(file, json, 'batchSize', 16);
  return {
    batchSize,
    newBatchThreshold: count(file, json, 'newBatchThreshold', Math.floor(batchSize / 2)),
    visibilityTimeoutMs: span(file, json, 'visibilityTimeout', 0),
    maxDequeueCount: count(file, json, 'maxDequeueCount', 5),
    messageEncoding: oneOf(file, json, 'messageEncoding', ['base64', 'none'], 'base64'),
  };
};

/** `Function.<name>` beats `Function` beats `default`; the environment beats them all. */
const logLevel =
  (levels: Json, env: NodeJS.ProcessEnv): HostSettings['logLevel'] =>
  (functionName) => {
    const categories = functionName
      ? [`Function.${functionName}.User`, `Function.${functionName}`, 'Function']
      : [];
    const named = [env['MESH_LOG_LEVEL'], ...[...categories, 'default'].map((category) => levels[category])];
    return named.map(asLogLevel).find((level) => level !== undefined) ?? 'warning';
  };

const count = (file: string, json: Json, name: string, fallback: number): number => {
  const value = json[name];
  if (value === undefined) return fallback;
  return required(
    file,
    name,
    Number.isInteger(value) && Number(value) >= 0 ? Number(value) : undefined,
    'a whole number',
  );
};

// The platform's defaults depend on the plan; a laptop has none.
const limit = (file: string, json: Json, name: string): number =>
  json[name] === -1 ? Infinity : count(file, json, name, Infinity);

const span = (file: string, json: Json, name: string, fallback: number): number => {
  const value = json[name];
  if (value === undefined) return fallback;
  return required(file, name, parseTimeSpan(value), 'a time span such as "00:00:30"');
};

const text = (file: string, json: Json, name: string, fallback: string): string => {
  const value = json[name];
  if (value === undefined) return fallback;
  return required(file, name, typeof value === 'string' ? value : undefined, 'a text');
};

const oneOf = <T extends string>(
  file: string,
  json: Json,
  name: string,
  allowed: readonly T[],
  fallback: T,
): T => {
  const value = json[name];
  if (value === undefined) return fallback;
  return required(
    file,
    name,
    allowed.find((one) => typeof value === 'string' && one.toLowerCase() === value.toLowerCase()),
    allowed.join(', '),
  );
};

const required = <T>(file: string, name: string, value: T | undefined, expected: string): T => {
  if (value === undefined) throw new Error(`${file}: ${name} must be ${expected}.`);
  return value;
};
