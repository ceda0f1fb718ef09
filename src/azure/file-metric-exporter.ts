import { appendFile } from 'node:fs/promises';
import {
  AggregationTemporality,
  type MetricData,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';

const linesOf = ({ descriptor, dataPoints }: MetricData, at: number): string[] =>
  dataPoints.map(({ attributes, value }) =>
    JSON.stringify({ at, name: descriptor.name, unit: descriptor.unit, attributes, value }),
  );

const textOf = ({ scopeMetrics }: ResourceMetrics): string =>
  scopeMetrics
    .flatMap(({ metrics }) => metrics.flatMap((metric) => linesOf(metric, Date.now())))
    .map((line) => `${line}\n`)
    .join('');

/** Appends what was measured since the last time to the file, one JSON object a line: for a look without a backend. */
export const fileMetricExporter = (path: string): PushMetricExporter => ({
  export: (measured, done) => {
    const text = textOf(measured);
    if (text === '') return done({ code: 0 });
    appendFile(path, text).then(
      () => done({ code: 0 }),
      (error: Error) => done({ code: 1, error }),
    );
  },
  selectAggregationTemporality: () => AggregationTemporality.DELTA,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
});
