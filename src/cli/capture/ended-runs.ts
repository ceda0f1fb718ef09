import type { CapturedEvent } from './captured-event';
import { attributeOf } from './selection';

const END = /^business\.[^.]+\.intent\.(?:completed|failed|expired|cancelled)$/;

/** The hub that tells the world of runs that ended. */
export const ENDS_HUB = 'events';

/** The runs whose end is among the events. */
export const endedRuns = async (
  events: AsyncIterable<{ event: CapturedEvent }>,
): Promise<ReadonlySet<string>> => {
  const runs = new Set<string>();
  for await (const { event } of events) {
    const run = END.test(attributeOf(event, 'type') ?? '') && attributeOf(event, 'correlationid');
    if (run) runs.add(run);
  }
  return runs;
};
