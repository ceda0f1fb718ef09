import { errorTypeOf } from '../error-type';
import type { Clock } from '../ports/clock';
import type { Metrics } from '../ports/metrics';
import type { Handle } from './guard';

export interface MeasuredDeps {
  metrics: Metrics;
  clock: Pick<Clock, 'now'>;
}

/**
 * Counts what a reader is given, and how long each batch takes it.
 * @see https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/
 */
export const measured =
  ({ metrics, clock }: MeasuredDeps, handle: Handle): Handle =>
  async (batch) => {
    const reader = {
      'messaging.destination.name': batch.hub,
      'messaging.consumer.group.name': batch.group,
    };
    const begun = clock.now();
    const seconds = () => (clock.now() - begun) / 1_000;
    metrics.count('messaging.client.consumed.messages', batch.events.length, reader);
    try {
      await handle(batch);
    } catch (error) {
      const failed = { ...reader, 'error.type': errorTypeOf(error) };
      metrics.record('messaging.process.duration', seconds(), failed);
      throw error;
    }
    metrics.record('messaging.process.duration', seconds(), reader);
  };
