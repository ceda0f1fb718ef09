import type { AttributesOf, MetricName } from '../../metrics';
import type { Metrics } from '../metrics';

export interface Measured<Name extends MetricName = MetricName> {
  name: Name;
  value: number;
  attributes: AttributesOf<Name>;
}

export interface MemoryMetrics extends Metrics {
  /** All that was measured, in its order. */
  readonly all: readonly Measured[];
  /** What was measured of one metric, in its order. */
  of<Name extends MetricName>(name: Name): readonly Measured<Name>[];
}

/** Measures that are kept, for tests to look at. */
export const memoryMetrics = (): MemoryMetrics => {
  const all: Measured[] = [];
  const keep = <Name extends MetricName>(name: Name, value: number, attributes: AttributesOf<Name>): void =>
    void all.push({ name, value, attributes: { ...attributes } });
  return {
    all,
    of: <Name extends MetricName>(name: Name) =>
      all.filter((one) => one.name === name) as unknown as readonly Measured<Name>[],
    count: keep,
    record: keep,
    gauge: keep,
  };
};
