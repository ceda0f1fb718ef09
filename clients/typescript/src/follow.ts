import { requestOf, factsOf } from './call';
import { MeshUnreachable } from './problem';
import type { CallOptions } from './operation';
import type { Journal } from './generated/types';
import { sleep } from './retry';
import { sentEvents } from './sse';
import type { Send } from './transport';

/** One entry of the journal of a run. */
export type JournalEntry = Journal['events'][number];

/** How a run ended: the last thing that is told. */
export interface RunEnd {
  runId: string;
  type: string;
  status: 'completed' | 'failed' | 'expired' | 'cancelled';
  endedAt: string;
  failure?: { code: string; message: string; step?: string };
  reason?: string;
  link: string;
}

/** What is told of a run. `id` is what to go on from: `{ after: id }`. */
export type RunNews =
  | { kind: 'entry'; id: string; type: string; entry: JournalEntry }
  | { kind: 'end'; id: string; type: string; end: RunEnd };

export interface FollowOptions extends CallOptions {
  /** Id of the last news that the caller has: it goes on behind it. */
  after?: string;
  /** Of the link that accepting gave, so that a run that is on its way is waited for; `now` where there is no link. */
  since?: string;
}

const END = 'end';
/** Milliseconds before a stream that ended is asked for again, where it does not say. */
const PAUSE_MS = 2_000;
/** Milliseconds that one stream may last: the mesh ends it before. */
const LONGEST_MS = 300_000;

const newsOf = ({ id, event, data }: { id: string; event: string; data: string }): RunNews => {
  const told = JSON.parse(data) as never;
  return id === END
    ? { kind: 'end', id, type: event, end: told }
    : { kind: 'entry', id, type: event, entry: told };
};

/** The news of one stream; a connection that breaks ends it. */
async function* newsIn(response: Response, said: (ms: number) => void): AsyncGenerator<RunNews, void, void> {
  if (!response.body) return;
  try {
    for await (const sent of sentEvents(response.body, said)) yield newsOf(sent);
  } catch (error) {
    // What comes again goes on behind the last event that arrived whole.
    if (error instanceof SyntaxError) throw error;
  }
}

/**
 * What happens to a run, entry by entry as it happens, and at last how it ended. It comes again by itself where a stream
 * ended or broke, behind the last entry that it had.
 */
export const followRun = (send: Send) =>
  async function* (id: string, options: FollowOptions = {}): AsyncGenerator<RunNews, void, void> {
    const { after = '0', since, ...call } = options;
    let last = after;
    let pause = PAUSE_MS;
    const open = () => {
      const args = { id, lastEventId: last, ...(since !== undefined && { since }) };
      const headers = { ...call.headers, accept: 'text/event-stream' };
      return send(requestOf(factsOf('GetJournal'), args, { timeoutMs: LONGEST_MS, ...call, headers }));
    };
    for (;;) {
      const response = await open();
      if (response.status === 204) return;
      if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
        await response.body?.cancel();
        throw new MeshUnreachable(
          response.url,
          new Error('something in between does not let streams through'),
        );
      }
      for await (const news of newsIn(response, (ms) => (pause = ms))) {
        last = news.id;
        yield news;
        if (news.kind === 'end') return;
      }
      if (call.signal?.aborted) throw call.signal.reason;
      await sleep(pause, call.signal);
    }
  };
