import { traced } from '../../../src/mesh/batch/traced';
import type { ReceivedBatch } from '../../../src/mesh/batch/received';
import type { SpanOptions, Tracer } from '../../../src/mesh/ports/tracer';

const recording = () => {
  const spans: { name: string; options: SpanOptions }[] = [];
  const tracer: Tracer = {
    span: (name, options, work) => {
      spans.push({ name, options });
      return work({ traceparent: undefined, set: () => undefined });
    },
  };
  return { spans, tracer };
};

const batchOf = (...traces: (string | undefined)[]): ReceivedBatch => ({
  hub: 'tasks',
  group: 'worker',
  partition: '0',
  events: traces.map((trace, sequence) => ({
    body: Buffer.from('{}'),
    properties: trace === undefined ? {} : { 'cloudEvents:traceparent': trace },
    sequence,
    offset: String(sequence),
    enqueuedAt: 0,
  })),
});

it('links the span of a batch to each trace that it joins, once', async () => {
  const { spans, tracer } = recording();
  await traced(tracer, () => Promise.resolve())(batchOf('a', 'b', 'a', undefined));
  expect(spans).toMatchObject([{ name: 'process tasks', options: { kind: 'consumer', links: ['a', 'b'] } }]);
});

it('does not carry a thousand links', async () => {
  const { spans, tracer } = recording();
  await traced(tracer, () => Promise.resolve())(
    batchOf(...Array.from({ length: 1_000 }, (_, i) => String(i))),
  );
  expect(spans[0]!.options.links).toHaveLength(128);
  expect(spans[0]!.options.attributes).toMatchObject({ 'messaging.batch.message_count': 1_000 });
});
