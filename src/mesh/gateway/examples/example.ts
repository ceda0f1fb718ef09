/** One example of a body, as OpenAPI shows it. */
export interface Example {
  summary: string;
  value: unknown;
}

export type Examples = Readonly<Record<string, Example>>;

/** What the document shows of one route. */
export interface RouteExamples {
  /** Of each parameter of the path. */
  params?: Readonly<Record<string, string | number>>;
  /** By media type. */
  request?: Readonly<Record<string, Examples>>;
  /** By status; an answer without a body has none. */
  responses: Readonly<Record<number, Examples>>;
  /** The same answers by other media types, by those. */
  also?: Readonly<Record<string, Examples>>;
  /** Problems in this route's own words; the others are shown as they are everywhere. */
  problems?: Readonly<Record<number, Examples>>;
}
