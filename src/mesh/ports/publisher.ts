import type { MeshEvent } from '../../contracts/event';
import type { Hub } from '../../contracts/hubs';

export type Fate = { sent: true } | { sent: false; error: unknown };

/** Bytes as they came, with their application properties: what a dead letter that is no event goes back as. */
export interface RawMessage {
  hub: Hub;
  body: Uint8Array;
  properties: Readonly<Record<string, string | number | boolean>>;
  contentType?: string;
  /** Decides the partition. */
  bucket: number;
}

/** Puts events on the backbone: the type decides the hub, the run's or task's bucket the partition. */
export interface Publisher {
  /** The fate of each event, in their order; sent means that the broker has it. Does not throw for a broker that is away. */
  publish(events: readonly MeshEvent[]): Promise<readonly Fate[]>;
  publishRaw(messages: readonly RawMessage[]): Promise<readonly Fate[]>;
}
