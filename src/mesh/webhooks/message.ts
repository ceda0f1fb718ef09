import { httpHeaders } from '../../contracts/envelope';
import type { RunEnded } from '../../contracts/generated/schemas';
import { linksFor } from '../gateway/links';
import type { Run } from '../planner/run';
import type { ContentStore } from '../ports/content-store';
import type { Post } from '../ports/sink';
import type { Delivery } from './delivery';
import { runEnded } from './run-ended';
import type { Subscription } from './subscription';

export interface MessageDeps {
  contents: Pick<ContentStore, 'get'>;
  /** Where callers reach the mesh now; where they did when they subscribed, if absent. */
  publicUrl?: string | undefined;
}

export const TYPE = 'run.ended';

const eventOf = ({ event }: Delivery, run: RunEnded, dataschema: string) => ({
  specversion: '1.0' as const,
  // Stays the same when it is sent again: by this a receiver knows that it had it.
  id: event.id,
  source: `/api/runs/${run.runId}`,
  type: TYPE,
  dataschema,
  subject: run.runId,
  time: run.endedAt,
  correlationid: run.runId,
  ...(event.traceparent !== undefined && { traceparent: event.traceparent }),
});

/**
 * What goes to a subscriber: a CloudEvent in binary mode, so that its body is what the flow sees.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md
 */
export const messageOf = async (
  delivery: Delivery,
  { subscription, run }: { subscription: Subscription; run: Run },
  { contents, publicUrl = subscription.base }: MessageDeps,
): Promise<Post> => {
  const base = new URL(publicUrl);
  const links = linksFor(publicUrl)({ url: base });
  const data = await runEnded(run, { contents, link: links.run(run.id) });
  return {
    sink: subscription.sink,
    subscriber: subscription.key,
    headers: {
      ...httpHeaders(eventOf(delivery, data, links.schema(TYPE, '1'))),
      'content-type': 'application/json',
      'webhook-request-origin': base.host,
    },
    body: Buffer.from(JSON.stringify(data), 'utf8'),
  };
};
