import { trace } from '@opentelemetry/api';
import type { Log, LogFields } from '../mesh/ports/log';
import { contextOf } from './otel-tracer';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof LEVELS)[number];

/** The run's trace where the line is of one, else that of what is under way (a batch, a request). */
const traceOf = (fields: LogFields | undefined): string | undefined =>
  contextOf(fields?.trace)?.traceId ?? fields?.trace ?? trace.getActiveSpan()?.spanContext().traceId;

/** Structured lines, one JSON object each, to what the platform collects. */
export const jsonLog = (least: Level, write: (line: string, level: Level) => void): Log => {
  const log = (level: Level) => (message: string, fields?: LogFields) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
    write(JSON.stringify({ level, message, ...fields, trace: traceOf(fields) }), level);
  };
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
};
