import { schemaBook } from '../../../contracts/ajv-schema-book';
import type { Plan } from '../../../contracts/plan';
import type { Fault } from '../../../contracts/problem';
import type { SchemaBook } from '../../../contracts/schema-book';
import type { Catalog } from '../../catalog';
import { planFaults } from '../../planner/check-plan';
import { restrictedFaults } from '../../planner/check-restricted';
import type { Skill } from '../../worker/skill';
import { jsonBody } from '../json-body';
import { PLAN_SCHEMA } from '../plan-schema';
import { refusal } from '../problem-error';
import { ref, type Route } from '../route';

export interface PlansRouteDeps {
  catalog: Catalog;
  book: SchemaBook;
}

const PLAN_BODY = {
  type: 'object',
  required: ['plan'],
  additionalProperties: false,
  properties: {
    plan: { description: 'The plan that is to be checked.' },
    type: {
      type: 'string',
      description:
        'Type of the intent that it is to fulfil: then what it does with restricted data of it is checked too.',
    },
  },
};

/** What a picture tells of skills. */
const shownSkills = (skills: readonly Skill[]) =>
  Object.fromEntries(skills.map(({ name, by, effects }) => [name, { by, effects }]));

/** Made when a plan is first checked, and once a process. */
let shapes: SchemaBook | undefined;
const shapeFaults = (plan: unknown): readonly Fault[] =>
  (shapes ??= schemaBook({ plan: PLAN_SCHEMA })).faults('plan', plan);

/** How intents are fulfilled: plans are data, and so can be read, drawn and checked. */
export const plansRoutes = ({ catalog, book }: PlansRouteDeps): readonly Route[] => {
  const read = jsonBody<{ plan: unknown; type?: string }>(PLAN_BODY);
  const allSkills = () => catalog.intents().flatMap(({ skills }) => skills);
  const faultsOf = (plan: unknown, type: string | undefined): readonly Fault[] => {
    const wrong = shapeFaults(plan);
    if (wrong.length > 0) return wrong;
    const around = { book, skill: catalog.skill, intent: catalog.planFor(type ?? '')?.schema };
    return [
      ...planFaults(plan as Plan, { skills: new Set(allSkills().map(({ name }) => name)), book }),
      ...restrictedFaults(plan as Plan, around),
    ];
  };

  return [
    {
      method: 'GET',
      path: 'plans',
      operationId: 'ListPlans',
      summary: 'List plans',
      description: 'Lists the types of intents that are fulfilled here, and by whose plan.',
      role: 'Mesh.Read',
      responses: { 200: { description: 'Every plan, without its steps.', schema: ref('Plans') } },
      handle: async () => {
        const plans = catalog.intents().map(({ intent, schema, output }) => {
          const { agent } = catalog.planFor(intent)!;
          return { type: intent, agent, schema, output };
        });
        return { status: 200, body: { plans } };
      },
    },
    {
      method: 'GET',
      path: 'plans/{type}',
      operationId: 'GetPlan',
      summary: 'See a plan',
      description:
        'Gives the plan by which intents of a type are fulfilled from now on: a graph of steps, as data.',
      role: 'Mesh.Read',
      params: { type: { description: 'Type of the intent.', schema: { type: 'string' } } },
      responses: { 200: { description: 'The plan.', schema: ref('PlanOfType') } },
      handle: async ({ params }) => {
        const type = params['type']!;
        const planned = catalog.planFor(type);
        if (!planned) throw refusal('not-found', `There is no plan for '${type}'. See /api/plans.`);
        const { agent, schema, output, plan, skills } = planned;
        return { status: 200, body: { type, agent, schema, output, plan, skills: shownSkills(skills) } };
      },
    },
    {
      method: 'POST',
      path: 'plans/check',
      operationId: 'CheckPlan',
      summary: 'Check a plan',
      description:
        'Says what is wrong with a plan, whoever made it, as the mesh itself checks it before it keeps one. Nothing is kept.',
      role: 'Mesh.Read',
      request: { 'application/json': { schema: PLAN_BODY } },
      responses: {
        200: { description: 'What is wrong: nothing, where the list is empty.', schema: ref('PlanCheck') },
      },
      handle: async ({ body }) => {
        const { plan, type } = read(body);
        return { status: 200, body: { faults: faultsOf(plan, type), skills: shownSkills(allSkills()) } };
      },
    },
  ];
};
