import type { AttributesOf } from '../metrics';
import type { Metrics } from '../ports/metrics';
import type { ReplayStore } from '../ports/replay-store';
import type { ItemState } from './replay';

type Counted = AttributesOf<'mesh.replays.letters'>;

/** What is still under way is not counted. */
const COUNTED: Readonly<Partial<Record<ItemState, Counted>>> = {
  completed: { 'mesh.outcome': 'resolved' },
  failed: { 'mesh.outcome': 'resolved' },
  expired: { 'mesh.outcome': 'resolved' },
  cancelled: { 'mesh.outcome': 'resolved' },
  delivered: { 'mesh.outcome': 'resolved' },
  'dead-lettered': { 'mesh.outcome': 'failed-again' },
  parked: { 'mesh.outcome': 'parked' },
  refused: { 'mesh.outcome': 'refused' },
};

/**
 * Replays whose letters are counted where it is written what became of them. A turn that is repeated, because somebody
 * else changed a letter meanwhile, counts again.
 */
export const countedReplays = (metrics: Metrics, replays: ReplayStore): ReplayStore => ({
  ...replays,
  settle: async (items) => {
    await replays.settle(items);
    for (const { state } of items) {
      const counted = COUNTED[state];
      if (counted) metrics.count('mesh.replays.letters', 1, counted);
    }
  },
});
