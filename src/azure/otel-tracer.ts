import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  context,
  trace,
  type Context,
  type SpanContext,
} from '@opentelemetry/api';
import type { SpanOptions, Tracer } from '../mesh/ports/tracer';

const KINDS = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/;

/** @see https://www.w3.org/TR/trace-context/#traceparent-header */
export const contextOf = (traceparent: string | undefined): SpanContext | undefined => {
  const match = TRACEPARENT.exec(traceparent ?? '');
  return match
    ? { traceId: match[1]!, spanId: match[2]!, traceFlags: parseInt(match[3]!, 16), isRemote: true }
    : undefined;
};

const traceparentOf = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

const parentContext = (traceparent: string | undefined): Context => {
  const parent = contextOf(traceparent);
  return parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : context.active();
};

const linksOf = (links: SpanOptions['links']) =>
  (links ?? []).map(contextOf).flatMap((found) => (found ? [{ context: found }] : []));

const present = (attributes: SpanOptions['attributes']) =>
  Object.fromEntries(Object.entries(attributes ?? {}).filter(([, value]) => value !== undefined)) as Record<
    string,
    string | number | boolean
  >;

/** Spans by OpenTelemetry, whichever provider is registered; none costs next to nothing. */
export const otelTracer = (name: string): Tracer => ({
  span: async (title, { kind = 'internal', parent, links, attributes }, work) => {
    const options = { kind: KINDS[kind], attributes: present(attributes), links: linksOf(links) };
    const span = trace.getTracer(name).startSpan(title, options, parentContext(parent));
    const current = span.spanContext();
    const known = /[1-9a-f]/.test(current.traceId);
    try {
      return await context.with(trace.setSpan(context.active(), span), () =>
        work({
          traceparent: known ? traceparentOf(current) : undefined,
          set: (attribute, value) => void span.setAttribute(attribute, value),
        }),
      );
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
      throw error;
    } finally {
      span.end();
    }
  },
});
