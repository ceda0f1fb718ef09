import { message as amqp, type Message } from 'rhea';
import { toEnqueuedTime } from '../../../contracts/capture';
import type { LogRecord } from '../log/record';

type Wrapped = { long: number } | { double: number } | { string: string } | { bytes: Buffer };

/** An event as a record of `CAPTURE_SCHEMA`. */
export interface CaptureRecord {
  SequenceNumber: number;
  Offset: string;
  EnqueuedTimeUtc: string;
  SystemProperties: Record<string, Wrapped>;
  Properties: Record<string, Wrapped>;
  Body: Buffer | null;
}

/** What the columns of the record say already. */
const COLUMNS = new Set(['x-opt-sequence-number', 'x-opt-offset', 'x-opt-enqueued-time']);

/** The properties of AMQP that belong to an event, by their AMQP names. */
const AMQP_NAMES = {
  message_id: 'message-id',
  to: 'to',
  subject: 'subject',
  reply_to: 'reply-to',
  correlation_id: 'correlation-id',
  content_type: 'content-type',
  content_encoding: 'content-encoding',
  group_id: 'group-id',
} as const;

/** The schema knows four types; all else is told in words. */
const wrapped = (value: unknown): Wrapped => {
  if (Buffer.isBuffer(value)) return { bytes: value };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { long: value } : { double: value };
  if (value instanceof Date) return { string: value.toISOString() };
  return { string: String(value) };
};

const mapOf = (entries: readonly (readonly [string, unknown])[]): Record<string, Wrapped> =>
  Object.fromEntries(
    entries
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, wrapped(value)]),
  );

/** Event Hubs' clients send bytes in data sections; text is what its bytes are, and other values have none. */
const bodyOf = (body: unknown): Buffer | null => {
  const content: unknown = (body as { content?: unknown } | null)?.content ?? body;
  if (Buffer.isBuffer(content)) return content;
  if (Array.isArray(content) && content.every((part) => Buffer.isBuffer(part))) return Buffer.concat(content);
  return typeof content === 'string' ? Buffer.from(content, 'utf8') : null;
};

type Event = Pick<Message, keyof typeof AMQP_NAMES | 'message_annotations' | 'application_properties'> & {
  body?: unknown;
};

/** Bytes that no AMQP library reads are kept as they are: what is in the log is in a file. */
const eventOf = (message: Buffer): Event => {
  try {
    return amqp.decode(message) as object;
  } catch {
    return { body: message };
  }
};

/** What Capture keeps of a message in a partition's log. */
export const toCaptureRecord = ({ sequence, offset, time, message }: LogRecord): CaptureRecord => {
  const event = eventOf(message);
  const annotations = Object.entries(event.message_annotations ?? {}).filter(([name]) => !COLUMNS.has(name));
  const system = Object.entries(AMQP_NAMES).map(
    ([field, name]) => [name, event[field as keyof typeof AMQP_NAMES] as unknown] as const,
  );
  return {
    SequenceNumber: sequence,
    Offset: String(offset),
    EnqueuedTimeUtc: toEnqueuedTime(time),
    SystemProperties: mapOf([...annotations, ...system]),
    Properties: mapOf(Object.entries(event.application_properties ?? {})),
    Body: bodyOf(event.body),
  };
};
