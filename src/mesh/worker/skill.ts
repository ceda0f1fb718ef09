import type { Log } from '../ports/log';

/** `none`: reads and reckons. `idempotent`: doing it twice is doing it once. `external`: must happen once. */
export type Effects = 'none' | 'idempotent' | 'external';

/**
 * What may be done when it is unknown whether an external effect happened. `keyed`: perform again, the other side
 * knows the key. `probe`: ask the other side first. `never`: leave it to a person, as a dead letter.
 */
export type Repeat = 'keyed' | 'probe' | 'never';

export interface SkillContext {
  /** The idempotency key: the task's id, the same for every attempt and replay. */
  readonly key: string;
  /** Aborts when the skill's time is up. */
  readonly signal: AbortSignal;
  /** When the answer is worth nothing any more; milliseconds since the epoch. */
  readonly deadline: number | undefined;
  readonly log: Log;
  readonly progress: (fraction: number, message?: string) => void;
}

/** What a worker can do. Schemas are named by key: `<domain>/<name>@<version>`. */
export interface Skill {
  /** `<domain>.<name>@<version>` */
  readonly name: string;
  readonly input: string;
  readonly output: string;
  readonly effects: Effects;
  readonly repeat: Repeat;
  readonly timeoutMs: number;
  readonly retry: { readonly attempts: number };
  readonly by: 'worker' | 'person' | 'external';
  /** `key`: one task after the other of those that share a partition key, in the order of their intents. */
  readonly order?: 'key';
  perform(input: unknown, context: SkillContext): unknown;
  /** For `repeat: 'probe'`: what the effect gave, or undefined when it did not happen. */
  probe?(input: unknown, context: SkillContext): unknown;
}
