import type { Priority } from '../../contracts/event';
import type { LaneRule, Plan } from '../../contracts/plan';
import type { FoldContext } from './context';
import { stepsBefore } from './graph';
import { parsePointer } from './pointer';
import type { Run } from './run';
import { scopeOf } from './scope';
import { seen } from './sealed';

/**
 * The lane that its plan chooses for a step's tasks; undefined where they go in that of their intent. A rule looks only
 * at what has settled before the step is due, so that it says the same whatever the order of the results.
 */
export const laneOf = (
  run: Run,
  step: string,
  { book, read }: Pick<FoldContext, 'book' | 'read'>,
): Priority | undefined => {
  const lookUp = scopeOf(run, read);
  const holds = ({ on, schema }: LaneRule): boolean => {
    const value = seen(lookUp(on));
    return value !== undefined && book.holds(schema, value);
  };
  return run.plan.lanes?.find((rule) => isFor(run.plan, rule, step) && holds(rule))?.lane;
};

const isFor = (plan: Plan, { on }: LaneRule, step: string): boolean => {
  const [root, name] = parsePointer(on) ?? [];
  return root === 'intent' || (name !== undefined && stepsBefore(plan, step).has(name));
};
