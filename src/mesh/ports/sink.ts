/** Something to be sent to a subscriber. */
export interface Post {
  /** Where to: a secret. */
  sink: string;
  /** Names the subscriber: those that are down are left alone, each by itself. */
  subscriber: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/** What came of it. None of it holds the address. */
export type Posted =
  | {
      kind: 'answered';
      status: number;
      /** As the header stands there. */
      retryAfter?: string;
      /** What the body gives as the code of its error, where it is a refusal that does. */
      code?: string;
    }
  /** No answer; `code` is the system's name for why. */
  | { kind: 'unreachable'; code: string }
  /** Its name leads into a network. Nothing was sent. */
  | { kind: 'inside' }
  /** It failed too often of late, and is left alone for so long; milliseconds. Nothing was sent. */
  | { kind: 'resting'; forMs: number };

/** Sends something to a subscriber, once, following no redirect. Does not throw for a subscriber that is away. */
export type PostToSink = (post: Post) => Promise<Posted>;
