/** What the name of a file of Capture says: whose events it holds, and when their window began (milliseconds). */
export interface ArchiveFile {
  namespace: string;
  hub: string;
  partition: string;
  at: number;
}

/** The name format that Capture has unless told. */
export const DEFAULT_NAME_FORMAT =
  '{Namespace}/{EventHub}/{PartitionId}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}';

const TIME = ['Year', 'Month', 'Day', 'Hour', 'Minute', 'Second'] as const;
const TOKENS = ['Namespace', 'EventHub', 'PartitionId', ...TIME] as const;
type Token = (typeof TOKENS)[number];
type Values = Partial<Record<Token, string>>;

/** What is wrong with a name format, as the rest of a sentence; undefined when nothing is. */
export const nameFormatFault = (format: string): string | undefined => {
  const missing = TOKENS.filter((token) => !format.includes(`{${token}}`));
  if (missing.length > 0) return `lacks ${missing.map((token) => `{${token}}`).join(', ')}`;
  const unknown = /\{(\w*)\}/g;
  const other = [...format.matchAll(unknown)].find(([, name]) => !TOKENS.includes(name as Token));
  return other && `has ${other[0]}, which means nothing`;
};

const SUFFIX = '.avro';
const padded = (value: number, width = 2): string => String(value).padStart(width, '0');

const valuesOf = ({ namespace, hub, partition, at }: ArchiveFile): Record<Token, string> => {
  const date = new Date(at);
  return {
    Namespace: namespace,
    EventHub: hub,
    PartitionId: partition,
    Year: padded(date.getUTCFullYear(), 4),
    Month: padded(date.getUTCMonth() + 1),
    Day: padded(date.getUTCDate()),
    Hour: padded(date.getUTCHours()),
    Minute: padded(date.getUTCMinutes()),
    Second: padded(date.getUTCSeconds()),
  };
};

/** The name of a file. */
export const archiveName = (format: string, file: ArchiveFile): string => {
  const values = valuesOf(file);
  return format.replace(/\{(\w+)\}/g, (_, token: Token) => values[token]) + SUFFIX;
};

const PATTERNS: Partial<Record<Token, string>> = { Year: '\\d{4}' };
const patternOf = (token: Token): string =>
  PATTERNS[token] ?? ((TIME as readonly Token[]).includes(token) ? '\\d{2}' : '[^/]+?');

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A token that comes again must say the same again. */
const regexOf = (format: string, end: string): RegExp => {
  const seen = new Set<string>();
  const source = format
    .split(/(\{\w+\})/)
    .map((part) => {
      const token = /^\{(\w+)\}$/.exec(part)?.[1] as Token | undefined;
      if (!token) return escaped(part);
      if (seen.has(token)) return `\\k<${token}>`;
      seen.add(token);
      return `(?<${token}>${patternOf(token)})`;
    })
    .join('');
  return new RegExp(`^${source}${end}$`);
};

/** The time that is known so far, as `from` and the first moment after it. */
const periodOf = (values: Values): { from: number; until: number } | undefined => {
  const missing = TIME.findIndex((token) => values[token] === undefined);
  const known = TIME.slice(0, missing < 0 ? TIME.length : missing).map((token) => Number(values[token]));
  if (known.length === 0) return undefined;
  const momentOf = ([year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0]: number[]): number =>
    Date.UTC(year, month - 1, day, hour, minute, second);
  const after = known.with(known.length - 1, known.at(-1)! + 1);
  return { from: momentOf(known), until: momentOf(after) };
};

/** What a folder's name says of the files below it. */
export interface ArchiveFolder {
  namespace?: string;
  hub?: string;
  partition?: string;
  /** When the windows of all its files began, as far as the name tells. */
  period?: { from: number; until: number };
}

/** Reads names that were made by a format. */
export interface ArchiveNames {
  /** undefined for a name that the format does not make */
  file(name: string): ArchiveFile | undefined;
  /** @param prefix ends with `/`, or is empty; undefined where no file of the format is below it */
  folder(prefix: string): ArchiveFolder | undefined;
  /** Whether files, and no more folders, are directly below a prefix. */
  isDeepest(prefix: string): boolean;
}

export const archiveNames = (format: string): ArchiveNames => {
  const whole = regexOf(format, escaped(SUFFIX));
  const segments = format.split('/');
  const folders = segments.map((_, depth) => regexOf(segments.slice(0, depth).join('/'), depth ? '/' : ''));
  return {
    isDeepest: (prefix) => prefix.split('/').length === segments.length,
    file: (name) => {
      const values = whole.exec(name)?.groups as Values | undefined;
      if (!values) return undefined;
      const { Namespace: namespace, EventHub: hub, PartitionId: partition } = values;
      return { namespace: namespace!, hub: hub!, partition: partition!, at: periodOf(values)!.from };
    },
    folder: (prefix) => {
      const found = folders[prefix.split('/').length - 1]?.exec(prefix);
      if (!found) return undefined;
      const values: Values = found.groups ?? {};
      const { Namespace: namespace, EventHub: hub, PartitionId: partition } = values;
      const period = periodOf(values);
      return {
        ...(namespace && { namespace }),
        ...(hub && { hub }),
        ...(partition && { partition }),
        ...(period && { period }),
      };
    },
  };
};
