import type { Hub } from '../../contracts/hubs';

/** Who reads a hub: a consumer group of it. */
export interface Reader {
  hub: Hub;
  group: string;
}

/** What of a hub waits for one of its readers; or the error, where the hub did not answer. */
export type Seen = { reader: Reader } & (
  | {
      events: number;
      /** Events that ever came to the hub, where that is counted: two looks give a rate. */
      arrived?: number;
      /** When the oldest of them came, by the broker's clock; milliseconds since the epoch. Absent where it could not be told. */
      oldestAt?: number;
    }
  | { error: unknown }
);

/** Looks how far readers are behind, in their order. A hub that does not answer costs the others nothing. */
export type Backlog = (readers: readonly Reader[]) => Promise<readonly Seen[]>;
