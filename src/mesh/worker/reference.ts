import { contentRef } from '../../contracts/dataref';
import type { MeshEvent } from '../../contracts/event';
import { LIMITS } from '../../contracts/limits';
import type { ContentStore } from '../ports/content-store';
import type { Patient } from './patience';

export interface ReferenceDeps {
  contents: ContentStore;
  patient: Patient;
}

/** The event as it travels: data that is large is put where it can be read, and the event refers to it. */
export const byReference = async (
  { contents, patient }: ReferenceDeps,
  event: MeshEvent,
): Promise<MeshEvent> => {
  const bytes = Buffer.from(JSON.stringify(event.data ?? null), 'utf8');
  if (bytes.length <= LIMITS.inlineData) return event;
  const dataref = contentRef(event.correlationid!, bytes);
  await patient('keep contents', () => contents.put(dataref, bytes));
  const { data: _, ...rest } = event;
  return { ...rest, dataref };
};

/** What an event refers to is gone: erased, or never there. */
export const GONE = Symbol('gone');

/** The data of an event, wherever it is. @throws SyntaxError for contents that are not JSON */
export const dataOf = async ({ contents, patient }: ReferenceDeps, event: MeshEvent): Promise<unknown> => {
  const { dataref, data } = event;
  if (dataref === undefined) return data;
  const bytes = await patient('read contents', () => contents.get(dataref));
  return bytes === undefined ? GONE : (JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown);
};
