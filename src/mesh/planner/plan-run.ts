import type { MeshEvent } from '../../contracts/event';
import { bodyHashOf } from './body-hash';
import type { Catalog } from '../catalog';
import { conclude } from './conclude';
import type { FoldContext } from './context';
import type { Folded } from './fold';
import { orderedIn } from './line';
import type { Run } from './run';

export type Planned = NonNullable<ReturnType<Catalog['planFor']>>;

/** The run of an intent that was not there before, with its plan kept and its first tasks on their way. */
export const planRun = (intent: MeshEvent, planned: Planned, context: FoldContext): Folded => {
  const deadline = Date.parse(intent.deadline ?? '');
  const run: Run = {
    v: 1,
    id: intent.correlationid!,
    tenant: intent.tenantid!,
    intent,
    bodyHash: bodyHashOf(intent),
    agent: planned.agent,
    plan: planned.plan,
    outputSchema: planned.output,
    status: 'accepted',
    acceptedAt: context.at,
    ...(!Number.isNaN(deadline) && { deadline }),
    ...orderedIn(intent, planned.plan, context.skill),
    steps: {},
    inline: 0,
    folds: [],
  };
  return conclude(run, intent, context);
};
