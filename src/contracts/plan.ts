import type { Priority } from './event';

/** A plan is data: the graph of steps that fulfils an intent, made when the intent arrives and kept with the run. */
export interface Plan {
  steps: Readonly<Record<string, Step>>;
  /** What the run answers: a value in which `{ "$from": "/steps/x/output/…" }` stands for what is there. */
  output: unknown;
  /** Where tasks travel in another lane than the intent did; the first that holds counts. */
  lanes?: readonly LaneRule[];
}

/** From where on tasks go in which lane, and under which condition. */
export interface LaneRule {
  lane: Priority;
  /** JSON Pointer to what is looked at: the intent's data, or the output of a step, for the steps that come after it. */
  on: string;
  /** JSON Schema on that; what is missing is false. */
  schema: object;
}

export interface Step {
  /** `<domain>.<name>@<version>` */
  skill: string;
  /** Steps that must have settled before this one starts. */
  needs: readonly string[];
  /** A value with references. References are JSON Pointers, read in the plan's text only, never in resolved data. */
  input: unknown;
  /** By needed step: the condition on its output. */
  when?: Readonly<Record<string, Condition>>;
  /** `all` (default): a need that was skipped or failed skips this step. `any`: one need that completed is enough. */
  join?: 'all' | 'any';
  /** Steps to take when this one failed or expired. */
  onFailure?: readonly string[];
  /** JSON Pointer to an array: one task an item; `/item` and `/index` are what the input refers to. */
  forEach?: string;
  onItemFailure?: 'fail' | 'skip';
}

export interface Condition {
  /** JSON Schema on the output of the needed step; what is missing is false. */
  schema: object;
  /** Holds too when the needed step was skipped. */
  ifSkipped?: true;
}

/** A reference inside a plan's text. */
export interface From {
  $from: string;
}

export const MAX_ITEMS = 1_000;
