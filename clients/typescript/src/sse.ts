/** One event of a stream. */
export interface SentEvent {
  id: string;
  event: string;
  data: string;
  /** Milliseconds after which to come again, where the stream said so. */
  retry?: number;
}

const LINE = /^([^:]*):? ?(.*)$/s;

/** Events of a stream. @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */
export async function* sentEvents(
  chunks: AsyncIterable<Uint8Array>,
  said: (retryMs: number) => void = () => undefined,
): AsyncGenerator<SentEvent, void, void> {
  const decoder = new TextDecoder();
  let left = '';
  let id = '';
  let event = 'message';
  let data: string[] = [];
  const take = (line: string): void => {
    const [, field, value = ''] = LINE.exec(line)!;
    if (field === 'id') id = value;
    else if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'retry' && /^\d+$/.test(value)) said(Number(value));
  };
  for await (const chunk of chunks) {
    const lines = (left + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    left = lines.pop()!;
    for (const line of lines) {
      if (line !== '') take(line);
      else if (data.length > 0) yield { id, event, data: data.join('\n') };
      if (line !== '') continue;
      event = 'message';
      data = [];
    }
  }
}
