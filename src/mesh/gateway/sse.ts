/** One event of a stream, as server-sent events are written. @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface SentEvent {
  /** What a client sends as `Last-Event-ID` when it comes again. */
  id: string;
  event: string;
  /** Sent as JSON, which holds no line break. */
  data: unknown;
}

export const sentEvent = ({ id, event, data }: SentEvent): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Nothing happened: whoever sits in between sees that the connection lives. */
export const HEARTBEAT = ':\n\n';

/** Milliseconds after which a client comes again. */
export const comeAgain = (ms: number): string => `retry: ${ms}\n\n`;

export const EVENT_STREAM = 'text/event-stream';

/** Whether the caller asks for a stream by name: `*\/*` is happy with JSON. */
export const asksForStream = (accept: string | undefined): boolean =>
  (accept ?? '').split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return type === EVENT_STREAM && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
