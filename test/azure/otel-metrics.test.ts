import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type Histogram,
} from '@opentelemetry/sdk-metrics';
import { otelMetrics } from '../../src/azure/otel-metrics';
import { METRICS } from '../../src/mesh/metrics';

const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 });

afterEach(() => {
  metrics.disable();
  exporter.reset();
});

const collected = async () => {
  await reader.forceFlush();
  return exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
};

it('measures nothing while nobody listens, and everything once somebody does', async () => {
  const mesh = otelMetrics('test');
  const task = { 'mesh.skill': 'demo.look@1', 'mesh.outcome': 'completed' } as const;
  mesh.count('mesh.tasks', 1, task);
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  mesh.count('mesh.tasks', 2, task);
  mesh.count('mesh.tasks', 3, { ...task });
  mesh.gauge('mesh.letters.open', 7, { 'mesh.letter.state': 'parked' });
  mesh.record('mesh.task.duration', 42, task);

  const found = new Map((await collected()).map((metric) => [metric.descriptor.name, metric]));
  expect(found.get('mesh.tasks')).toMatchObject({
    descriptor: { unit: '{task}', description: METRICS['mesh.tasks'].description },
    dataPoints: [{ value: 5, attributes: task }],
  });
  expect(found.get('mesh.letters.open')!.dataPoints).toMatchObject([{ value: 7 }]);
  const { buckets, sum } = found.get('mesh.task.duration')!.dataPoints[0]!.value as Histogram;
  expect({ bounds: buckets.boundaries, sum }).toEqual({
    bounds: METRICS['mesh.task.duration'].buckets,
    sum: 42,
  });
});
