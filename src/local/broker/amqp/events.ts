import type { Stamp } from '../log/record';
import type { LogState } from '../log/partition-log';
import { MalformedMessageError, SECTION, contentAt, mapEntries, parsing, sectionsOf } from './sections';
import type { Section } from './sections';

/** The message format of a batch: a message whose data sections are messages. */
export const BATCH_FORMAT = 0x80013700;

/** What a sender may put into one transfer, a batch or a single event. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

const PARTITION_KEY = 'x-opt-partition-key';

/** An event as it will be kept, but for where it will stand. */
export type Draft = (at: Stamp) => Buffer;

/** What came in one transfer; all of it goes to one partition. */
export type Sent = { partitionKey?: string; drafts: Draft[] };

const string8 = (code: number, text: string): Buffer => {
  const content = Buffer.from(text, 'utf8');
  if (content.length > 255)
    throw new MalformedMessageError(`'${text.slice(0, 20)}…' is longer than 255 bytes`);
  return Buffer.concat([Buffer.from([code, content.length]), content]);
};
const symbol = (text: string): Buffer => string8(0xa3, text);
const string = (text: string): Buffer => string8(0xa1, text);

const long = (code: number, value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(9);
  bytes[0] = code;
  bytes.writeBigInt64BE(BigInt(value), 1);
  return bytes;
};

const SEQUENCE_KEY = symbol('x-opt-sequence-number');
const OFFSET_KEY = symbol('x-opt-offset');
const TIME_KEY = symbol('x-opt-enqueued-time');
const OURS = new Set(['x-opt-sequence-number', 'x-opt-offset', 'x-opt-enqueued-time']);

const map32 = (descriptor: number, pairs: readonly Buffer[], count: number): Buffer[] => {
  const bytes = pairs.reduce((sum, pair) => sum + pair.length, 0);
  const head = Buffer.allocUnsafe(12);
  head.set([0x00, 0x53, descriptor, 0xd1]);
  head.writeUInt32BE(bytes + 4, 4);
  head.writeUInt32BE(count, 8);
  return [head, ...pairs];
};

type Annotations = { pairs: Buffer[]; partitionKey?: string };

/** The sender's annotations, still encoded, without those that are the broker's to give. */
const annotationsOf = (bytes: Buffer, section: Section | undefined): Annotations => {
  if (!section) return { pairs: [] };
  const entries = mapEntries(bytes, section.value).filter(({ key }) => !OURS.has(key));
  const keyed = entries.find(({ key }) => key === PARTITION_KEY);
  const partitionKey = keyed && contentAt(bytes, keyed.value)?.toString('utf8');
  return {
    pairs: entries.map(({ start, end }) => bytes.subarray(start, end)),
    ...(partitionKey === undefined ? {} : { partitionKey }),
  };
};

/** Splits an event around its annotations once, so that stamping it is joining buffers. */
const draftOf = (event: Buffer, batchKey?: string): Draft => {
  const sections = sectionsOf(event);
  const header = sections.find(({ code }) => code === SECTION.header);
  const annotations = annotationsOf(
    event,
    sections.find(({ code }) => code === SECTION.messageAnnotations),
  );
  const body = sections.find(({ code }) => code > SECTION.messageAnnotations);
  const head = header ? event.subarray(header.start, header.end) : Buffer.alloc(0);
  const rest = body ? event.subarray(body.start) : Buffer.alloc(0);
  const pairs = annotations.pairs;
  if (batchKey !== undefined && annotations.partitionKey === undefined) {
    pairs.push(Buffer.concat([symbol(PARTITION_KEY), string(batchKey)]));
  }
  return ({ sequence, offset, time }) => {
    const ours = [
      SEQUENCE_KEY,
      long(0x81, sequence),
      OFFSET_KEY,
      string(String(offset)),
      TIME_KEY,
      long(0x83, time),
    ];
    const stamped = map32(SECTION.messageAnnotations, [...pairs, ...ours], 2 * (pairs.length + 3));
    return Buffer.concat([head, ...stamped, rest]);
  };
};

const eventOf = (message: Buffer): Sent => {
  const { partitionKey } = annotationsOf(
    message,
    sectionsOf(message).find(({ code }) => code === SECTION.messageAnnotations),
  );
  return { drafts: [draftOf(message)], ...(partitionKey === undefined ? {} : { partitionKey }) };
};

/** The key is on the envelope, the events are in the data sections. */
const batchOf = (message: Buffer): Sent => {
  const sections = sectionsOf(message);
  const { partitionKey } = annotationsOf(
    message,
    sections.find(({ code }) => code === SECTION.messageAnnotations),
  );
  const drafts = sections
    .filter(({ code }) => code === SECTION.data)
    .map(({ value }) => {
      const event = contentAt(message, value);
      if (!event) throw new MalformedMessageError('a data section holds no bytes');
      return draftOf(event, partitionKey);
    });
  return { drafts, ...(partitionKey === undefined ? {} : { partitionKey }) };
};

/** Reads one encoded message. @throws MalformedMessageError */
export const readEvent = (message: Buffer): Sent => parsing(() => eventOf(message));

/** Reads a batch. @throws MalformedMessageError */
export const readBatch = (message: Buffer): Sent => parsing(() => batchOf(message));

/** Adds what a receiver asked to be told of its partition; not kept, as it changes. */
export const withRuntimeMetric = (message: Buffer, state: LogState, now: number): Buffer => {
  const [first] = sectionsOf(message);
  const at = first?.code === SECTION.header ? first.end : 0;
  const metric = [
    symbol('last_enqueued_sequence_number'),
    long(0x81, state.lastSequence),
    symbol('last_enqueued_offset'),
    string(String(state.lastOffset)),
    symbol('last_enqueued_time_utc'),
    long(0x83, state.lastTime),
    symbol('runtime_info_retrieval_time_utc'),
    long(0x83, now),
  ];
  return Buffer.concat([
    message.subarray(0, at),
    ...map32(SECTION.deliveryAnnotations, metric, metric.length),
    message.subarray(at),
  ]);
};
