import { producerOf, containerOf } from '../../azure/connections';
import { blobContentStore } from '../../azure/blob-content-store';
import { eventHubPublisher } from '../../azure/event-hub-publisher';
import { jsonLog } from '../../azure/json-log';
import { otelTracer } from '../../azure/otel-tracer';
import { systemClock } from '../../azure/system-clock';
import { schemaBook } from '../../contracts/ajv-schema-book';
import { catalogOf } from '../../mesh/catalog';
import { deadLetterer } from '../../mesh/letters/dead-letterer';
import { agentsOf, schemas } from './agents';
import { once } from './once';
import { settings as read } from './settings';

declare const MESH_VERSION: string;

const LINES = { debug: 'debug', info: 'info', warn: 'warn', error: 'error' } as const;

/** What all apps lean on, made once a process. */
const createPlatform = () => {
  const settings = read();
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

export const platform = once(createPlatform);
