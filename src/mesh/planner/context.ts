import type { SchemaBook } from '../../contracts/schema-book';
import type { Stood } from '../ports/claim-store';
import type { Skill } from '../worker/skill';
import type { Line } from './line';
import type { Read } from './scope';

/** All that a fold knows beside the run and the event. */
export interface FoldContext {
  /** Time inside the fold: when the event was enqueued, in milliseconds since the epoch. */
  at: number;
  /** How long a dispatched task may be silent before it is emitted again. */
  silenceMs: number;
  book: Pick<SchemaBook, 'has' | 'holds' | 'faults'>;
  /** undefined for a skill that this build does not know. */
  skill: (
    name: string,
  ) => Pick<Skill, 'by' | 'output' | 'effects' | 'order' | 'timeoutMs' | 'repeat'> | undefined;
  read: Read;
  /** What stood in a task's claim when it was made void; undefined where nothing had begun. */
  claim: (task: string) => Stood | undefined;
  /** The line of the run's key; asked only of runs that do something in order. */
  line: () => Line;
}

/** Something to be kept before the run that refers to it is. */
export interface Content {
  ref: string;
  bytes: Uint8Array;
}

/** Why an event cannot be folded; it becomes a dead letter. */
export interface Refusal {
  code: string;
  message: string;
  /** Whether a later try may well succeed. */
  passing: boolean;
}
