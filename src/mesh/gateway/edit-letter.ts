import type { TaskCreated } from '../../contracts/generated/schemas';
import { meaningOf } from '../../contracts/event-types';
import type { MeshEvent } from '../../contracts/event';
import type { Fault } from '../../contracts/problem';
import { faultyProblem } from '../../contracts/problems';
import type { SchemaBook } from '../../contracts/schema-book';
import { schemaKeyOf, schemaVersion } from '../../contracts/schema-key';
import type { Catalog } from '../catalog';
import { eventOfBytes } from '../letters/event-of-bytes';
import type { Letter, LetterContent } from '../letters/letter';
import { bodyOf } from '../letters/letter-content';
import { taskToPerform } from '../letters/letter-id';
import type { ContentStore } from '../ports/content-store';
import { edited } from '../replayer/outgoing';
import { ProblemError } from './problem-error';

export interface EditLetterDeps {
  contents: ContentStore;
  book: Pick<SchemaBook, 'has' | 'faults'>;
  catalog: Pick<Catalog, 'skill'>;
}

/** The data of a letter's event, as it came and as it would go out. */
export interface Edited {
  letter: string;
  before: unknown;
  after: unknown;
}

export const EDITED_SCHEMA = {
  type: 'object',
  description: 'An edit beside what it was made of',
  properties: {
    letter: { type: 'string' },
    before: { description: 'The data of the event as it came' },
    after: { description: 'The data as it goes out' },
  },
} as const;

const refuseEdit = (message: string): never => {
  throw new ProblemError(faultyProblem('invalid-request', [{ pointer: '/edit', message }]));
};

const eventOf = async (contents: ContentStore, content: LetterContent): Promise<MeshEvent | undefined> => {
  const body = await bodyOf(contents, content);
  return body && eventOfBytes(body);
};

/** An edit beside what it was made of; undefined where that was erased or is no event. */
export const showEdit =
  ({ contents }: Pick<EditLetterDeps, 'contents'>) =>
  async (
    { id, content, original }: Pick<Letter, 'id' | 'content' | 'original'>,
    edit: unknown,
  ): Promise<Edited | undefined> => {
    const event = await eventOf(contents, original ?? content);
    const after = event && edited(event, edit);
    return after && { letter: id, before: event.data, after: after.data };
  };

/**
 * Makes the edit of a letter and checks it, as whoever receives it will: against the schema of the event's type, and of the
 * skill's input where it asks for a task. Nothing is sent.
 * @throws ProblemError that points into the edited data
 */
export const editLetter = ({ contents, book, catalog }: EditLetterDeps) => {
  const ofType = ({ type, dataschema, data }: MeshEvent): readonly Fault[] => {
    const key = schemaKeyOf(type, schemaVersion(dataschema) ?? 0);
    return book.has(key) ? book.faults(key, data) : [{ pointer: '', message: `there is no schema '${key}'` }];
  };

  const ofInput = (event: MeshEvent): readonly Fault[] => {
    if (taskToPerform(event) === undefined) return [];
    const { skill: name, input } = event.data as TaskCreated;
    const skill = catalog.skill(name);
    if (!skill) return [{ pointer: '/skill', message: `no agent has the skill '${name}'` }];
    return book
      .faults(skill.input, input)
      .map(({ pointer, message }) => ({ pointer: `/input${pointer}`, message }));
  };

  return async ({ id, content }: Letter, edit: unknown): Promise<Edited> => {
    const event = await eventOf(contents, content);
    if (!event || meaningOf(event.type).kind === 'unknown')
      return refuseEdit('the letter is no event that the mesh knows, so it cannot be edited');
    const after = edited(event, edit);
    if (!after)
      return refuseEdit('the data of this letter does not travel with it (dataref), so it cannot be edited');
    const faults = ofType(after);
    const all = faults.length > 0 ? faults : ofInput(after);
    if (all.length > 0) throw new ProblemError(faultyProblem('invalid-data', all, { letter: id }));
    return { letter: id, before: event.data, after: after.data };
  };
};
