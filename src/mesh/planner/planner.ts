import { PlatformError } from '../../contracts/errors';
import type { MeshEvent } from '../../contracts/event';
import type { ReceivedBatch } from '../batch/received';
import type { DeadLetter, DeadLetters } from '../ports/dead-letters';
import type { Publisher } from '../ports/publisher';
import { foldBatch, type FoldBatchDeps } from './fold-batch';
import type { Work } from './fold-pending';
import { letterOf, readBatch } from './read-batch';

export interface PlannerDeps extends Omit<FoldBatchDeps, 'silenceMs'> {
  publisher: Pick<Publisher, 'publish'>;
  deadLetters: DeadLetters;
  /** How long a task may be silent before it is emitted again; milliseconds. */
  silenceMs?: number;
}

export const SILENCE_MS = 2 * 60_000;

/**
 * Folds the events of one batch into their runs and sends what follows: one load, one save and one send for all of
 * them together. Serves intents and results alike; doing a batch twice does no harm.
 *
 * @returns a function that throws PlatformError when the batch must be delivered again
 */
export const planner = (deps: PlannerDeps) => {
  const { publisher, deadLetters } = deps;
  const foldAndSave = foldBatch({ silenceMs: SILENCE_MS, ...deps });

  return async (batch: ReceivedBatch): Promise<void> => {
    const { byRun, letters } = readBatch(batch);
    const works = await foldAndSave(byRun);
    await settle(deadLetters, [...letters, ...works.flatMap((work) => lettersOf(batch, work))]);
    await send(
      publisher,
      works.flatMap(({ folded }) => folded.events),
    );
  };
};

const lettersOf = (batch: ReceivedBatch, { folded }: Work): readonly DeadLetter[] =>
  folded.refused.map(({ arrival, reason }) => letterOf(batch, arrival, reason));

const settle = async (deadLetters: DeadLetters, letters: readonly DeadLetter[]): Promise<void> => {
  if (letters.length > 0) await deadLetters(letters);
};

const send = async (publisher: PlannerDeps['publisher'], events: readonly MeshEvent[]): Promise<void> => {
  if (events.length === 0) return;
  const fates = await publisher.publish(events);
  const lost = fates.find((fate) => !fate.sent);
  if (lost && !lost.sent)
    throw new PlatformError('the broker did not take all that the runs gave out', { cause: lost.error });
};
