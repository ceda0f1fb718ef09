import { schemaBook } from '../../../src/contracts/ajv-schema-book';
import { toStructured } from '../../../src/contracts/envelope';
import type { MeshEvent } from '../../../src/contracts/event';
import { schemas } from '../../../src/contracts/generated/schemas';
import { runIdOf } from '../../../src/contracts/ids';
import type { ReceivedBatch, ReceivedEvent } from '../../../src/mesh/batch/received';
import { deadLetterer } from '../../../src/mesh/letters/dead-letterer';
import { keepLetters } from '../../../src/mesh/letters/keep-letters';
import type { DeadLetter } from '../../../src/mesh/ports/dead-letters';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import { memoryLetterStore } from '../../../src/mesh/ports/memory/memory-letter-store';
import { memoryMetrics } from '../../../src/mesh/ports/memory/memory-metrics';
import { memoryPublisher } from '../../../src/mesh/ports/memory/memory-publisher';
import { countedReplays } from '../../../src/mesh/replayer/counted-replays';
import { memoryReplayStore } from '../../../src/mesh/ports/memory/memory-replay-store';
import { memoryRunStore } from '../../../src/mesh/ports/memory/memory-run-store';
import { virtualClock } from '../../../src/mesh/ports/memory/virtual-clock';

export const RUN = runIdOf({ tenant: 't1', source: '/erp', id: 'invoice-1' });
export const POLICY = { parkAfter: 3, autoReplayAfterMs: 60_000 };

export const book = schemaBook(schemas);

export const taskEvent = (fields: Partial<MeshEvent> = {}): MeshEvent => ({
  specversion: '1.0',
  id: `${RUN}.post.1`,
  source: '/mesh/planner',
  type: 'business.invoice.task.created',
  subject: `${RUN}.post`,
  datacontenttype: 'application/json',
  tenantid: 't1',
  correlationid: RUN,
  attempt: 1,
  data: { skill: 'invoice.post@1', step: 'post', input: { total: 100 } },
  ...fields,
});

export const intentEvent = (fields: Partial<MeshEvent> = {}): MeshEvent => ({
  specversion: '1.0',
  id: 'invoice-1',
  source: '/erp',
  type: 'business.invoice.intent',
  datacontenttype: 'application/json',
  tenantid: 't1',
  data: { document: '<Invoice/>' },
  ...fields,
});

export const received = (body: Uint8Array, fields: Partial<ReceivedEvent> = {}): ReceivedEvent => ({
  body,
  properties: {},
  sequence: 7,
  offset: '4096',
  enqueuedAt: Date.UTC(2026, 0, 1),
  ...fields,
});

export const dead = (event: MeshEvent, fields: Partial<DeadLetter> = {}): DeadLetter => ({
  received: received(toStructured(event), { contentType: 'application/cloudevents+json' }),
  batch: { hub: 'tasks', group: 'worker', partition: '3' },
  event,
  stage: 'work',
  reason: { code: 'ledger-away', message: 'the ledger did not answer', passing: true },
  ...fields,
});

export const deadBytes = (body: Uint8Array, fields: Partial<DeadLetter> = {}): DeadLetter => ({
  received: received(body),
  batch: { hub: 'intents', group: 'planner', partition: '5' },
  stage: 'parse',
  reason: { code: 'not-an-event', message: 'the body is not JSON', passing: false },
  ...fields,
});

/** All of the operations app on doubles, and the way from a dead letter to its row. */
export const letterWorld = () => {
  const clock = virtualClock(Date.UTC(2026, 0, 1));
  const publisher = memoryPublisher();
  const dlq = memoryPublisher();
  const contents = memoryContentStore();
  const letters = memoryLetterStore();
  const metrics = memoryMetrics();
  const replays = countedReplays(metrics, memoryReplayStore());
  const runs = memoryRunStore();
  const versions = { mesh: '0.1.0' };
  const send = deadLetterer({ publisher: dlq, contents, versions, clock });
  const keep = keepLetters({ letters, replays, book, policy: POLICY, contents, versions, metrics });

  const batchOf = (bodies: readonly Uint8Array[]): ReceivedBatch => ({
    hub: 'dlq',
    group: 'letters',
    partition: '0',
    events: bodies.map((body) => received(body, { enqueuedAt: clock.now() })),
  });
  /** Dead-letters and keeps; answers the ids of the letters. */
  const bury = async (...items: readonly DeadLetter[]): Promise<readonly string[]> => {
    const sent = await send(items);
    await keep(batchOf(dlq.take().map(toStructured)));
    return sent.map(({ letter }) => letter);
  };
  const letter = async (id: string) => (await letters.load([id])).get(id)!.letter;

  return {
    clock,
    publisher,
    dlq,
    contents,
    letters,
    replays,
    runs,
    metrics,
    send,
    keep,
    batchOf,
    bury,
    letter,
  };
};
