import type { MeshEvent } from '../../../contracts/event';
import { hubOf } from '../../../contracts/hubs';
import type { Fate, Publisher, RawMessage } from '../publisher';

/** Says of one message whether the broker refuses it: an error to answer with, or nothing. */
export type Refusal = (message: MeshEvent | RawMessage) => unknown;

export interface MemoryPublisher extends Publisher {
  /** What the broker has, in the order it came; the same event twice is there twice. */
  readonly events: readonly MeshEvent[];
  readonly raw: readonly RawMessage[];
  /** From now on, messages for which this answers anything are not sent; without it all are sent again. */
  fail(refusal?: Refusal): void;
  /** Takes out what is there, as a consumer does. */
  take(): readonly MeshEvent[];
}

/** A backbone that keeps what it is given and can be told to refuse. */
export const memoryPublisher = (): MemoryPublisher => {
  const events: MeshEvent[] = [];
  const raw: RawMessage[] = [];
  let refuses: Refusal = () => undefined;
  const send = <T extends MeshEvent | RawMessage>(kept: T[], messages: readonly T[]): readonly Fate[] =>
    messages.map((message): Fate => {
      const error = refuses(message);
      if (error !== undefined) return { sent: false, error };
      kept.push(structuredClone(message));
      return { sent: true };
    });
  return {
    events,
    raw,
    publish: async (messages) => {
      // As on the real backbone: a type that no hub carries is a mistake of ours.
      messages.forEach(hubOf);
      return send(events, messages);
    },
    publishRaw: async (messages) => send(raw, messages),
    fail: (refusal = () => undefined) => {
      refuses = refusal;
    },
    take: () => events.splice(0),
  };
};
