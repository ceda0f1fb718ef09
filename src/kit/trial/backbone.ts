import { STRUCTURED, amqpProperties, toStructured } from '../../contracts/envelope';
import type { MeshEvent } from '../../contracts/event';
import { hubOf, type Hub } from '../../contracts/hubs';
import type { ReceivedBatch, ReceivedEvent } from '../../mesh/batch/received';
import type { Clock, Random } from '../../mesh/ports/clock';
import { shuffled } from './chance';

export type Delivery = 'once' | 'twice' | 'shuffled';

/** Who reads a hub. */
export type Reader = 'planner' | 'worker' | 'workerRestricted';

const READERS: Partial<Record<Hub, Reader>> = {
  intents: 'planner',
  'intents-priority': 'planner',
  results: 'planner',
  tasks: 'worker',
  'tasks-priority': 'worker',
  'tasks-restricted': 'workerRestricted',
};

export interface Due {
  reader: Reader;
  batch: ReceivedBatch;
}

export interface Backbone {
  /** Takes events in, as their hubs do. */
  add(events: readonly MeshEvent[]): void;
  /** The batches to deliver next; empty when nothing is there. */
  take(): readonly Due[];
}

const BATCH = 100;

interface Waiting {
  hub: Hub;
  received: ReceivedEvent;
}

/** Hubs of one partition each. Events that no role of a trial reads are dropped; the trial has seen them. */
export const backbone = (deliver: Delivery, clock: Clock, random: Random): Backbone => {
  let waiting: Waiting[] = [];
  let sequence = 0;

  const receivedOf = (event: MeshEvent): ReceivedEvent => {
    sequence += 1;
    return {
      body: toStructured(event),
      properties: amqpProperties(event),
      contentType: STRUCTURED,
      sequence,
      offset: String(sequence),
      enqueuedAt: clock.now(),
    };
  };
  const takeFrom = (hub: Hub, limit: number): ReceivedBatch => {
    const taken = waiting.filter((each) => each.hub === hub).slice(0, limit);
    const gone = new Set(taken);
    waiting = waiting.filter((each) => !gone.has(each));
    return { hub, group: READERS[hub]!, partition: '0', events: taken.map(({ received }) => received) };
  };

  return {
    add: (events) => {
      for (const event of events) {
        const hub = hubOf(event);
        if (READERS[hub]) waiting.push({ hub, received: receivedOf(event) });
      }
    },
    take: () => {
      if (deliver === 'shuffled') waiting = shuffled(waiting, random);
      const [first] = waiting;
      if (!first) return [];
      const limit = deliver === 'shuffled' ? 1 + Math.floor(random() * BATCH) : BATCH;
      const due = { reader: READERS[first.hub]!, batch: takeFrom(first.hub, limit) };
      return deliver === 'twice' ? [due, due] : [due];
    },
  };
};
