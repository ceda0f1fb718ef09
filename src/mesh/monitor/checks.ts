import type { Check, Health } from '../gateway/routes/health';
import type { Clock } from '../ports/clock';
import type { HealthStore, ReaderHealth } from '../ports/health-store';

export interface MonitorChecksDeps {
  health: Pick<HealthStore, 'read'>;
  clock: Pick<Clock, 'now'>;
  /** Events of one hub and group that wait, above which the mesh is behind. */
  behindAt: number;
  /** How long the monitor may say nothing; milliseconds. */
  silentMs: number;
}

const isoOf = (ms: number): string => new Date(ms).toISOString();

const brokerOf = (looks: readonly ReaderHealth[], behindAt: number): Health => {
  const away = [...new Set(looks.filter(({ events }) => events === undefined).map(({ hub }) => hub))];
  if (away.length > 0) return { status: 'down', detail: `no answer from ${away.join(', ')}` };
  const behind = looks.filter(({ events }) => events! > behindAt);
  if (behind.length === 0) return { status: 'up' };
  return {
    status: 'behind',
    detail: behind.map(({ hub, group, events }) => `${events} events of ${hub} wait for ${group}`).join('; '),
  };
};

/**
 * How the broker and its readers are, as the monitor saw them last, and whether it still looks. A gateway that has just
 * started gives the monitor time to look: the mesh may have just started too.
 */
export const monitorChecks = ({ health, clock, behindAt, silentMs }: MonitorChecksDeps): readonly Check[] => {
  const startedAt = clock.now();
  const isSilent = (at: number) => clock.now() - Math.max(at, startedAt) > silentMs;

  const look = async () => {
    const looks = await health.read();
    const at = looks[0]?.at;
    return { looks, at, silent: isSilent(at ?? 0), said: at === undefined ? {} : { at: isoOf(at) } };
  };

  return [
    {
      name: 'broker',
      check: async () => {
        const { looks, silent, said } = await look();
        // What was seen so long ago says nothing of now, neither good nor bad.
        if (silent) return { status: 'behind', detail: 'nobody has looked for too long', ...said };
        return { ...brokerOf(looks, behindAt), ...said };
      },
    },
    {
      name: 'monitor',
      check: async () => {
        const { at, silent, said } = await look();
        if (!silent) return { status: 'up', ...said };
        const since = at === undefined ? 'has not looked yet' : `has not looked since ${isoOf(at)}`;
        return { status: 'behind', detail: `it ${since}: see whether the app operations runs`, ...said };
      },
    },
  ];
};
