import { reasonCodeOf } from '../letters/reasons';
import type { Looked, Verdict } from './verdict';

/** What this build would do otherwise than go on, and with which kind of event. */
export interface Stumble {
  outcome: Exclude<Verdict['kind'], 'ok'>;
  /** Of the event; absent where it cannot be read. */
  type?: string;
  code: string;
  count: number;
  /** One of them, and whose it is. */
  example?: { run: string; tenant: string };
}

/** What the canary made of the events of one partition, summed up. */
export interface Looks {
  /** Up to which event; a batch that comes again counts once. */
  seen: number;
  looked: number;
  stumbles: readonly Stumble[];
}

/** More kinds than anybody reads, and few enough for a row. */
const MAX_STUMBLES = 50;

export const NO_LOOKS: Looks = { seen: -1, looked: 0, stumbles: [] };

const keyOf = ({ outcome, type, code }: Stumble): string => JSON.stringify([outcome, type, code]);

const withStumble = (stumbles: readonly Stumble[], fresh: Stumble): readonly Stumble[] => {
  const known = stumbles.find((one) => keyOf(one) === keyOf(fresh));
  if (known) return stumbles.map((one) => (one === known ? { ...one, count: one.count + fresh.count } : one));
  return stumbles.length < MAX_STUMBLES ? [...stumbles, fresh] : stumbles;
};

const exampleOf = ({ event }: Looked): Pick<Stumble, 'example'> => {
  const { correlationid: run, tenantid: tenant } = event ?? {};
  return run !== undefined && tenant !== undefined ? { example: { run, tenant } } : {};
};

const stumbleOf = (looked: Looked): Stumble | undefined => {
  const { event, verdict } = looked;
  if (verdict.kind === 'ok') return undefined;
  return {
    outcome: verdict.kind,
    ...(event && { type: event.type }),
    // Its message may quote what somebody wrote: that stays in the canary's log.
    code: reasonCodeOf(verdict.reason.code),
    count: 1,
    ...exampleOf(looked),
  };
};

const counted = (looks: Looks, looked: Looked): Looks => {
  const stumble = stumbleOf(looked);
  return {
    seen: looked.received.sequence,
    looked: looks.looked + 1,
    stumbles: stumble ? withStumble(looks.stumbles, stumble) : looks.stumbles,
  };
};

/** The sums with what was looked at since; what has been counted already is not counted again. */
export const withLooks = (looks: Looks | undefined, more: readonly Looked[]): Looks =>
  more
    .toSorted((one, other) => one.received.sequence - other.received.sequence)
    .reduce((sum, one) => (one.received.sequence > sum.seen ? counted(sum, one) : sum), looks ?? NO_LOOKS);

/** Sums of several partitions as one. */
export const summedLooks = (all: readonly Looks[]): Looks =>
  all.reduce(
    (sum, { looked, stumbles }) => ({
      seen: sum.seen,
      looked: sum.looked + looked,
      stumbles: stumbles.reduce(withStumble, sum.stumbles),
    }),
    NO_LOOKS,
  );
