import { AMQP_PREFIX } from '../contracts/envelope';
import { dim } from './style';

/** An event as a hub gives it. */
export interface Passing {
  hub: string;
  at: Date;
  body: Uint8Array;
  properties: Readonly<Record<string, unknown>>;
}

export interface TailFilter {
  /** Of the event; `*` stands for any text. */
  type?: readonly string[];
  tenant?: string;
  run?: string;
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const patternOf = (type: string): RegExp => new RegExp(`^${type.split('*').map(literally).join('.*')}$`);

/** Told by the properties beside the body, which need not be opened. */
export const passes = ({ type, tenant, run }: TailFilter) => {
  const patterns = type?.map(patternOf);
  return ({ properties }: Pick<Passing, 'properties'>): boolean => {
    const of = (name: string) => properties[AMQP_PREFIX + name];
    const itsType = of('type');
    if (patterns && !patterns.some((pattern) => typeof itsType === 'string' && pattern.test(itsType)))
      return false;
    return (
      (tenant ?? of('tenantid')) === of('tenantid') && (run ?? of('correlationid')) === of('correlationid')
    );
  };
};

const two = (value: number, digits = 2): string => String(value).padStart(digits, '0');
const clock = (at: Date): string =>
  `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${two(at.getMilliseconds(), 3)}`;

type Attributes = Readonly<Record<string, unknown>>;

/** The event; undefined where the bytes are none. */
export const eventIn = ({ body }: Pick<Passing, 'body'>): Attributes | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return typeof value === 'object' && value !== null && 'specversion' in value ? value : undefined;
  } catch {
    return undefined;
  }
};

const word = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** Columns from which a line has room for the hub, the whole type and who asked. */
export const WIDE = 120;

/** `business.invoice.task.created` as `task.created`, `mesh.run.changed` as `run.changed`. */
const shortType = (type: string): string => type.replace(/^(?:business\.[^.]+|mesh)\./, '');

/** What a terminal of eighty columns has room for: an id is whole, so that it can be pasted. */
const narrowLine = ({ hub, at, body }: Passing, event: Attributes | undefined, data: boolean | undefined) => {
  const begin = dim(clock(at).slice(0, 8));
  if (!event) return `${begin} ${hub}: no event, ${body.length} bytes`;
  const attempt = Number(event['attempt'] ?? 1);
  const words = [
    shortType(word(event['type']) ?? '').padEnd(17),
    aboutWhat(event),
    attempt > 1 && `try ${attempt}`,
    event['replayid'] !== undefined && 'replayed',
    data && JSON.stringify(event['data'] ?? { dataref: event['dataref'] }),
  ];
  return [begin, ...words.filter(Boolean)].join(' ');
};

const aboutWhat = (event: Attributes): string | undefined =>
  word(event['subject']) ?? word(event['correlationid']) ?? word(event['id']);

/** One event in a line: when, where, what, about what, and what is unusual about it. Data is shown where it is asked for. */
export const tailLine = (
  passing: Passing,
  { data, columns = Infinity }: { data?: boolean | undefined; columns?: number | undefined } = {},
): string => {
  const { hub, at, body } = passing;
  const event = eventIn(passing);
  if (columns < WIDE) return narrowLine(passing, event, data);
  const begin = `${dim(clock(at))}  ${hub.padEnd(16)}`;
  if (!event) return `${begin}  (no event: ${body.length} bytes)`;
  const attempt = Number(event['attempt'] ?? 1);
  const words = [
    word(event['type'])?.padEnd(40),
    aboutWhat(event),
    attempt > 1 && `try ${attempt}`,
    event['replayid'] !== undefined && `replay ${word(event['replayid'])}`,
    event['authid'] !== undefined && `by ${word(event['authid'])}`,
    data && JSON.stringify(event['data'] ?? { dataref: event['dataref'] }),
  ];
  return `${begin}  ${words.filter(Boolean).join('  ')}`;
};
