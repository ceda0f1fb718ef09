import { parseStructured } from '../../contracts/envelope';
import type { MeshEvent } from '../../contracts/event';

/** The event that bytes are; undefined when they are none. */
export const eventOfBytes = (bytes: Uint8Array): MeshEvent | undefined => {
  const parsed = parseStructured(bytes);
  return parsed.ok ? parsed.event : undefined;
};
