import { AMQP_PREFIX, parseStructured } from '../../contracts/envelope';
import type { MeshEvent } from '../../contracts/event';
import { MESH, intentType, meaningOf, type EndKind } from '../../contracts/event-types';
import type { MeshDeliveryRequested } from '../../contracts/generated/schemas';
import { derivedId } from '../../contracts/ids';
import type { SchemaBook } from '../../contracts/schema-book';
import type { ReceivedEvent } from '../batch/received';
import { present } from '../letters/present';

export const NOTIFIER = '/mesh/notifier';

/** An event of which it is known whose it is. */
export type Owned = MeshEvent & { tenantid: string; correlationid: string };

/** A run that ended, as much of it as its event tells without its data. */
export interface Ended {
  event: Owned;
  /** Event type of the intent. */
  type: string;
  status: EndKind;
  /** Milliseconds since the epoch. */
  at: number;
}

/** One subscriber is to be told of one run. */
export interface Delivery {
  event: Owned;
  subscription: string;
  run: string;
  /** Which try this is, from 1. */
  attempt: number;
  /** When it was asked for, or brought back; milliseconds since the epoch. */
  since: number;
}

export type Read =
  | { kind: 'ended'; ended: Ended }
  | { kind: 'delivery'; delivery: Delivery }
  | { kind: 'faulty'; event: MeshEvent; message: string }
  /** Nothing to tell anybody. */
  | { kind: 'other' };

const OTHER: Read = { kind: 'other' };

const isOwned = (event: MeshEvent): event is Owned => Boolean(event.tenantid) && Boolean(event.correlationid);

const timeOf = (event: MeshEvent, { enqueuedAt }: ReceivedEvent): number => {
  const at = Date.parse(event.time ?? '');
  return Number.isNaN(at) ? enqueuedAt : at;
};

/** Most of what comes by the hub `events` is for others, and says so beside its body. */
const isForUs = (type: string): boolean => meaningOf(type).kind === 'end' || type === MESH.deliveryRequested;

/**
 * Reads what comes by the hub `events`. Bytes that are no event are nobody's here: the index reads the same hub, and
 * makes the dead letter of them.
 */
export const readEvent = (received: ReceivedEvent, book: Pick<SchemaBook, 'faults'>): Read => {
  const told = received.properties[`${AMQP_PREFIX}type`];
  if (typeof told === 'string' && !isForUs(told)) return OTHER;
  const parsed = parseStructured(received.body);
  if (!parsed.ok) return OTHER;
  const { event } = parsed;
  if (!isForUs(event.type)) return OTHER;
  if (!isOwned(event)) return { kind: 'faulty', event, message: 'tenantid and correlationid must be there' };
  return event.type === MESH.deliveryRequested
    ? readDelivery(event, received, book)
    : readEnd(event, received);
};

const readEnd = (event: Owned, received: ReceivedEvent): Read => {
  const meaning = meaningOf(event.type);
  if (meaning.kind !== 'end') return OTHER;
  const { domain, what: status } = meaning;
  return { kind: 'ended', ended: { event, type: intentType(domain), status, at: timeOf(event, received) } };
};

const readDelivery = (event: Owned, received: ReceivedEvent, book: Pick<SchemaBook, 'faults'>): Read => {
  const [fault] = book.faults(`${MESH.deliveryRequested}@1`, event.data);
  if (fault) return { kind: 'faulty', event, message: `data${fault.pointer} ${fault.message}` };
  const { subscription, run } = event.data as MeshDeliveryRequested;
  const { attempt = 1 } = event;
  return {
    kind: 'delivery',
    delivery: { event, subscription, run, attempt, since: timeOf(event, received) },
  };
};

/** Asks for one delivery. The same end and the same subscription give the same event. */
export const deliveryFor = ({ event }: Ended, subscription: string, now: number): MeshEvent =>
  present({
    specversion: '1.0',
    id: derivedId('delivery', event.id, subscription),
    source: NOTIFIER,
    type: MESH.deliveryRequested,
    subject: event.correlationid,
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    correlationid: event.correlationid,
    causationid: event.id,
    tenantid: event.tenantid,
    traceparent: event.traceparent,
    tracestate: event.tracestate,
    attempt: 1,
    data: { subscription, run: event.correlationid } satisfies MeshDeliveryRequested,
  });

export const nextTry = ({ event, attempt }: Delivery): MeshEvent => ({ ...event, attempt: attempt + 1 });
