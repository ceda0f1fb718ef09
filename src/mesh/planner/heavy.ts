import { contentRef } from '../../contracts/dataref';
import type { MeshEvent } from '../../contracts/event';
import { LIMITS } from '../../contracts/limits';
import type { Content } from './context';

/** Large data does not travel with its event. */
export const light = (run: string, event: MeshEvent): { event: MeshEvent; content?: Content } => {
  if (event.data === undefined) return { event };
  const content = heavy(run, event.data);
  if (!content) return { event };
  const { data: _, ...rest } = event;
  return { event: { ...rest, dataref: content.ref }, content };
};

/** The value as a content of its own, where it is too large to travel; undefined where it is not. */
export const heavy = (
  run: string,
  value: unknown,
  limit: number = LIMITS.inlineData,
): Content | undefined => {
  const bytes = Buffer.from(JSON.stringify(value));
  return bytes.length > limit ? { ref: contentRef(run, bytes), bytes } : undefined;
};
