import { producerOf } from '../../azure/connections';
import { eventHubPublisher } from '../../azure/event-hub-publisher';
import { jsonLog } from '../../azure/json-log';
import { otelMetrics } from '../../azure/otel-metrics';
import { otelTracer } from '../../azure/otel-tracer';
import { systemClock } from '../../azure/system-clock';
import { schemaBook } from '../../contracts/ajv-schema-book';
import { catalogOf } from '../../mesh/catalog';
import { agentsOf, schemas } from './agents';
import { once } from './once';
import { settings as read } from './settings';

declare const MESH_VERSION: string;

const LINES = { debug: 'debug', info: 'info', warn: 'warn', error: 'error' } as const;

/** What all apps lean on, made once a process. What only some may reach is in `reach.ts`. */
const createPlatform = () => {
  const settings = read();
  const book = schemaBook(schemas);
  return {
    settings,
    book,
    catalog: catalogOf(agentsOf(settings), book, settings.MESH_SKILL_VERSIONS),
    publisher: eventHubPublisher({ producerFor: producerOf(settings) }),
    clock: systemClock,
    versions: { mesh: MESH_VERSION, node: process.version },
    random: Math.random,
    tracer: otelTracer('agent-mesh'),
    metrics: otelMetrics('agent-mesh'),
    log: jsonLog(settings.MESH_LOG_LEVEL, (line, level) => console[LINES[level]](line)),
  };
};

export const platform = once(createPlatform);
