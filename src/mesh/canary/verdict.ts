import type { ReceivedEvent } from '../batch/received';

export interface CanaryReason {
  code: string;
  message: string;
}

/** What this build would do with an event. */
export type Verdict =
  | { kind: 'ok' }
  | { kind: 'would-dead-letter'; reason: CanaryReason }
  /** Its partition would wait: what it needs was written by a newer release. */
  | { kind: 'would-hold'; reason: CanaryReason };

/** One event, looked at. */
export interface Looked {
  received: ReceivedEvent;
  /** As far as the event could be read. */
  event?: {
    id: string;
    type: string;
    correlationid?: string | undefined;
    tenantid?: string | undefined;
  };
  verdict: Verdict;
}

export const OK: Verdict = { kind: 'ok' };

export const wouldDeadLetter = (code: string, message: string): Verdict => ({
  kind: 'would-dead-letter',
  reason: { code, message },
});

/** What depends on the moment, not on the build: the mesh itself may meet the event earlier, or later. */
const OF_THE_MOMENT: ReadonlySet<string> = new Set(['no-run', 'data-gone', 'id-reuse', 'line-full']);

/** The verdict on an event that the mesh's own code refused. */
export const verdictOn = ({ code, message }: CanaryReason): Verdict =>
  OF_THE_MOMENT.has(code) ? OK : wouldDeadLetter(code, message);
