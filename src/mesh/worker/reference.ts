import { contentRef } from '../../contracts/dataref';
import type { MeshEvent } from '../../contracts/event';
import { LIMITS } from '../../contracts/limits';
import type { ContentStore } from '../ports/content-store';
import { exposedIn, handlingOf } from '../../contracts/restricted';
import type { SchemaBook } from '../../contracts/schema-book';
import { sealEvent, type OfRun } from '../seal';
import type { Patient } from './patience';
import type { RestrictedDeps } from './restricted';
import type { Skill } from './skill';

export interface ReferenceDeps extends RestrictedDeps {
  contents: ContentStore;
  patient: Patient;
}

/** The event as it travels: data that is large is put where it can be read, and the event refers to it. */
const byReference = async ({ contents, patient }: ReferenceDeps, event: MeshEvent): Promise<MeshEvent> => {
  const bytes = Buffer.from(JSON.stringify(event.data ?? null), 'utf8');
  if (bytes.length <= LIMITS.inlineData) return event;
  const dataref = contentRef(event.correlationid!, bytes);
  await patient('keep contents', () => contents.put(dataref, bytes));
  const { data: _, ...rest } = event;
  return { ...rest, dataref };
};

export interface OutputDeps extends ReferenceDeps {
  book: SchemaBook;
}

/** The event of an output as it travels: where the schema of the skill's output says so, only what may be seen of it. */
export const outputByReference = async (
  { book, restricted, patient, contents }: OutputDeps,
  { output: key }: Pick<Skill, 'output'>,
  event: MeshEvent,
): Promise<MeshEvent> => {
  const handling = handlingOf(book, key);
  if (!handling.restricted) return byReference({ contents, patient }, event);
  if (!restricted) throw new Error('this worker may not keep restricted data: give it the store');
  const { output } = event.data as { output: unknown };
  const sealed = sealEvent(event as OfRun, { output }, exposedIn(handling, output));
  await patient('keep restricted data', () => restricted.put(sealed.ref, sealed.bytes));
  return sealed.event;
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
