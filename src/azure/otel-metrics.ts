import {
  metrics,
  type Attributes,
  type Meter,
  type MeterProvider,
  type MetricOptions,
} from '@opentelemetry/api';
import { METRICS, type MetricName } from '../mesh/metrics';
import type { Metrics } from '../mesh/ports/metrics';

type Measure = (value: number, attributes: Attributes) => void;

const MAKE: Record<
  (typeof METRICS)[MetricName]['kind'],
  (meter: Meter, name: string, options: MetricOptions) => Measure
> = {
  counter: (meter, name, options) => {
    const counter = meter.createCounter(name, options);
    return (by, attributes) => counter.add(by, attributes);
  },
  histogram: (meter, name, options) => {
    const histogram = meter.createHistogram(name, options);
    return (value, attributes) => histogram.record(value, attributes);
  },
  gauge: (meter, name, options) => {
    const gauge = meter.createGauge(name, options);
    return (value, attributes) => gauge.record(value, attributes);
  },
};

const optionsOf = (name: MetricName): MetricOptions => {
  const { unit, description, ...rest } = METRICS[name];
  return {
    unit,
    description,
    ...('buckets' in rest && { advice: { explicitBucketBoundaries: [...rest.buckets] } }),
  };
};

/**
 * Metrics by OpenTelemetry, whichever provider is registered; none costs next to nothing. The provider may come after the
 * first measure (Application Insights is loaded while functions already run): its instruments are made when it is there.
 */
export const otelMetrics = (name: string): Metrics => {
  let provider: MeterProvider | undefined;
  let instruments = new Map<MetricName, Measure>();

  const measure = (metric: MetricName, value: number, attributes: Attributes): void => {
    const current = metrics.getMeterProvider();
    if (current !== provider) {
      provider = current;
      instruments = new Map();
    }
    let instrument = instruments.get(metric);
    if (!instrument) {
      instrument = MAKE[METRICS[metric].kind](current.getMeter(name), metric, optionsOf(metric));
      instruments.set(metric, instrument);
    }
    instrument(value, attributes);
  };
  return { count: measure, record: measure, gauge: measure };
};
