import type { Log, LogFields } from '../log';

export interface LogLine {
  level: keyof Log;
  message: string;
  fields: LogFields;
}

export interface MemoryLog extends Log {
  readonly lines: readonly LogLine[];
}

/** A log that keeps its lines, for tests to look at. */
export const memoryLog = (): MemoryLog => {
  const lines: LogLine[] = [];
  const at =
    (level: keyof Log) =>
    (message: string, fields: LogFields = {}): void =>
      void lines.push({ level, message, fields });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};
