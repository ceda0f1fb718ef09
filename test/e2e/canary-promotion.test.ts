import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { tableOf } from '../../src/azure/connections';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { storageConnection } from '../../src/local/supervisor/environment';
import { startBeside } from '../support/beside';
import { buildFixtureApp } from '../support/fixture-app';
import { freePorts, startTestMesh, type TestMesh } from '../support/mesh';
import { readHub } from '../support/wire';
import { until } from '../support/until';

/**
 * How the next version of a skill becomes the current one: it is performed beside the mesh, its differences are read, and
 * one setting promotes it. The fixture's next version of `chaos.first` answers even numbers with the next odd one.
 */
const folder = mkdtempSync(join(tmpdir(), 'mesh-promotion-'));
let ports: TestMesh['ports'];
let app: string;
let mesh: TestMesh;
let stopWorker: () => Promise<void>;
let stopCanary: () => Promise<void>;

const effects = () => tableOf({ MESH_STORAGE: storageConnection(ports) }, 'effects');

beforeAll(async () => {
  app = await buildFixtureApp();
  ports = await freePorts();
  // The worker is started alone, so that it can be away while a run is made.
  mesh = await startTestMesh({ data: folder, ports, env: { MESH_APP: app }, args: ['--without', 'worker'] });
  await effects().createTable();
  stopWorker = await startBeside(mesh, 'worker', { app });
}, 90_000);

afterAll(async () => {
  await stopCanary?.();
  await stopWorker?.();
  await mesh?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const post = async (n: number): Promise<string> => {
  const body = { reference: `promotion-${n}`, data: { n } };
  return (await mesh.client.post<{ runId: string }>('intents/business.chaos.intent', body)).runId;
};

const viewOf = (runId: string, isSo: (run: RunView) => boolean): Promise<RunView> =>
  until(
    () => mesh.client.get<RunView>(`runs/${runId}?since=${Date.now()}`),
    (run) => isSo(run),
  );

const skillsOf = ({ steps = [] }: RunView) => steps.map(({ skill }) => skill);

const rowsIn = async (): Promise<number> => {
  let count = 0;
  for await (const _row of effects().listEntities()) count += 1;
  return count;
};

/** What `npm run mesh -- canary report` prints. */
const report = async (): Promise<string> => {
  const args = [resolve('dist/cli/mesh.js'), 'canary', 'report', '--data', folder];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, NO_COLOR: '1' },
  });
  return stdout;
};

let promotion: string;

it('performs the next version beside the current one, tells the differences, and does nothing else', async () => {
  stopCanary = await startBeside(mesh, 'canary', {
    app,
    env: { MESH_CANARY_SKILLS: '{"chaos.first@1":"chaos.first@2"}' },
  });
  const runs = await Promise.all([1, 2, 3].map(post));
  for (const [at, runId] of runs.entries()) {
    const run = await viewOf(runId, hasEnded);
    expect(skillsOf(run)).toEqual(['chaos.first@1', 'chaos.effect@1', 'chaos.last@1']);
    expect(run.output).toMatchObject({ n: at + 1 });
  }

  const said = await until(report, (text) => text.includes('of 3 tasks'));
  expect(said).toContain('chaos.first@1 beside chaos.first@2');
  expect(said).toContain('the same: 2 (66.7 %) of 3 tasks');
  expect(said).toMatch(new RegExp(String.raw`/\*\s+is another\s+1 \(33\.3 %\)\s+${runs[1]}\.first`));
  promotion = /MESH_SKILL_VERSIONS=(\{.*?\})/.exec(said)![1]!;

  // Three runs of three tasks, each asked for once and done once: nothing of the canary's is among them.
  expect(await rowsIn()).toBe(3);
  expect(await readHub(ports, 'tasks')).toHaveLength(9);
  expect(await readHub(ports, 'results')).toHaveLength(9);
  expect(await readHub(ports, 'dlq')).toHaveLength(0);
}, 90_000);

it('becomes the current one by the setting that the report names: for new runs, not for those in flight', async () => {
  expect(JSON.parse(promotion)).toEqual({ 'chaos.first': '2' });
  await stopWorker();
  const inFlight = await post(4);
  await viewOf(inFlight, ({ steps = [] }) => steps.some(({ status }) => status === 'dispatched'));

  await stopCanary();
  await mesh.stop();
  mesh = await startTestMesh({ data: folder, ports, env: { MESH_APP: app, MESH_SKILL_VERSIONS: promotion } });

  const after = await post(6);
  const [old, fresh] = [await viewOf(inFlight, hasEnded), await viewOf(after, hasEnded)];
  expect(skillsOf(old)).toEqual(['chaos.first@1', 'chaos.effect@1', 'chaos.last@1']);
  expect(old.output).toMatchObject({ n: 4 });
  expect(skillsOf(fresh)).toEqual(['chaos.first@2', 'chaos.effect@1', 'chaos.last@1']);
  expect(fresh.output).toMatchObject({ n: 7 });
}, 90_000);
