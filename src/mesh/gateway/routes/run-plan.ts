import { RUN_ID, findRun, type FindRunDeps } from '../find-run';
import { ref, type Route } from '../route';

/** The plan that a run goes by: it was made when the intent arrived, and is kept with the run. */
export const planRoutes = (deps: FindRunDeps): readonly Route[] => {
  const find = findRun(deps);
  return [
    {
      method: 'GET',
      path: 'runs/{id}/plan',
      operationId: 'GetPlanOfRun',
      summary: 'See the plan of a run',
      description: 'Gives the graph of steps that the run goes by, as it was when its intent arrived.',
      role: 'Mesh.Read',
      params: RUN_ID,
      responses: { 200: { description: 'The plan.', schema: ref('RunPlan') } },
      handle: async (request, caller) => {
        const { run } = await find.named(request, caller);
        return { status: 200, body: { runId: run.id, agent: run.agent, plan: run.plan } };
      },
    },
  ];
};
