import { hash } from 'node:crypto';
import { derivedId } from '../../contracts/ids';
import type { Clock } from '../ports/clock';
import type { ReplayStore } from '../ports/replay-store';
import type { LetterSummary } from '../letters/letter';
import type { Replay } from './replay';

export type ReplayRequest = Pick<Replay, 'tenant' | 'of' | 'by' | 'reason' | 'select' | 'options' | 'named'>;

/** The replay that a name stands for: made again, it is the same one. */
export const namedReplay = (name: string): string => derivedId('replay', name);

/** Freezes a set of letters for the replayer to bring back. */
export const createReplay =
  ({ replays, clock }: { replays: Pick<ReplayStore, 'create'>; clock: Pick<Clock, 'now'> }) =>
  async (request: ReplayRequest, letters: readonly Pick<LetterSummary, 'id'>[]): Promise<Replay> => {
    const ids = letters.map(({ id }) => id);
    const createdAt = clock.now();
    const set = hash('sha256', JSON.stringify([request, ids]));
    const { tenant, by, named } = request;
    const id = named
      ? namedReplay(named.name)
      : derivedId('replay', tenant, by.type, by.id, String(createdAt), set);
    const replay: Replay = { v: 1, id, ...request, createdAt, total: ids.length, next: 0 };
    await replays.create(replay, ids);
    return replay;
  };
