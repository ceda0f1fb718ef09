import { bodyOf, propertiesOf } from '../../letters/letter-content';
import { groupLetters } from '../../letters/group-letters';
import { type Letter, type LetterContent, summaryOf, type LetterSummary } from '../../letters/letter';
import { present } from '../../letters/present';
import type { ContentStore } from '../../ports/content-store';
import { searchTenants, type TenantsQuery } from '../../letters/search-tenants';
import type { LetterStore } from '../../ports/letter-store';
import type { ReplayStore } from '../../ports/replay-store';
import { ETAG, IF_NONE_MATCH, NOT_MODIFIED, tagOfLetter, unlessMatched } from '../conditions';
import { EDITED_SCHEMA, showEdit } from '../edit-letter';
import { type LetterAccess, tenantsAsked, timeIn, visibleTo } from '../letter-access';
import { NEXT, paged, pageOf, pageQuery, withCursor } from '../page';
import { CONTENT_SCHEMA, contentView, iso, LETTER_SCHEMA, LETTER_STATES, letterView } from '../letter-view';
import type { Links } from '../links';
import { refusal } from '../problem-error';
import { textIn, wordIn } from '../query';
import type { ApiRequest, Caller, Route } from '../route';

export interface DeadLetterRoutesDeps extends LetterAccess {
  letters: Pick<LetterStore, 'load' | 'search'>;
  replays: Pick<ReplayStore, 'load'>;
  contents: ContentStore;
  links: (request: ApiRequest) => Links;
}

const PAGE = { max: 1_000, absent: 100 };
/** Letters that are counted into groups. */
const GROUPED_MAX = 20_000;

const time = { type: 'string', format: 'date-time' };
const FILTERS = {
  fingerprint: { description: 'Letters that failed alike.', schema: { type: 'string' } },
  type: { description: 'Type of the event.', schema: { type: 'string' } },
  state: { description: 'What became of the letter.', schema: { enum: LETTER_STATES } },
  from: { description: 'Dead letters since then.', schema: time },
  to: { description: 'Dead letters until then.', schema: time },
  tenant: {
    description:
      '`-` for what belongs to nobody, which only operators of the mesh see; all that the caller may see if absent.',
    schema: { type: 'string' },
  },
};

const GROUP_SCHEMA = {
  type: 'object',
  required: ['fingerprint', 'count', 'byState', 'reason', 'stage', 'firstAt', 'lastAt'],
  properties: {
    fingerprint: { type: 'string' },
    count: { type: 'integer' },
    byState: { type: 'object', additionalProperties: { type: 'integer' } },
    reason: LETTER_SCHEMA.properties.reason,
    stage: { type: 'string' },
    eventType: { type: 'string' },
    skill: { type: 'string' },
    firstAt: time,
    lastAt: time,
    newest: { type: 'string', description: 'Id of the newest of them' },
    link: { type: 'string', format: 'uri' },
  },
};

const list = (name: string, items: object, more: object) => ({
  type: 'object',
  required: [name],
  properties: { [name]: { type: 'array', items }, ...more },
});

/** Searching dead letters, and looking at one whole. */
export const deadLetterRoutes = ({
  letters,
  replays,
  contents,
  links,
  ...access
}: DeadLetterRoutesDeps): readonly Route[] => {
  const searchAll = searchTenants(letters);
  const beside = showEdit({ contents });

  const shown = async (content: LetterContent) => {
    const [body, properties] = await Promise.all([
      bodyOf(contents, content),
      propertiesOf(contents, content),
    ]);
    return contentView({ body, properties, contentType: content.contentType });
  };

  const editOf = async (letter: Letter) => {
    if (!letter.replay?.edited) return undefined;
    const edit = (await replays.load(letter.replay.id))?.replay.options.edit;
    return edit === undefined ? undefined : beside(letter, edit);
  };

  const filtersOf = (request: ApiRequest, caller: Caller): Omit<TenantsQuery, 'cursor' | 'limit'> =>
    present({
      tenants: tenantsAsked(textIn(request, 'tenant'), caller, access),
      fingerprint: textIn(request, 'fingerprint'),
      type: textIn(request, 'type'),
      state: wordIn(request, 'state', LETTER_STATES),
      from: timeIn(request, 'from'),
      to: timeIn(request, 'to'),
    });

  const search: Route = {
    method: 'GET',
    path: 'dead-letters',
    operationId: 'ListDeadLetters',
    summary: 'List dead letters',
    description: 'Events that could not be processed, newest first, with the reason of each.',
    role: 'Mesh.Read',
    query: {
      ...FILTERS,
      ...pageQuery(PAGE),
    },
    responses: {
      200: {
        description: 'A page of dead letters.',
        schema: list('letters', LETTER_SCHEMA, { cursor: { type: 'string' } }),
        headers: NEXT,
      },
    },
    handle: async (request, caller) => {
      const query = { ...filtersOf(request, caller), ...pageOf(request, caller, PAGE) };
      const page = await withCursor(searchAll(query));
      const to = links(request);
      const view = (letter: LetterSummary) => letterView(letter, to.letter(letter.id));
      const body = { letters: page.letters.map(view) };
      return paged({ request, caller, links: to, position: page.cursor, body });
    },
  };

  const groups: Route = {
    method: 'GET',
    path: 'dead-letters/groups',
    operationId: 'GroupDeadLetters',
    summary: 'Count dead letters that failed alike',
    description: 'Dead letters by fingerprint, the most frequent first.',
    role: 'Mesh.Read',
    query: FILTERS,
    responses: {
      200: {
        description: 'The groups.',
        schema: list('groups', GROUP_SCHEMA, {
          more: {
            type: 'boolean',
            description: `Whether there are more than the ${GROUPED_MAX} that were counted`,
          },
        }),
      },
    },
    handle: async (request, caller) => {
      const { groups, more } = await groupLetters(letters, filtersOf(request, caller), GROUPED_MAX);
      const to = links(request);
      const items = groups.map(({ newest, firstAt, lastAt, ...group }) =>
        present({
          ...group,
          reason: newest.reason,
          stage: newest.stage,
          eventType: newest.eventType,
          skill: newest.skill,
          firstAt: iso(firstAt),
          lastAt: iso(lastAt),
          newest: newest.id,
          link: to.letter(newest.id),
        }),
      );
      return { status: 200, body: { groups: items, more } };
    },
  };

  const one: Route = {
    method: 'GET',
    path: 'dead-letters/{letter}',
    operationId: 'GetDeadLetter',
    summary: 'Show a dead letter',
    description: 'A dead letter with its bytes and properties as they came.',
    role: 'Mesh.Read',
    params: { letter: { description: 'Id of the letter.', schema: { type: 'string' } } },
    headers: IF_NONE_MATCH,
    responses: {
      200: {
        description: 'The letter.',
        schema: {
          ...LETTER_SCHEMA,
          properties: {
            ...LETTER_SCHEMA.properties,
            content: CONTENT_SCHEMA,
            original: {
              ...CONTENT_SCHEMA,
              description: 'What it carried before it was edited, where the edited one came back',
            },
            edited: EDITED_SCHEMA,
          },
        },
        headers: ETAG,
      },
      304: NOT_MODIFIED,
      404: { description: 'There is no such letter.' },
    },
    handle: async (request, caller) => {
      const id = request.params['letter']!;
      const stored = (await letters.load([id])).get(id);
      const letter = stored?.letter;
      // That another tenant has such a letter is nobody else's business.
      if (!letter || !visibleTo(caller, access).includes(letter.tenant))
        throw refusal('not-found', `There is no dead letter '${id}'.`);
      const [content, original, edited] = await Promise.all([
        shown(letter.content),
        letter.original && shown(letter.original),
        editOf(letter),
      ]);
      const view = letterView(summaryOf(letter), links(request).letter(id));
      const body = present({ ...view, content, original, edited });
      return unlessMatched(request, tagOfLetter(stored), { status: 200, body });
    },
  };

  return [search, groups, one];
};
