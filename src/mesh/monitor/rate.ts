import type { ReaderHealth } from '../ports/health-store';

const perSecond = (events: number, ms: number): number => Math.round((events / ms) * 100_000) / 100;

/**
 * Events a second between two looks at a reader; undefined where either saw nothing, or where the hub began anew in
 * between.
 */
export const rateBetween = (before: ReaderHealth | undefined, now: ReaderHealth): ReaderHealth['rate'] => {
  if (before?.arrived === undefined || now.arrived === undefined) return undefined;
  const ms = now.at - before.at;
  const came = now.arrived - before.arrived;
  const done = came + before.events! - now.events!;
  if (ms <= 0 || came < 0 || done < 0) return undefined;
  return { in: perSecond(came, ms), out: perSecond(done, ms) };
};
