import { parseStructured } from '../../contracts/envelope';
import { MESH } from '../../contracts/event-types';
import type { MeshEvent } from '../../contracts/event';
import type { SchemaBook } from '../../contracts/schema-book';
import type { ReceivedBatch, ReceivedEvent } from '../batch/received';
import type { DeadLetter, DeadLetters } from '../ports/dead-letters';
import type { RunChange, RunIndex } from '../ports/run-index';
import { isOwned, runChangeOf } from './run-change';

export interface IndexRunsDeps {
  index: Pick<RunIndex, 'write'>;
  book: Pick<SchemaBook, 'faults'>;
  deadLetters: DeadLetters;
}

type Read =
  | { kind: 'change'; change: RunChange }
  | { kind: 'other' }
  | { kind: 'faulty'; event?: MeshEvent; message: string };

/**
 * Keeps the lists of runs, and of what waits for people, up to date from the hub `events`.
 * @throws PlatformError when a store or the hub of dead letters does not answer
 */
export const indexRuns = ({ index, book, deadLetters }: IndexRunsDeps) => {
  const read = ({ body }: ReceivedEvent): Read => {
    const parsed = parseStructured(body);
    if (!parsed.ok) return { kind: 'faulty', message: parsed.problem.detail };
    const { event } = parsed;
    if (event.type !== MESH.runChanged) return { kind: 'other' };
    const [fault] = book.faults(`${MESH.runChanged}@1`, event.data);
    if (fault) return { kind: 'faulty', event, message: `data${fault.pointer} ${fault.message}` };
    if (!isOwned(event))
      return { kind: 'faulty', event, message: 'tenantid and correlationid must be there' };
    return { kind: 'change', change: runChangeOf(event) };
  };

  return async (batch: ReceivedBatch): Promise<void> => {
    const { hub, group, partition } = batch;
    const changes: RunChange[] = [];
    const dead: DeadLetter[] = [];
    for (const received of batch.events) {
      const result = read(received);
      if (result.kind === 'change') changes.push(result.change);
      if (result.kind !== 'faulty') continue;
      const { event, message } = result;
      const reason = { code: 'invalid-event', message, passing: false };
      dead.push({
        received,
        batch: { hub, group, partition },
        ...(event && { event }),
        stage: 'parse',
        reason,
      });
    }
    if (changes.length > 0) await index.write(changes);
    if (dead.length > 0) await deadLetters(dead);
  };
};
