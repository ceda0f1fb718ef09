import { attributeOf } from './selection';
import type { Damage, Located } from './read-files';

export interface TallyRow {
  hub: string;
  type: string;
  tenant: string;
  events: number;
  /** Of their bodies. */
  bytes: number;
  /** RFC 3339, whole seconds. */
  first: string;
  last: string;
}

export interface Report {
  /** How many files were read, and their bytes. */
  files: number;
  bytes: number;
  /** Events that they hold, and those of them that were asked for. */
  read: number;
  events: number;
  /** Left out, for their runs had ended. */
  ended: number;
  rows: readonly TallyRow[];
  damaged: readonly Damage[];
}

const UNKNOWN = '(none)';
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

interface Sum {
  hub: string;
  type: string;
  tenant: string;
  events: number;
  bytes: number;
  first: number;
  last: number;
}

const rowOf = ({ first, last, ...sum }: Sum): TallyRow => ({ ...sum, first: iso(first), last: iso(last) });

/** Counts what was read and what was taken. */
export const tally = () => {
  const sums = new Map<string, Sum>();
  const damaged: Damage[] = [];
  const counts = { files: 0, bytes: 0, read: 0, events: 0, ended: 0 };

  const sumOf = ({ event, file: { hub } }: Located): Sum => {
    const type = attributeOf(event, 'type') ?? UNKNOWN;
    const tenant = attributeOf(event, 'tenantid') ?? UNKNOWN;
    const key = JSON.stringify([hub, type, tenant]);
    const known = sums.get(key);
    if (known) return known;
    const made = { hub, type, tenant, events: 0, bytes: 0, first: event.enqueuedAt, last: event.enqueuedAt };
    sums.set(key, made);
    return made;
  };

  return {
    file: ({ bytes }: { bytes: number }): void => {
      counts.files += 1;
      counts.bytes += bytes;
    },
    damage: (damage: Damage): void => void damaged.push(damage),
    read: (): void => void (counts.read += 1),
    leave: (): void => void (counts.ended += 1),
    take: (located: Located): void => {
      const sum = sumOf(located);
      const { enqueuedAt, body } = located.event;
      counts.events += 1;
      sum.events += 1;
      sum.bytes += body.length;
      sum.first = Math.min(sum.first, enqueuedAt);
      sum.last = Math.max(sum.last, enqueuedAt);
    },
    events: (): number => counts.events,
    report: (): Report => ({ ...counts, rows: [...sums.values()].map(rowOf), damaged }),
  };
};

export type Tally = ReturnType<typeof tally>;
