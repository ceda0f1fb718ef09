import { contentRef } from '../../contracts/dataref';
import type { MeshEvent } from '../../contracts/event';
import { LIMITS } from '../../contracts/limits';
import { exposedIn, handlingOf } from '../../contracts/restricted';
import { exposureFault, sealEvent, type OfRun } from '../../mesh/seal';
import type { TrialMesh } from './mesh';

/** Which schema the data is of, and what of the data that is: all of it, if absent. */
export interface PutAway {
  schema: string;
  value?: unknown;
  /** What is kept of restricted data, where that is not all. */
  data?: unknown;
}

/** The event as the gateway would send it: restricted data put where only skills read it, large data aside. */
export const putAway = async (
  { contents, restricted, book }: Pick<TrialMesh, 'contents' | 'restricted' | 'book'>,
  event: OfRun,
  { schema, data = event.data, value = data }: PutAway,
): Promise<MeshEvent> => {
  const handling = handlingOf(book, schema);
  if (handling.restricted) {
    const fault = exposureFault(handling, value);
    if (fault !== undefined) throw new Error(`of ${schema}, ${fault}`);
    const sealed = sealEvent(event, data, exposedIn(handling, value));
    await restricted.put(sealed.ref, sealed.bytes);
    return sealed.event;
  }
  const bytes = Buffer.from(JSON.stringify(event.data), 'utf8');
  if (bytes.length <= LIMITS.inlineData) return event;
  const dataref = contentRef(event.correlationid, bytes);
  await contents.put(dataref, bytes);
  const { data: _, ...rest } = event;
  return { ...rest, dataref };
};
