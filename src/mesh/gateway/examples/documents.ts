import type { RouteExamples } from './example';
import { ACCEPTED_AT, BASE, TYPE } from './names';
import { inWords } from './problems';

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
