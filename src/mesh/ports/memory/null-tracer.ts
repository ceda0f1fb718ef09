import type { Tracer } from '../tracer';

/** Traces nothing; hands on the trace that was there. */
export const nullTracer: Tracer = {
  span: (_name, { parent }, work) => work({ traceparent: parent, set: () => undefined }),
};
