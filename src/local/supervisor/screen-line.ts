/** Our own structured lines and those of the functions host. */
interface LogLine {
  level: string;
  message: string;
  run?: string;
  task?: string;
  error?: unknown;
}

const structured = (line: string): LogLine | undefined => {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line) as Partial<LogLine>;
    return typeof value.message === 'string' && typeof value.level === 'string'
      ? (value as LogLine)
      : undefined;
  } catch {
    return undefined;
  }
};

const about = ({ task, run, error }: LogLine): string => {
  const subject = task ? `task ${task}` : run && `run ${run}`;
  const facts = [subject, typeof error === 'string' ? error : undefined].filter(Boolean);
  return facts.length ? ` (${facts.join(', ')})` : '';
};

/** Frames of a stack trace and Node's own remarks are for the log file. */
const NOISE = /^\s+at |^\(node:\d+\)|^\(Use `node --trace/;

/** What is shown of a line that a part wrote to stderr; undefined where the log file is enough. */
export const screenLine = (role: string, line: string): string | undefined => {
  if (!line.trim() || NOISE.test(line)) return undefined;
  const entry = structured(line);
  return `${role}: ${entry ? `${entry.message}${about(entry)}` : line}`;
};
