import type { OpenState } from '../letters/letter';
import type { Backlog, Reader, Seen } from '../ports/backlog';
import type { Clock } from '../ports/clock';
import type { HealthStore, ReaderHealth } from '../ports/health-store';
import type { LetterStore } from '../ports/letter-store';
import type { Log } from '../ports/log';
import type { Metrics } from '../ports/metrics';
import { rateBetween } from './rate';

export interface MonitorDeps {
  readers: readonly Reader[];
  backlog: Backlog;
  letters: Pick<LetterStore, 'countOpen'>;
  health: HealthStore;
  metrics: Metrics;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

const placeOf = ({ hub, group }: ReaderHealth): string => `${hub}/${group}`;

const lookOf = (seen: Seen, at: number): ReaderHealth => {
  const look = { ...seen.reader, at };
  if ('error' in seen) return look;
  const { events, arrived, oldestAt } = seen;
  return {
    ...look,
    events,
    ...(arrived !== undefined && { arrived }),
    ...(oldestAt !== undefined && { oldestAt }),
  };
};

/**
 * One look at the mesh: how far each reader is behind and how many letters are open, as gauges, and in the table that
 * the gateway answers from. What does not answer costs the rest of the look nothing.
 *
 * @throws PlatformError afterwards, when a table did not answer
 */
export const monitor = ({ readers, backlog, letters, health, metrics, clock, log }: MonitorDeps) => {
  const measure = ({ hub, group, at, events, oldestAt }: ReaderHealth): void => {
    if (events === undefined) return;
    const reader = { 'messaging.destination.name': hub, 'messaging.consumer.group.name': group };
    metrics.gauge('mesh.consumer.lag', events, reader);
    const since = events === 0 ? at : oldestAt;
    // Nothing is said of an age that nobody knows: zero would say that all is well.
    if (since !== undefined)
      metrics.gauge('mesh.consumer.oldest_age', Math.max(0, at - since) / 1_000, reader);
  };

  const withRates = async (looks: readonly ReaderHealth[]): Promise<readonly ReaderHealth[]> => {
    const before = new Map((await health.read()).map((look) => [placeOf(look), look]));
    return looks.map((look) => {
      const rate = rateBetween(before.get(placeOf(look)), look);
      return rate ? { ...look, rate } : look;
    });
  };

  const lookAtReaders = async (): Promise<void> => {
    // Taken before the look: what came meanwhile is not in it.
    const at = clock.now();
    const seen = await backlog(readers);
    for (const one of seen)
      if ('error' in one)
        log.warn('the monitor was not told how far a reader is behind', {
          ...one.reader,
          error: String(one.error),
        });
    const looks = seen.map((one) => lookOf(one, at));
    looks.forEach(measure);
    await health.write(await withRates(looks));
  };

  const lookAtLetters = async (): Promise<void> => {
    const counts = Object.entries(await letters.countOpen()) as [OpenState, number][];
    for (const [state, count] of counts)
      metrics.gauge('mesh.letters.open', count, { 'mesh.letter.state': state });
  };

  return async (): Promise<void> => {
    const looks = await Promise.allSettled([lookAtReaders(), lookAtLetters()]);
    const failed = looks.find((look) => look.status === 'rejected');
    if (failed) throw failed.reason;
  };
};
