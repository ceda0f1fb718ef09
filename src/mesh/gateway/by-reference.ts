import { contentRef } from '../../contracts/dataref';
import type { MeshEvent } from '../../contracts/event';
import { LIMITS } from '../../contracts/limits';
import type { ContentStore } from '../ports/content-store';

type OfRun = MeshEvent & { correlationid: string };

/** Bytes grow by a third when they become base64, and JSON hardly grows when it is written again. */
const isSurelySmall = (bodyBytes: number): boolean => bodyBytes <= LIMITS.inlineData / 2;

/** Puts an event's data away when it is too large to travel, and lets a reference travel instead. */
const lighten = async (event: OfRun, contents: ContentStore): Promise<OfRun> => {
  const { data, ...rest } = event;
  if (data === undefined) return event;
  const bytes = Buffer.from(JSON.stringify(data));
  if (bytes.length <= LIMITS.inlineData) return event;
  const dataref = contentRef(event.correlationid, bytes);
  await contents.put(dataref, bytes);
  return { ...rest, dataref };
};

/**
 * Events as they travel: large data by reference. It is kept before the event is sent, so that nobody is told of what
 * is not there.
 * @param bodyBytes size of the body that the events came in: where that is small, nothing needs to be measured
 */
export const byReference = async (
  events: readonly OfRun[],
  { contents, bodyBytes }: { contents: ContentStore; bodyBytes: number },
): Promise<readonly OfRun[]> =>
  isSurelySmall(bodyBytes) ? events : Promise.all(events.map((event) => lighten(event, contents)));
