import { meaningOf } from '../contracts/event-types';
import { schemas, type Schemas } from '../contracts/generated/schemas';
import type { Plan } from '../contracts/plan';
import type { PlannedIntent } from '../mesh/catalog';
import { restrictedFaults } from '../mesh/planner/check-restricted';
import { graphOf } from '../mesh/planner/graph';
import type { Skill } from '../mesh/worker/skill';
import type { PlanBuilder } from './plan-builder';
import { recorder } from './recorder';
import type { Fits } from './reference';
import type { SchemaKey } from './skill';
import { within } from './within';

const refuseCycles = (recorded: Plan): void => {
  try {
    graphOf(recorded);
  } catch (error) {
    throw new Error(`${(error as Error).message}: take one of these needs away`, { cause: error });
  }
};

const BOOK = { schema: (key: string): object | undefined => (schemas as Record<string, object>)[key] };

/** Restricted data is seen by skills alone, and not by a plan. */
const refuseLooks = (recorded: Plan, intent: string, skills: readonly Skill[]): void => {
  const known = new Map(skills.map((skill) => [skill.name, skill]));
  const [fault] = restrictedFaults(recorded, { book: BOOK, intent, skill: (name) => known.get(name) });
  if (fault) throw new Error(`${fault.pointer}: ${fault.message}`);
};

/**
 * Records how an intent is fulfilled. The function runs once, here; what it leaves is data, kept with each run.
 * @param intent event type of the intent, `business.<domain>.intent`
 * @param schema key of the schema of its data
 * @param output key of the schema of what the run answers
 */
export const plan = <I extends SchemaKey, O extends SchemaKey, const A>(
  intent: `business.${string}.intent`,
  schema: I,
  output: O,
  build: (builder: PlanBuilder<I>) => A & Fits<A, Schemas[O]>,
): PlannedIntent =>
  within(`plan for '${intent}'`, () => {
    if (meaningOf(intent).kind !== 'intent')
      throw new Error(
        'this is no type of an intent: name it business.<domain>.intent, the domain in lower-case letters, digits and hyphens',
      );
    const recording = recorder();
    const { intent: data, step, lane } = recording;
    const answer = recording.output(build({ intent: data, step, lane }));
    const recorded: Plan = { steps: recording.steps(), output: answer, ...recording.lanes() };
    if (Object.keys(recorded.steps).length === 0) throw new Error('it has no steps: add one with step(…)');
    refuseCycles(recorded);
    refuseLooks(recorded, schema, recording.skills());
    return { intent, schema, output, plan: recorded, skills: recording.skills() };
  });
