/** An event as the broker gave it, untouched. */
export interface ReceivedEvent {
  body: Uint8Array;
  /** AMQP application properties. */
  properties: Readonly<Record<string, unknown>>;
  contentType?: string | undefined;
  sequence: number;
  offset: string;
  /** Milliseconds since the epoch, by the broker's clock. */
  enqueuedAt: number;
  partitionKey?: string | undefined;
}

/** Events of one partition, in their order. */
export interface ReceivedBatch {
  hub: string;
  group: string;
  partition: string;
  events: readonly ReceivedEvent[];
}
