import { notToLookAt, type StepCondition } from './condition';
import { targetOf, type AnyRef, type Target } from './reference';

/** The references that belong to one plan, and what is said of those that do not. */
export const ownReferences = () => {
  const owner = {};
  const belongs = (targets: readonly Target[], item?: object): void => {
    const stranger = targets.find((target) => target.owner !== owner && target.owner !== item);
    if (stranger)
      throw new Error(
        `${stranger.pointer} belongs to another plan, or to the items of another step: refer to this plan’s own`,
      );
  };
  const stepNamed = (ref: AnyRef): string => {
    const target = targetOf(ref);
    if (!target?.step)
      throw new Error('only what `step` gave can be waited for, or stand in `onFailure`: name such a step');
    belongs([target]);
    return target.step;
  };
  const stepLookedAt = ({ ref }: StepCondition): string => {
    const target = targetOf(ref);
    if (!target?.step) throw notToLookAt(target);
    return stepNamed(ref);
  };
  return { owner, belongs, stepNamed, stepLookedAt };
};

export type Own = ReturnType<typeof ownReferences>;
