import type { RouteExamples } from './example';

export const canaryExamples: Readonly<Record<string, RouteExamples>> = {
  GetCanary: {
    responses: {
      200: {
        report: {
          summary: 'The next build and the next version of a skill, a day beside the mesh',
          value: {
            hubs: [
              {
                hub: 'intents',
                since: '2026-11-20',
                until: '2026-11-21',
                looked: 1852,
                stumbles: [
                  {
                    outcome: 'would-dead-letter',
                    type: 'business.invoice.intent',
                    code: 'invalid-data',
                    count: 3,
                    example: '7d3f2a10-5b6c-8d4e-9f01-23456789abcd',
                  },
                ],
              },
            ],
            skills: [
              {
                skill: 'invoice.score-risk@1',
                next: 'invoice.score-risk@2',
                since: '2026-11-20',
                until: '2026-11-21',
                compared: 1840,
                same: 1803,
                differences: [
                  {
                    pointer: '/level',
                    kind: 'changed',
                    count: 31,
                    told: { actual: 'low', next: 'high' },
                    example: '7d3f2a10-5b6c-8d4e-9f01-23456789abcd.score-risk',
                  },
                ],
                broken: { timeout: 6 },
              },
            ],
          },
        },
      },
    },
  },
};
