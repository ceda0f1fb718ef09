import type { AttributesOf, NameOf } from '../metrics';

/**
 * Measures: what the table in `mesh/metrics.ts` names. Never throws, never waits.
 * @example metrics.count('mesh.tasks', 1, { 'mesh.skill': skill.name, 'mesh.outcome': 'completed' });
 */
export interface Metrics {
  /** Adds to a sum. */
  count<Name extends NameOf<'counter'>>(name: Name, by: number, attributes: AttributesOf<Name>): void;
  /** Adds a value to a distribution, in the metric's unit. */
  record<Name extends NameOf<'histogram'>>(name: Name, value: number, attributes: AttributesOf<Name>): void;
  /** Says how much it is now. */
  gauge<Name extends NameOf<'gauge'>>(name: Name, value: number, attributes: AttributesOf<Name>): void;
}
