import { MESH } from '../../contracts/event-types';
import type { LetterSummary } from '../letters/letter';
import type { Run } from '../planner/run';
import type { RunStore } from '../ports/run-store';

const AT_ONCE = 200;

/**
 * The run that decides a letter's fate. News of a run that has ended, on its way to a subscriber, is part of it and yet
 * lives longer.
 */
export const runBehind = ({
  run,
  eventType,
}: Pick<LetterSummary, 'run' | 'eventType'>): string | undefined =>
  eventType === MESH.deliveryRequested ? undefined : run;

/** The runs that letters belong to, by id. */
export const runsOf = async (
  runs: Pick<RunStore, 'load'>,
  letters: readonly Pick<LetterSummary, 'run' | 'eventType'>[],
): Promise<ReadonlyMap<string, Pick<Run, 'status'>>> => {
  const ids = [...new Set(letters.flatMap((letter) => runBehind(letter) ?? []))];
  const found = new Map<string, Pick<Run, 'status'>>();
  for (let from = 0; from < ids.length; from += AT_ONCE)
    for (const [id, { run }] of await runs.load(ids.slice(from, from + AT_ONCE)))
      found.set(id, { status: run.status });
  return found;
};
