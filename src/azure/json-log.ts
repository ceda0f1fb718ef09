import { trace } from '@opentelemetry/api';
import type { Log, LogFields } from '../mesh/ports/log';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof LEVELS)[number];

/** Structured lines, one JSON object each, to what the platform collects. */
export const jsonLog = (least: Level, write: (line: string, level: Level) => void): Log => {
  const log = (level: Level) => (message: string, fields?: LogFields) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
    const context = trace.getActiveSpan()?.spanContext();
    write(JSON.stringify({ level, message, ...fields, ...(context && { trace: context.traceId }) }), level);
  };
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
};
