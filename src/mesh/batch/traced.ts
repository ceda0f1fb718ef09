import type { Tracer } from '../ports/tracer';
import type { Handle } from './guard';
import type { ReceivedBatch } from './received';

/** Links of one span, at most: a batch of a thousand traces is told by its count. */
const LINKS = 128;

const linksOf = ({ events }: ReceivedBatch): readonly string[] => {
  const traces = events.map(({ properties }) => properties['cloudEvents:traceparent']);
  return [...new Set(traces)].filter((trace) => typeof trace === 'string').slice(0, LINKS);
};

/**
 * A span for each batch, with links to the traces that it joins; the work on one event is a span of the event's own trace.
 * @see https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
 */
export const traced =
  (tracer: Tracer, handle: Handle): Handle =>
  (batch) =>
    tracer.span(
      `process ${batch.hub}`,
      {
        kind: 'consumer',
        links: linksOf(batch),
        attributes: {
          'messaging.system': 'eventhubs',
          'messaging.operation.name': 'process',
          'messaging.destination.name': batch.hub,
          'messaging.consumer.group.name': batch.group,
          'messaging.destination.partition.id': batch.partition,
          'messaging.batch.message_count': batch.events.length,
        },
      },
      () => handle(batch),
    );
