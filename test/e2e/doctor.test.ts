import type { Examined } from '../../src/cli/doctor/examine';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { typedFor, type Said } from '../support/typed';
import { until } from '../support/until';

const INVOICE = 'samples/invoices/01-invoice-several-vat-rates.xml';

const doctor = (data: string, ...args: readonly string[]): Promise<Said> =>
  typedFor(() => data)('doctor', ...args);

const checksOf = async (data: string, ...args: readonly string[]): Promise<readonly Examined[]> =>
  (JSON.parse((await doctor(data, '--json', ...args)).out) as { checks: Examined[] }).checks;

describe('a mesh that is fit', () => {
  let mesh: TestMesh;
  beforeAll(
    async () => void (mesh = await startTestMesh({ env: { MESH_WEBHOOK_TARGETS: 'public' } })),
    60_000,
  );
  afterAll(() => mesh?.stop(), 30_000);

  it('has nothing against it, an intent that it fulfils included', async () => {
    // What has just started has not been looked at yet.
    await until(
      () => mesh.client.get<{ parts: { name: string; at?: string }[] }>('health'),
      ({ parts }) => parts.some(({ name, at }) => name === 'monitor' && at !== undefined),
    );
    const { code, out } = await doctor(mesh.data, '--send', INVOICE);
    expect(out).not.toMatch(/^(FAIL|warn)/m);
    expect(out).toMatch(/^ok {7}an intent is fulfilled: run [\da-f-]+ is completed after/m);
    expect(out).toMatch(/^ok {7}a run is one trace with the request that asked for it/m);
    expect(out).toMatch(/^ok {7}no address inside the network can be a webhook’s: 3 tried/m);
    expect(out).toMatch(/\d+ ok, 0 warnings, 0 failed, \d+ skipped\. The mesh is fit\.$/m);
    expect(code).toBe(0);
  }, 120_000);
});

describe('a mesh without its worker and its operations', () => {
  let mesh: TestMesh;
  beforeAll(async () => {
    mesh = await startTestMesh({
      args: ['--without', 'worker,operations'],
      env: { MESH_MONITOR_SILENT_MS: '1000' },
    });
  }, 60_000);
  afterAll(() => mesh?.stop(), 30_000);

  it('is not fit: the lines say what is missing, and what to do', async () => {
    const checks = await until(
      () => checksOf(mesh.data),
      (lines) => lines.some(({ name, kind }) => name === 'the monitor looks' && kind === 'warn'),
    );
    expect(checks.find(({ name }) => name === 'all parts of this machine’s mesh run')).toMatchObject({
      kind: 'fail',
      detail: 'worker, operations do not run',
      advice: 'Start what is missing: npm start -- --only worker,operations',
    });
    expect(checks.find(({ name }) => name === 'the monitor looks')).toMatchObject({
      detail: expect.stringContaining('it has not looked'),
      advice: expect.stringContaining('See whether the app operations runs'),
    });
    const { code, out } = await doctor(mesh.data);
    expect(out).toMatch(/FAIL {5}all parts of this machine’s mesh run: worker, operations do not run/);
    expect(out).toContain('The mesh is not fit.');
    expect(code).toBe(1);
  }, 120_000);
});

it('says so where no mesh answers', async () => {
  const { code, out } = await doctor('/nowhere', '--url', 'http://127.0.0.1:1/api', '--token', 't');
  expect(out).toMatch(/FAIL {5}the API answers, and describes itself: fetch failed/);
  expect(code).toBe(1);
}, 60_000);
