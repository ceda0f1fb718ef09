import { list, object, runId, text } from './parts';
import { graph, owner, skills } from './plan-parts';

export const Plans = object(['plans'], {
  plans: list(
    object(['type', 'agent', 'schema', 'output'], {
      type: text('Type of the intent.'),
      agent: owner,
      schema: text('Key of the schema of its data.'),
      output: text('Key of the schema of what a run of it gives.'),
    }),
    'Every plan, without its steps.',
  ),
});

export const PlanOfType = object(['type', 'agent', 'schema', 'output', 'plan', 'skills'], {
  type: text('Type of the intent.'),
  agent: owner,
  schema: text('Key of the schema of its data.'),
  output: text('Key of the schema of what a run of it gives.'),
  plan: graph,
  skills,
});

export const PlanCheck = object(['faults', 'skills'], {
  faults: list(
    object(['pointer', 'message'], {
      pointer: text('JSON Pointer into the plan.'),
      message: text('What is wrong, and what to do.'),
    }),
    'What is wrong with the plan.',
  ),
  skills,
});

export const RunPlan = object(['runId', 'agent', 'plan'], {
  runId,
  agent: owner,
  plan: graph,
});
