/** An answer that is not a problem. */
export interface Answered<Status extends number, Body> {
  status: Status;
  headers: Headers;
  body: Body;
}

export interface CallOptions {
  /** Gives the call up. */
  signal?: AbortSignal;
  /** Milliseconds that one try may take: those of the client if absent. */
  timeoutMs?: number;
  /** Headers on top, for what the document does not know. */
  headers?: Readonly<Record<string, string>>;
}

/** What the transport needs to know of an operation. */
export interface OperationFacts {
  readonly method: string;
  /** With `{parameters}`. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, { readonly in: string; readonly name: string }>>;
  /** Of its body, unless the caller says otherwise. */
  readonly mediaType?: string;
  /** Statuses from 400 on that are an answer and no problem. */
  readonly takes?: readonly number[];
  /** Whether doing it twice is doing it once. */
  readonly safe: boolean;
  /** Whether an idempotency key makes it so. */
  readonly keyed?: boolean;
  /** Name of the list in a page. */
  readonly list?: string;
}
