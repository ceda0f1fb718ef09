import type { MeshEvent } from '../../contracts/event';
import type { ReceivedEvent } from '../batch/received';

/** Where on the road an event fell out. */
export const LETTER_STAGES = ['parse', 'plan', 'work', 'deliver', 'poison', 'dlq'] as const;
export type LetterStage = (typeof LETTER_STAGES)[number];

/** An event that cannot be processed, with all that a dead letter keeps of it. */
export type DeadLetter = {
  received: ReceivedEvent;
  batch: { hub: string; group: string; partition: string };
  /** The parsed event, where it could be parsed. */
  event?: MeshEvent;
  stage: LetterStage;
  /** `passing` says that a later try may well succeed, so that the timer replays it. */
  reason: { code: string; message: string; passing: boolean };
};

/** Keeps dead letters and answers, in the same order, the id of each. Throws a `PlatformError` when it cannot. */
export type DeadLetters = (items: readonly DeadLetter[]) => Promise<readonly { letter: string }[]>;
