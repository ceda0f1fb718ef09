import { canaryReport } from '../../src/cli/canary-report';

it('says how often the next version gave the same, where not, and how to make it the current one', () => {
  expect(
    canaryReport([
      {
        skill: 'invoice.score-risk@1',
        next: 'invoice.score-risk@2',
        since: '2026-11-20',
        until: '2026-11-21',
        compared: 200,
        same: 193,
        differences: [
          {
            pointer: '/level',
            kind: 'changed',
            count: 5,
            told: { actual: 'low', next: 'high' },
            example: 'r.score-risk',
          },
          { pointer: '/reasons/*', kind: 'added', count: 2 },
        ],

        broken: { timeout: 1 },
      },
    ]),
  ).toMatchInlineSnapshot(`
   "invoice.score-risk@1 beside invoice.score-risk@2, 2026-11-20 to 2026-11-21
     the same: 193 (96.5 %) of 200 tasks
     gave nothing to compare: timeout 1
   WHERE       WHAT             TASKS      FOR EXAMPLE
   /level      "low" -> "high"  5 (2.5 %)  r.score-risk
   /reasons/*  is there now     2 (1.0 %)
     To make it the current one: MESH_SKILL_VERSIONS={"invoice.score-risk":"2"} (Azure: azd env set MESH_SKILL_VERSIONS invoice.score-risk=2)"
  `);
});

it('says how to have something compared', () => expect(canaryReport([])).toContain('MESH_CANARY_SKILLS='));
