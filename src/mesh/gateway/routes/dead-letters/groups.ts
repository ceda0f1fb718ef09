import { groupLetters, type LetterGroup } from '../../../letters/group-letters';
import { present } from '../../../letters/present';
import { iso, LETTER_SCHEMA } from '../../letter-view';
import type { Links } from '../../links';
import { recordReach } from '../../record-act';
import type { Route } from '../../route';
import { type DeadLetterRoutesDeps, list, text, time } from './deps';
import { FILTERS, MORE_TENANTS, searchedBy } from './searched';

/** Letters that are counted into groups. */
const GROUPED_MAX = 20_000;

const GROUP_SCHEMA = {
  type: 'object',
  required: ['fingerprint', 'count', 'byState', 'reason', 'stage', 'firstAt', 'lastAt'],
  properties: {
    fingerprint: text,
    count: { type: 'integer' },
    byState: { type: 'object', additionalProperties: { type: 'integer' } },
    byTenant: {
      type: 'object',
      description: 'How many of whose letters, where another’s or everybody’s were asked for',
      additionalProperties: { type: 'integer' },
    },
    reason: LETTER_SCHEMA.properties.reason,
    stage: text,
    eventType: text,
    skill: text,
    firstAt: time,
    lastAt: time,
    newest: { type: 'string', description: 'Id of the newest of them' },
    link: { type: 'string', format: 'uri' },
  },
};

const groupView = ({ newest, firstAt, lastAt, byTenant, ...group }: LetterGroup, to: Links, whose: boolean) =>
  present({
    ...group,
    byTenant: whose ? byTenant : undefined,
    reason: newest.reason,
    stage: newest.stage,
    eventType: newest.eventType,
    skill: newest.skill,
    firstAt: iso(firstAt),
    lastAt: iso(lastAt),
    newest: newest.id,
    link: to.letter(newest.id),
  });

export const groupLettersRoute = (deps: DeadLetterRoutesDeps): Route => {
  const searched = searchedBy(deps);
  const record = recordReach(deps);
  return {
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
          ...MORE_TENANTS,
          more: {
            type: 'boolean',
            description: `Whether there are more than the ${GROUPED_MAX} that were counted`,
          },
        }),
      },
    },
    handle: async (request, caller) => {
      const { reach, query, ...others } = await searched(request, caller);
      const { groups, more } = await groupLetters(deps.letters, query, GROUPED_MAX);
      const letters = groups.reduce((sum, { count }) => sum + count, 0);
      await record(caller, reach, { what: 'grouped', letters });
      const to = deps.links(request);
      const items = groups.map((group) => groupView(group, to, reach.kind !== 'own'));
      return { status: 200, body: { groups: items, more, ...others } };
    },
  };
};
