import { EventHubConsumerClient, type ReceivedEventData } from '@azure/event-hubs';
import { setTimeout as sleep } from 'node:timers/promises';

const STALLED_MS = 60_000;
const LOOK_MS = 50;

export interface Observer {
  /** When each run ended, by the broker's clock: milliseconds since the epoch. */
  readonly ended: ReadonlyMap<string, number>;
  /** How many events came, by the last words of their type. */
  readonly kinds: ReadonlyMap<string, number>;
  /** Forgets when the first event was. */
  mark(): void;
  /** Between the first event since the mark and the last end of a run; seconds. */
  seconds(): number;
  /** Waits until so many runs have ended, or no more do. */
  untilEnded(count: number): Promise<void>;
  close(): Promise<void>;
}

const ENDED = /\.intent\.(completed|failed|expired|cancelled)$/;

/** Reads what the mesh says of its runs, from the hub `events`. */
export const observe = (connection: string): Observer => {
  const client = new EventHubConsumerClient('observability', connection, 'events');
  const ended = new Map<string, number>();
  const kinds = new Map<string, number>();
  let first = Infinity;
  let last = 0;
  let moved = Date.now();

  const take = ({ properties = {}, enqueuedTimeUtc }: ReceivedEventData): void => {
    const type = String(properties['cloudEvents:type']);
    const at = enqueuedTimeUtc.getTime();
    const kind = type.split('.').slice(-2).join('.');
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    first = Math.min(first, at);
    if (!ENDED.test(type)) return;
    last = Math.max(last, at);
    moved = Date.now();
    ended.set(String(properties['cloudEvents:correlationid']), at);
  };

  const subscription = client.subscribe(
    {
      processEvents: async (events) => events.forEach(take),
      processError: async () => undefined,
    },
    { startPosition: { offset: '@latest' }, maxBatchSize: 500, skipParsingBodyAsJson: true },
  );

  return {
    ended,
    kinds,
    mark: () => {
      first = Infinity;
      moved = Date.now();
    },
    seconds: () => (last - first) / 1000,
    untilEnded: async (count) => {
      moved = Date.now();
      while (ended.size < count && Date.now() - moved < STALLED_MS) await sleep(LOOK_MS);
    },
    close: async () => {
      await subscription.close();
      await client.close();
    },
  };
};
