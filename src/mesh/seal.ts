import { restrictedRef } from '../contracts/dataref';
import type { MeshEvent } from '../contracts/event';
import { exposedText, MAX_EXPOSED, RESTRICTED, type Handling, exposedIn } from '../contracts/restricted';

export type OfRun = MeshEvent & { correlationid: string };

/** An event without its data, and the data by the name that the event knows it by. */
export interface SealedEvent<E> {
  event: E;
  ref: string;
  bytes: Uint8Array;
}

/**
 * Takes restricted data out of an event: what travels is a reference, and what may be seen.
 * @param data what is kept
 * @param exposed what may be seen of it
 */
export const sealEvent = <E extends OfRun>(
  event: E,
  data: unknown,
  exposed: Readonly<Record<string, unknown>>,
): SealedEvent<E> => {
  const bytes = Buffer.from(JSON.stringify(data ?? null), 'utf8');
  const ref = restrictedRef(event.correlationid, bytes);
  const { data: _, ...rest } = event;
  const seen = { dataref: ref, dataclassification: RESTRICTED, dataexposed: exposedText(exposed) };
  return { event: { ...rest, ...seen } as unknown as E, ref, bytes };
};

/** What is wrong with how much of a value would be seen; undefined when nothing is. */
export const exposureFault = (handling: Handling, value: unknown): string | undefined =>
  handling.restricted && exposedText(exposedIn(handling, value)).length > MAX_EXPOSED
    ? `its exposed properties are more than ${MAX_EXPOSED / 1024} KiB: expose less of it (x-exposed)`
    : undefined;
