import type { Plan } from '../contracts/plan';
import type { Skill } from './worker/skill';

/** How one type of intent is fulfilled. */
export interface PlannedIntent {
  /** Event type of the intent. */
  readonly intent: string;
  /** Schema key of its data, version included. */
  readonly schema: string;
  /** Schema key of the run's output. */
  readonly output: string;
  readonly plan: Plan;
  readonly skills: readonly Skill[];
}

/** A named, versioned set of plans and skills with an owner. */
export interface Agent {
  readonly name: string;
  readonly version: string;
  readonly owner: string;
  readonly plans: readonly PlannedIntent[];
}

/** What all agents together can do. */
export interface Catalog {
  planFor(intentType: string): (PlannedIntent & { agent: { name: string; version: string } }) | undefined;
  skill(name: string): Skill | undefined;
  intents(): readonly PlannedIntent[];
}
