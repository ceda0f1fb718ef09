import type { Actor } from '../replayer/replay';

/** `new -> replaying -> resolved | parked`; a replay that fails again leads back to `new`. Changed by ETag only. */
export type LetterState = 'new' | 'replaying' | 'resolved' | 'parked';

/** What is still to be looked after. */
export const OPEN_STATES = ['new', 'replaying', 'parked'] as const satisfies readonly LetterState[];
export type OpenState = (typeof OPEN_STATES)[number];

/** How a letter ended: as its run did; not sent, for a reason; or sent, and there is no run that could tell. */
export type LetterEnd = 'completed' | 'failed' | 'expired' | 'cancelled' | 'refused' | 'delivered';

export interface LetterReason {
  code: string;
  message: string;
  /** A later try may well succeed. */
  passing: boolean;
}

/** All that is known of a dead letter but for what it carried. Times are milliseconds since the epoch. */
export interface LetterSummary {
  v: 1;
  id: string;
  /** `-` where it cannot be attributed. */
  tenant: string;
  state: LetterState;
  /** When it first became a dead letter, and when it last did. */
  firstAt: number;
  lastAt: number;
  stage: string;
  reason: LetterReason;
  fingerprint: string;
  /** Where it was read. */
  hub: string;
  group: string;
  partition: string;
  offset: string;
  sequence: number;
  enqueuedAt: number;
  /** Which try failed last. */
  attempt: number;
  /** Replays that brought it back as a dead letter. */
  failedReplays: number;
  versions: Readonly<Record<string, string>>;
  eventId?: string;
  eventType?: string;
  source?: string;
  run?: string;
  task?: string;
  skill?: string;
  /** Of the event, as it stood there. */
  deadline?: string;
  /** The latest replay that took it, its place in that replay's set, when it was last sent, who asked for it and why. */
  replay?: { id: string; index: number; at: number; by?: Actor; reason?: string; edited?: true };
  /** How it was resolved. */
  end?: { kind: LetterEnd; at: number; reason?: string };
  /** What it carried was erased: when, by whom, and why. */
  erased?: { at: number; by: Actor; reason: string };
  /** When the replayer looks at it again; absent when it need not. */
  dueAt?: number;
}

/** The bytes as they came, or where they are when they are large. */
export type LetterBody = { base64: string } | { ref: string };

export type LetterProperties = Readonly<Record<string, string | number | boolean>>;

/** What a letter carried, unchanged. */
export interface LetterContent {
  body: LetterBody;
  properties: LetterProperties;
  /** Where the properties are when they are large; `properties` is empty then. */
  propertiesRef?: string;
  contentType?: string;
}

/** An event that could not be processed, kept whole. */
export interface Letter extends LetterSummary {
  content: LetterContent;
  /** What it carried before anybody edited it; absent where nobody did, or the edited one has not come back. */
  original?: LetterContent;
}

/** The tenant of letters that belong to nobody, such as bytes that are no event. */
export const NOBODY = '-';

export const summaryOf = ({ content: _content, original: _original, ...summary }: Letter): LetterSummary =>
  summary;
