import { producerOf, containerOf } from '../../azure/connections';
import { blobContentStore } from '../../azure/blob-content-store';
import { eventHubPublisher } from '../../azure/event-hub-publisher';
import { jsonLog } from '../../azure/json-log';
import { otelTracer } from '../../azure/otel-tracer';
import { systemClock } from '../../azure/system-clock';
import { schemaBook } from '../../contracts/ajv-schema-book';
import { catalogOf } from '../../mesh/catalog';
import { deadLetterer } from '../../mesh/letters/dead-letterer';
import { readSettings } from '../settings';
import { agentsOf, schemas } from './agents';

declare const MESH_VERSION: string;

const LINES = { debug: 'debug', info: 'info', warn: 'warn', error: 'error' } as const;

/** What all apps lean on, made once a process. */
const createPlatform = () => {
  const settings = readSettings(process.env);
  const book = schemaBook(schemas);
  const publisher = eventHubPublisher({ producerFor: producerOf(settings) });
  const contents = blobContentStore({ container: containerOf(settings, 'content') });
  const clock = systemClock;
  const versions = { mesh: MESH_VERSION, node: process.version };
  return {
    settings,
    book,
    catalog: catalogOf(agentsOf(settings), book),
    publisher,
    contents,
    clock,
    versions,
    random: Math.random,
    tracer: otelTracer('agent-mesh'),
    log: jsonLog(settings.MESH_LOG_LEVEL, (line, level) => console[LINES[level]](line)),
    deadLetters: deadLetterer({ publisher, contents, versions, clock }),
  };
};

let made: ReturnType<typeof createPlatform> | undefined;
export const platform = () => (made ??= createPlatform());
export type Platform = ReturnType<typeof createPlatform>;

/** Makes a thing once a process, when it is first asked for. */
export const once = <T>(make: () => T): (() => T) => {
  let value: T | undefined;
  return () => (value ??= make());
};
