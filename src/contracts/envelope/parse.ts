import { CONSTANTS } from 'cloudevents';
import type { MeshEvent } from '../event';
import { LIMITS } from '../limits';
import type { Fault, Problem } from '../problem';
import { faultyProblem, problem } from '../problems';
import { isBinary, readBinary, type Headers } from './binary';
import { readJson, type JsonLimits, type JsonScan } from './json';
import { isUtf8Type, parseMediaType } from './media-type';
import { readStructured } from './structured';

/** Media type of an event in structured mode. */
export const STRUCTURED = CONSTANTS.MIME_CE_JSON;
/** Media type of a batch of events. */
export const BATCH = CONSTANTS.MIME_CE_BATCH;

/** More faults than a person reads are not looked for. */
const MAX_FAULTS = 50;

/** What the mesh itself sent is deeper than what came in: data inside inputs inside letters. */
const HUB_LIMITS: JsonLimits = {
  depth: 4 * LIMITS.depth,
  entries: 10 * LIMITS.entries,
  values: 20 * LIMITS.values,
};

export type Parsed =
  { ok: true; events: readonly MeshEvent[]; batch: boolean } | { ok: false; problem: Problem };

export interface HttpMessage {
  /** The header Content-Type, where there is one. */
  contentType: string | undefined;
  headers: Headers;
  body: Uint8Array;
}

const refused = (refusal: Problem): { ok: false; problem: Problem } => ({ ok: false, problem: refusal });
const invalid = (faults: readonly Fault[]) => refused(faultyProblem('invalid-event', faults));
const tooLarge = (detail: string, errors?: readonly Fault[]) =>
  refused(problem('too-large', detail, errors && { errors }));
const unsupported = (detail: string) => refused(problem('unsupported-media-type', detail));

const kib = (bytes: number) => `${bytes / 1024} KiB`;
const EVENT_TOO_LARGE = `An event may have at most ${kib(LIMITS.event)}. Send large documents by reference, or without their attachments.`;

const unreadable = ({ kind, message }: { kind: 'too-large' | 'not-json'; message: string }) => {
  const fault = { pointer: '', message: `the body ${message}` };
  return kind === 'too-large' ? tooLarge(`The body ${message}.`, [fault]) : invalid([fault]);
};

const parseOne = (body: Uint8Array): Parsed => {
  if (body.length > LIMITS.event) return tooLarge(EVENT_TOO_LARGE);
  const json = readJson(body);
  if (!json.ok) return unreadable(json);
  const read = readStructured(json.value, LIMITS);
  return read.ok ? { ok: true, events: [read.event], batch: false } : invalid(read.faults);
};

/** Indexes of the elements of a batch that are too large, told by where its commas are. */
const oversized = ({ marks }: JsonScan): Fault[] =>
  marks
    .slice(1)
    .flatMap((mark, index) =>
      mark - marks[index]! - 1 > LIMITS.event
        ? [{ index, pointer: '', message: `the event is larger than ${kib(LIMITS.event)}` }]
        : [],
    );

const parseBatch = (body: Uint8Array): Parsed => {
  const json = readJson(body);
  if (!json.ok) return unreadable(json);
  if (!Array.isArray(json.value))
    return invalid([{ pointer: '', message: 'a batch must be a list of events' }]);
  if (json.value.length > LIMITS.batchEvents)
    return tooLarge(`A batch may have at most ${LIMITS.batchEvents} events. Send several.`);
  const large = oversized(json.scan);
  return large.length > 0 ? tooLarge(EVENT_TOO_LARGE, large) : eventsOf(json.value);
};

const eventsOf = (values: readonly unknown[]): Parsed => {
  const events: MeshEvent[] = [];
  const faults: Fault[] = [];
  for (const [index, value] of values.entries()) {
    const read = readStructured(value, LIMITS);
    if (read.ok) events.push(read.event);
    else faults.push(...read.faults.map((fault) => ({ index, ...fault })));
    if (faults.length >= MAX_FAULTS) break;
  }
  return faults.length > 0 ? invalid(faults.slice(0, MAX_FAULTS)) : { ok: true, events, batch: true };
};

const parseBinary = (message: HttpMessage): Parsed => {
  if (message.body.length > LIMITS.event) return tooLarge(EVENT_TOO_LARGE);
  const read = readBinary(message, LIMITS);
  return read.ok
    ? { ok: true, events: [read.event], batch: false }
    : invalid(read.faults.slice(0, MAX_FAULTS));
};

type Mode = 'structured' | 'batch' | 'binary' | 'unknown-format' | 'none';

/** The mode of a request. The prefix of batches is tested first, because that of single events is a prefix of it. */
const modeOf = ({ contentType, headers }: HttpMessage): Mode => {
  const media = parseMediaType(contentType ?? '');
  const essence = media?.essence ?? (contentType ?? '').trim().toLowerCase();
  const known = (type: string) => essence === type && media !== undefined && isUtf8Type(media);
  if (essence.startsWith(CONSTANTS.MIME_CE_BATCH.replace('+json', '')))
    return known(CONSTANTS.MIME_CE_BATCH) ? 'batch' : 'unknown-format';
  if (essence.startsWith(CONSTANTS.MIME_CE)) return known(STRUCTURED) ? 'structured' : 'unknown-format';
  return isBinary(headers) ? 'binary' : 'none';
};

/**
 * Reads the events of an HTTP request in structured, binary or batched mode. A batch is valid as a whole or not at all.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
export const parseHttp = (message: HttpMessage): Parsed => {
  if (message.body.length > LIMITS.body) return tooLarge(`A request may have at most ${kib(LIMITS.body)}.`);
  switch (modeOf(message)) {
    case 'batch':
      return parseBatch(message.body);
    case 'structured':
      return parseOne(message.body);
    case 'binary':
      return parseBinary(message);
    case 'unknown-format':
      return unsupported(`Events are read as ${STRUCTURED} or ${BATCH}, in UTF-8, and in no other format.`);
    case 'none':
      return unsupported(
        `This is not an event: send ${STRUCTURED}, ${BATCH}, or the attributes in headers such as ce-id.`,
      );
  }
};

export type ParsedEvent = { ok: true; event: MeshEvent } | { ok: false; problem: Problem };

/** Reads an event from a hub: structured mode, whatever its size, for the broker has its own limit. */
export const parseStructured = (bytes: Uint8Array): ParsedEvent => {
  const json = readJson(bytes, HUB_LIMITS);
  if (!json.ok) return unreadable(json);
  const read = readStructured(json.value, HUB_LIMITS);
  return read.ok ? read : invalid(read.faults);
};
