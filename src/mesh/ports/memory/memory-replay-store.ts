import { keysetPage, newestFirst, type TimeKey } from '../../keyset-page';
import { type Replay, type ReplayItem, isActive } from '../../replayer/replay';
import type { Clearable } from '../clearable';
import type { ReplayStore } from '../replay-store';
import { inOneBatch } from './in-one-batch';

interface Kept {
  replay: Replay;
  etag: string;
  items: ReplayItem[];
}

const keyOf = ({ createdAt, id }: Replay): TimeKey => [createdAt, id];

/** Replays in memory. */
export const memoryReplayStore = (): ReplayStore & Clearable => {
  const replays = new Map<string, Kept>();
  let writes = 0;
  const keep = (replay: Replay, items: ReplayItem[]) =>
    void replays.set(replay.id, { replay: structuredClone(replay), etag: String(++writes), items });

  return {
    create: async (replay, letters) => {
      if (replays.has(replay.id)) return;
      keep(
        replay,
        letters.map((letter, index) => ({ index, letter, state: 'pending' })),
      );
    },
    load: async (id) => {
      const kept = replays.get(id);
      return kept && { replay: structuredClone(kept.replay), etag: kept.etag };
    },
    save: async (replay, etag) => {
      const kept = replays.get(replay.id);
      if (kept?.etag !== etag) return 'conflict';
      keep(replay, kept.items);
      return 'saved';
    },
    old: (before) => {
      const all = [...replays.values()].map(({ replay }) => replay);
      const old = all.filter((replay) => !isActive(replay) && replay.createdAt < before);
      return inOneBatch(
        old.map(({ id }) => id),
        (id) => replays.delete(id),
      );
    },
    active: async (limit) =>
      [...replays.values()]
        .map(({ replay }) => replay)
        .filter(isActive)
        .sort((a, b) => a.createdAt - b.createdAt)
        .slice(0, limit)
        .map(({ id }) => id),
    list: async ({ tenant, cursor, limit }) => {
      const all = [...replays.values()].map(({ replay }) => replay);
      const own = all.filter((replay) => replay.tenant === tenant);
      const { items, ...next } = keysetPage(own, { keyOf, compare: newestFirst, cursor, limit });
      return { replays: items, ...next };
    },
    items: async (id, from, limit) => structuredClone(replays.get(id)?.items.slice(from, from + limit) ?? []),
    settle: async (items) => {
      for (const { replay, ...item } of items) {
        const kept = replays.get(replay);
        if (kept && item.index < kept.items.length) kept.items[item.index] = structuredClone(item);
      }
    },
  };
};
