import type { RouteExamples } from './example';
import { ACCEPTED_AT, BASE, TYPE } from './names';
import { inWords } from './problems';

const AGENT = { name: 'invoice-triage', version: '1.0.0' };
const PLAN = {
  steps: { extract: { skill: 'invoice.extract@1', needs: [], input: { $from: '/intent/data' } } },
  output: { $from: '/steps/extract/output' },
};
const SKILLS = { 'invoice.extract@1': { by: 'worker', effects: 'none' } };

export const documentExamples: Readonly<Record<string, RouteExamples>> = {
  GetStats: {
    responses: {
      200: {
        stats: {
          summary: 'A quiet minute',
          value: {
            at: ACCEPTED_AT,
            readers: [
              {
                hub: 'tasks',
                group: 'worker',
                at: ACCEPTED_AT,
                waiting: 3,
                oldestMs: 120,
                rate: { in: 12.5, out: 12 },
              },
            ],
            runs: {
              of: 42,
              more: false,
              byStatus: { accepted: 0, running: 2, waiting: 1, blocked: 0 },
              lastMinute: { accepted: 12, ended: 11, completed: 10 },
            },
            waiting: { count: 1, more: false },
            letters: {
              new: { count: 0, more: false },
              replaying: { count: 0, more: false },
              parked: { count: 0, more: false },
            },
          },
        },
      },
    },
  },
  ListPlans: {
    responses: {
      200: {
        plans: {
          summary: 'One of them',
          value: { plans: [{ type: TYPE, agent: AGENT, schema: `${TYPE}@1`, output: 'invoice/decision@1' }] },
        },
      },
    },
  },
  GetPlan: {
    params: { type: TYPE },
    responses: {
      200: {
        plan: {
          summary: 'A plan of one step',
          value: {
            type: TYPE,
            agent: AGENT,
            schema: `${TYPE}@1`,
            output: 'invoice/decision@1',
            plan: PLAN,
            skills: SKILLS,
          },
        },
      },
    },
    problems: {
      404: {
        'not-found': inWords('not-found', "There is no plan for 'business.invoce.intent'. See /api/plans."),
      },
    },
  },
  CheckPlan: {
    request: { 'application/json': { plan: { summary: 'A plan of one step', value: { plan: PLAN } } } },
    responses: {
      200: {
        right: { summary: 'Nothing is wrong', value: { faults: [], skills: SKILLS } },
        wrong: {
          summary: 'A skill that nobody has',
          value: {
            faults: [
              {
                pointer: '/steps/extract/skill',
                message: "'invoice.extract@2' is unknown: the plan may use 'invoice.extract@1'",
              },
            ],
            skills: SKILLS,
          },
        },
      },
    },
  },
  ListSchemas: {
    responses: {
      200: {
        schemas: {
          summary: 'One of them',
          value: { schemas: [{ type: TYPE, version: 1, link: `${BASE}/schemas/${TYPE}/1` }] },
        },
      },
    },
  },
  GetSchema: {
    params: { type: TYPE, version: 1 },
    responses: {
      200: {
        schema: {
          summary: 'A JSON Schema',
          value: {
            $schema: 'https://json-schema.org/draft/2020-12/schema',
            $id: `${TYPE}@1`,
            title: 'BusinessInvoiceIntent',
            type: 'object',
            required: ['document'],
            properties: { document: { type: 'string' } },
          },
        },
      },
    },
    problems: {
      404: {
        'not-found': inWords('not-found', `There is no schema '${TYPE}' of version 9. See /api/schemas.`),
      },
    },
  },
  GetHealth: {
    responses: {
      200: {
        up: { summary: 'All is well', value: { status: 'up', parts: [{ name: 'storage', status: 'up' }] } },
        behind: {
          summary: 'A reader is behind',
          value: {
            status: 'behind',
            parts: [
              { name: 'storage', status: 'up' },
              { name: 'tasks/worker', status: 'behind', detail: '900 events wait', at: ACCEPTED_AT },
            ],
          },
        },
      },
      503: {
        down: {
          summary: 'Storage is away',
          value: { status: 'down', parts: [{ name: 'storage', status: 'down' }] },
        },
      },
    },
  },
  GetAsyncApi: {
    responses: {
      200: {
        document: {
          summary: 'How it begins',
          value: { asyncapi: '3.0.0', info: { title: 'Agent mesh: events', version: '0.1.0' } },
        },
      },
    },
  },
  GetOpenApi: {
    responses: {
      200: {
        document: {
          summary: 'How it begins',
          value: { openapi: '3.1.1', info: { title: 'Agent mesh', version: '0.1.0' } },
        },
      },
    },
  },
};
