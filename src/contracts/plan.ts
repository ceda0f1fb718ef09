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
  /** All of these must hold. */
  when?: Conditions;
  /**
   * Of each list, one entry must hold. Steps that stand here, and not in `when`, need not have completed: that is for
   * the entries to say.
   */
  whenAny?: readonly (readonly Conditions[])[];
  /** `all` (default): a need that was skipped or failed skips this step. `any`: one need that completed is enough. */
  join?: 'all' | 'any';
  /** Steps to take when this one failed or expired. */
  onFailure?: readonly string[];
  /** JSON Pointer to an array: one task an item; `/item` and `/index` are what the input refers to. */
  forEach?: string;
  onItemFailure?: 'fail' | 'skip';
}

/** By needed step: the condition on its output. */
export type Conditions = Readonly<Record<string, Condition>>;

export interface Condition {
  /** JSON Schema on the output of the needed step; what is missing is false. */
  schema: object;
  /** Holds too where this became of the needed step. */
  or?: readonly Passed[];
  /** As `or` with both, in plans that were kept before there was `or`. */
  ifSkipped?: true;
}

/** How a step can settle without an output: skipped, or failed or expired, which others then handled. */
export type Passed = 'skipped' | 'failed';

const BOTH: readonly Passed[] = ['skipped', 'failed'];

/** What may have become of the needed step instead. */
export const passedIn = ({ or = [], ifSkipped }: Condition): readonly Passed[] => (ifSkipped ? BOTH : or);

/** A reference inside a plan's text. */
export interface From {
  $from: string;
}

export const MAX_ITEMS = 1_000;
