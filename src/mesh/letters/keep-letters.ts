import { PlatformError } from '../../contracts/errors';
import type { SchemaBook } from '../../contracts/schema-book';
import type { MeshEventDeadlettered } from '../../contracts/generated/schemas';
import { MESH } from '../../contracts/event-types';
import type { ReceivedBatch, ReceivedEvent } from '../batch/received';
import { LETTER_STAGES } from '../ports/dead-letters';
import type { LetterChange, LetterStore } from '../ports/letter-store';
import type { Metrics } from '../ports/metrics';
import type { ReplayStore, SettledItem } from '../ports/replay-store';
import { type Arrival, arrivalOf } from './arrival';
import { eventOfBytes } from './event-of-bytes';
import { foldLetter, type LetterPolicy } from './fold-letter';
import { type Letter, NOBODY } from './letter';
import { type LetterDataDeps, letterData } from './letter-data';
import { reasonCodeOf } from './reasons';

export interface KeepLettersDeps extends LetterDataDeps {
  letters: LetterStore;
  replays: Pick<ReplayStore, 'settle'>;
  book: Pick<SchemaBook, 'faults'>;
  policy: LetterPolicy;
  metrics: Metrics;
}

const SCHEMA = `${MESH.eventDeadlettered}@1`;
/** Somebody else changes letters too; nobody does so this often. */
const TRIES = 5;

/** A replay learns what became of its letter when that comes back. */
const itemOf = (before: Letter | undefined, after: Letter, arrivals: readonly Arrival[]): SettledItem[] => {
  const replay = before?.replay;
  if (!replay || !arrivals.some(({ replayid }) => replayid === replay.id)) return [];
  const state = after.state === 'parked' ? 'parked' : 'dead-lettered';
  return [{ replay: replay.id, index: replay.index, letter: after.id, state, reason: after.reason.message }];
};

/**
 * Keeps what comes by the hub `dlq` in the table of letters: each letter once, however often it comes. What comes by
 * `dlq` and is no dead letter itself becomes one, of stage `dlq`.
 *
 * @throws PlatformError when a store does not answer
 */
export const keepLetters = ({ letters, replays, book, policy, metrics, ...deps }: KeepLettersDeps) => {
  const dataOf = letterData(deps);

  const count = ({ stage, reason }: Letter): void =>
    metrics.count('mesh.letters.kept', 1, {
      'mesh.stage': LETTER_STAGES.find((known) => known === stage) ?? 'dlq',
      'mesh.reason': reasonCodeOf(reason.code),
    });

  const unreadable = async (received: ReceivedEvent, batch: ReceivedBatch): Promise<Arrival> => {
    const message = 'what came by the hub of dead letters is no dead letter';
    const reason = { code: 'not-a-dead-letter', message, passing: false };
    return arrivalOf(
      await dataOf({ received, batch: placeOf(batch), stage: 'dlq', reason }),
      NOBODY,
      received.enqueuedAt,
    );
  };

  const read = async (received: ReceivedEvent, batch: ReceivedBatch): Promise<Arrival> => {
    const event = eventOfBytes(received.body);
    if (event?.type !== MESH.eventDeadlettered || book.faults(SCHEMA, event.data).length > 0)
      return unreadable(received, batch);
    const data = event.data as MeshEventDeadlettered;
    return arrivalOf(data, data.tenant ?? NOBODY, received.enqueuedAt);
  };

  /** Answers the ids of letters that somebody else changed meanwhile. */
  const keepOnce = async (arrivals: ReadonlyMap<string, readonly Arrival[]>): Promise<readonly string[]> => {
    const known = await letters.load([...arrivals.keys()]);
    const changes: LetterChange[] = [];
    const items: SettledItem[] = [];
    for (const [id, list] of arrivals) {
      const { letter: before, etag } = known.get(id) ?? {};
      const after = list.reduce<Letter | undefined>(
        (letter, arrival) => foldLetter(letter, arrival, policy),
        before,
      )!;
      if (after === before) continue;
      changes.push({ letter: after, ...(etag !== undefined && { etag }) });
      items.push(...itemOf(before, after, list));
    }
    // The replay first: a death in between is made good when the letters come again.
    if (items.length > 0) await replays.settle(items);
    const saved = await letters.save(changes);
    const conflicts: string[] = [];
    changes.forEach(({ letter }, index) => {
      if (saved[index]!.kind === 'conflict') conflicts.push(letter.id);
      else count(letter);
    });
    return conflicts;
  };

  return async (batch: ReceivedBatch): Promise<void> => {
    const arrivals = await Promise.all(batch.events.map((received) => read(received, batch)));
    let left: ReadonlyMap<string, readonly Arrival[]> = Map.groupBy(arrivals, ({ id }) => id);
    for (let tries = 0; left.size > 0; tries += 1) {
      if (tries === TRIES) throw new PlatformError(`${left.size} dead letters change all the time`);
      const conflicts = new Set(await keepOnce(left));
      left = new Map([...left].filter(([id]) => conflicts.has(id)));
    }
  };
};

const placeOf = ({ hub, group, partition }: ReceivedBatch) => ({ hub, group, partition });
