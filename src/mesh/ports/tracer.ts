export interface Span {
  /** W3C trace context of this span, to hand on. */
  traceparent: string | undefined;
  set(attribute: string, value: string | number | boolean): void;
}

export interface SpanOptions {
  kind?: 'server' | 'producer' | 'consumer' | 'internal';
  /** The span is a child of this one. */
  parent?: string | undefined;
  /** Traces that a batch joins. */
  links?: readonly (string | undefined)[];
  /** Named after OpenTelemetry's semantic conventions. */
  attributes?: Readonly<Record<string, string | number | boolean | undefined>>;
}

export interface Tracer {
  /** Runs `work` inside a span; what it throws is recorded and thrown on. */
  span<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T>;
}
