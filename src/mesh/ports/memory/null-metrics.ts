import type { Metrics } from '../metrics';

/** Measures nothing. */
export const nullMetrics: Metrics = {
  count: () => undefined,
  record: () => undefined,
  gauge: () => undefined,
};
