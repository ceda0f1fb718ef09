import { globSync, readFileSync } from 'node:fs';
import { METRICS } from '../../src/mesh/metrics';
import { reasonCodeOf, REASONS } from '../../src/mesh/letters/reasons';
import { nullMetrics } from '../../src/mesh/ports/memory/null-metrics';
import type { Metrics } from '../../src/mesh/ports/metrics';

const rows = Object.entries(METRICS);

it('names what OpenTelemetry has no name for after the mesh, and says what each is', () => {
  expect(
    rows.map(([name]) => name).filter((name) => !/^(mesh|messaging|http)\.[a-z_.]+$/.test(name)),
  ).toEqual([]);
  for (const [, { unit, description }] of rows) {
    expect(unit).toMatch(/^(s|\{[a-z]+\})$/);
    expect(description).toMatch(/^[A-Z].*\.$/);
  }
});

it('gives histograms buckets that rise', () => {
  for (const [, metric] of rows)
    if (metric.kind === 'histogram')
      expect(metric.buckets).toEqual([...new Set(metric.buckets)].toSorted((a, b) => a - b));
});

it('knows the reason of every dead letter that the mesh itself makes', () => {
  const files = globSync('src/mesh/{worker,planner,letters,batch,canary}/**/*.ts');
  // What a run says of itself, and what a caller is told, is no reason of a letter.
  const others = new Set(['declined', 'not-a-list', 'too-many-items']);
  const given = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:code: |refused\(|dead\(\s*|fault\()'([a-z-]+)'/g)].map(
      ([, code]) => code!,
    ),
  );
  expect(given.length).toBeGreaterThan(15);
  expect(given.filter((code) => reasonCodeOf(code) === 'other' && !others.has(code))).toEqual([]);
});

it('has no more reasons than it knows, whatever skills say', () => {
  expect(reasonCodeOf('ledger-busy')).toBe('other');
  expect(REASONS.filter((code) => reasonCodeOf(code) !== code)).toEqual([]);
});

it('takes nothing that is not in the table', () => {
  const metrics: Metrics = nullMetrics;
  // @ts-expect-error there is no such metric
  metrics.count('mesh.runs', 1, {});
  // @ts-expect-error it is counted, not recorded
  metrics.record('mesh.tasks', 1, { 'mesh.skill': 'a', 'mesh.outcome': 'completed' });
  // @ts-expect-error there is no such outcome
  metrics.count('mesh.tasks', 1, { 'mesh.skill': 'a', 'mesh.outcome': 'done' });
  // @ts-expect-error an attribute is missing
  metrics.count('mesh.tasks', 1, { 'mesh.outcome': 'completed' });
  // @ts-expect-error runs have no such attribute: it would be a series a tenant
  metrics.count('mesh.runs.ended', 1, { 'mesh.intent.type': 'a', 'mesh.status': 'failed', tenant: 't' });
  metrics.count('messaging.client.sent.messages', 1, { 'messaging.destination.name': 'tasks' });
  // That it compiles is the test: each line above that should not does not.
  expect(metrics).toBe(nullMetrics);
});
