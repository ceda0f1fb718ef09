import { tableOf } from '../../src/azure/connections';
import type { SkillReport } from '../../src/cli/canary-report';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { storageConnection } from '../../src/local/supervisor/environment';
import { startCanary } from '../support/beside';
import { buildFixtureApp } from '../support/fixture-app';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { readHub } from '../support/wire';
import { until } from '../support/until';

/** The canary performs the next version of a skill beside the mesh; the fixture's next version gives something else. */
let mesh: TestMesh;
let stopCanary: () => Promise<void>;

beforeAll(async () => {
  const app = await buildFixtureApp();
  mesh = await startTestMesh({
    env: { MESH_APP: app, MESH_SKILL_VERSIONS: '{"chaos.last":"2"}' },
  });
  await tableOf({ MESH_STORAGE: storageConnection(mesh.ports) }, 'effects').createTable();
  stopCanary = await startCanary(mesh, {
    app,
    env: { MESH_CANARY_SKILLS: '{"chaos.first@1":"chaos.first@2"}' },
  });
}, 90_000);

afterAll(async () => {
  await stopCanary?.();
  await mesh?.stop();
}, 60_000);

it('tells where the next version of a skill differs, and changes nothing', async () => {
  const runs = await Promise.all(
    [1, 2, 3].map((n) =>
      mesh.client.post<{ runId: string }>('intents/business.chaos.intent', {
        reference: `outcomes-${n}`,
        data: { n },
      }),
    ),
  );
  for (const { runId } of runs) {
    const run = await until(() => mesh.client.get<RunView>(`runs/${runId}`), hasEnded);
    expect(run.status).toBe('completed');
    // The setting has made the second version of the last skill the current one; the canary's is not.
    expect(run.steps?.map(({ skill }) => skill)).toEqual(['chaos.first@1', 'chaos.effect@1', 'chaos.last@2']);
  }
  const { skills } = await until(
    () => mesh.client.get<{ skills: SkillReport[] }>('canary'),
    (found) => found.skills[0]?.compared === 3,
  );
  // Odd numbers are the same in both versions.
  expect(skills).toEqual([
    expect.objectContaining({
      skill: 'chaos.first@1',
      next: 'chaos.first@2',
      compared: 3,
      same: 2,
      broken: {},
      differences: [{ pointer: '/*', kind: 'changed', count: 1, example: `${runs[1]!.runId}.first` }],
    }),
  ]);
  expect(await readHub(mesh.ports, 'dlq')).toHaveLength(0);
}, 90_000);
