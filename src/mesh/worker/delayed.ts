import { parseStructured, toStructured } from '../../contracts/envelope';
import type { MeshEvent } from '../../contracts/event';
import type { Clock } from '../ports/clock';
import type { ContentStore } from '../ports/content-store';
import type { DeadLetters } from '../ports/dead-letters';
import type { DelayedMessage, DelayQueue } from '../ports/delay-queue';
import type { Log } from '../ports/log';
import type { Publisher } from '../ports/publisher';

export interface DeliverDelayedDeps {
  publisher: Publisher;
  delayed: DelayQueue;
  contents: ContentStore;
  deadLetters: DeadLetters;
  clock: Clock;
  log: Log;
}

/** What is due within this time is due. */
const TOLERANCE_MS = 1_000;
/** While the broker is away, it is asked this often. */
const BROKER_AWAY_MS = 15_000;

type Found = { event: MeshEvent; notBefore: number } | { fault: { code: string; message: string } };

/**
 * Brings back an event whose time has come, by the hub that its type says; what comes too early waits on. A broker that
 * is away costs the message nothing: it waits on too. Give it what the queue delivered, as text or parsed.
 */
export const deliverDelayed =
  (deps: DeliverDelayedDeps) =>
  async (message: unknown): Promise<void> => {
    const { publisher, delayed, clock, log } = deps;
    const found = await readMessage(deps.contents, message);
    if ('fault' in found) return buryMessage(deps, message, { reason: found.fault, hub: 'delayed' });
    const { event, notBefore } = found;
    if (notBefore > clock.now() + TOLERANCE_MS) return delayed.send([{ event, notBefore }]);
    const fate = (await publisher.publish([event]))[0]!;
    if (fate.sent) return;
    log.warn('a delayed event could not be published, and waits on', {
      event: event.id,
      error: String(fate.error),
    });
    await delayed.send([{ event, notBefore: clock.now() + BROKER_AWAY_MS }]);
  };

export type BuryDeps = Pick<DeliverDelayedDeps, 'contents' | 'deadLetters' | 'clock'>;

const POISON = {
  code: 'poison',
  message: 'the queue delivered it again and again, and it was never settled',
};

/** Makes a dead letter of a message that the queue gave up: it failed again and again. */
export const deadLetterPoisoned =
  (deps: BuryDeps, hub = 'delayed') =>
  (message: unknown): Promise<void> =>
    buryMessage(deps, message, { reason: POISON, hub, passing: true });

interface Burial {
  reason: { code: string; message: string };
  /** The queue, as letters tell it. */
  hub: string;
  passing?: boolean;
}

/** Makes a dead letter of a queue's message, of its event where it is one. */
export const buryMessage = async (
  { contents, deadLetters, clock }: BuryDeps,
  message: unknown,
  { reason, hub, passing = false }: Burial,
): Promise<void> => {
  const found = await readMessage(contents, message);
  const event = 'event' in found ? found.event : undefined;
  const body = event ? toStructured(event) : Buffer.from(textOf(message), 'utf8');
  await deadLetters([
    {
      received: { body, properties: {}, sequence: -1, offset: '', enqueuedAt: clock.now() },
      batch: { hub, group: '', partition: '' },
      ...(event && { event }),
      stage: event ? 'poison' : 'deliver',
      reason: { ...reason, passing },
    },
  ]);
};

/** The event that a queue's message is, or points to. */
export const readMessage = async (contents: ContentStore, message: unknown): Promise<Found> => {
  const parsed = messageOf(message);
  if (!parsed) return { fault: { code: 'invalid-message', message: 'this is no message of the mesh' } };
  if ('event' in parsed) return parsed;
  const bytes = await contents.get(parsed.ref);
  if (!bytes) return { fault: { code: 'data-gone', message: `what '${parsed.ref}' refers to is not there` } };
  const read = parseStructured(bytes);
  return read.ok
    ? { event: read.event, notBefore: parsed.notBefore }
    : { fault: { code: 'invalid-event', message: read.problem.detail } };
};

const messageOf = (message: unknown): DelayedMessage | undefined => {
  const value = typeof message === 'string' ? asJson(message) : message;
  if (typeof value !== 'object' || value === null || !('notBefore' in value)) return undefined;
  if (typeof value.notBefore !== 'number') return undefined;
  const isPointer = 'ref' in value && typeof value.ref === 'string';
  const isEvent = 'event' in value && typeof value.event === 'object' && value.event !== null;
  return isPointer || isEvent ? (value as DelayedMessage) : undefined;
};

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const textOf = (message: unknown): string =>
  typeof message === 'string' ? message : JSON.stringify(message ?? null);
