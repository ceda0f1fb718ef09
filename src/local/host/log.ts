/** The platform's levels, in order. */
export const logLevels = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'] as const;
export type HostLogLevel = (typeof logLevels)[number];

export interface LogEntry {
  level: HostLogLevel;
  message: string;
  functionName?: string;
  invocationId?: string;
}

export type Log = (entry: LogEntry) => void;

export interface LogOptions {
  role: string;
  /** The level of a category, as `logging.logLevel` of host.json gives it. */
  threshold: (functionName: string | undefined) => HostLogLevel;
  write?: (line: string, level: HostLogLevel) => void;
}

const WARNING = logLevels.indexOf('warning');

/** Warnings and worse to stderr, as the functions' own. */
const toStandardStreams = (line: string, level: HostLogLevel): boolean =>
  (logLevels.indexOf(level) < WARNING ? process.stdout : process.stderr).write(line);

/** Logs one JSON line an entry, from the level up that its function's category has. */
export const hostLog =
  ({ role, threshold, write = toStandardStreams }: LogOptions): Log =>
  ({ level, message, functionName, invocationId }) => {
    if (logLevels.indexOf(level) < logLevels.indexOf(threshold(functionName))) return;
    const time = new Date().toISOString();
    write(`${JSON.stringify({ time, level, role, function: functionName, invocationId, message })}\n`, level);
  };

/** @returns the level that a setting names, in any case; undefined for anything else */
export const asLogLevel = (value: unknown): HostLogLevel | undefined => {
  const lower = typeof value === 'string' ? value.toLowerCase() : '';
  return logLevels.find((level) => level === lower || (level === 'information' && lower === 'info'));
};
