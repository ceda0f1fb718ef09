import { canaryReport } from '../../src/cli/canary-report';

it('says how often the next version gave the same, where not, and how to make it the current one', () => {
  expect(
    canaryReport({
      hubs: [],
      skills: [
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
      ],
    }),
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

const hub = { hub: 'intents', since: '2026-11-20', until: '2026-11-21', looked: 40, stumbles: [] };

it('says what the next build would stumble over', () => {
  const stumbles = [
    {
      outcome: 'would-dead-letter' as const,
      type: 'business.parcel.intent',
      code: 'invalid-data',
      count: 3,
      example: 'run-1',
    },
    { outcome: 'would-hold' as const, code: 'newer-release', count: 1 },
  ];
  const tasks = { ...hub, hub: 'tasks', until: '2026-11-22', looked: 200 };
  expect(canaryReport({ hubs: [{ ...hub, stumbles }, tasks], skills: [] })).toMatchInlineSnapshot(`
   "Events that the canary's build has seen, 2026-11-20 to 2026-11-22
     intents 40, tasks 200
   HUB      TYPE                    WOULD               WHY            EVENTS     FOR EXAMPLE
   intents  business.parcel.intent  dead letter         invalid-data   3 (7.5 %)  run-1
   intents  (unreadable)            hold its partition  newer-release  1 (2.5 %)
     Each one, and why, is in the log of the canary.

   It has compared no skill. Name what it is to perform beside the mesh: MESH_CANARY_SKILLS={"<skill>@1":"<skill>@2"}"
  `);
});

it('says so where it would stumble over nothing', () =>
  expect(canaryReport({ hubs: [hub], skills: [] })).toContain('it would go on with all of them'));

it('says how to have something compared', () => {
  expect(canaryReport({ hubs: [hub], skills: [] })).toContain('MESH_CANARY_SKILLS=');
  expect(canaryReport({ hubs: [], skills: [] })).toContain('npm start -- --with canary');
});
