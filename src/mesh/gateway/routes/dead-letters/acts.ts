import { ACTS, type Act } from '../../../ports/act-store';
import { reachOf } from '../../letter-access';
import { iso } from '../../letter-view';
import { NEXT, paged, pageOf, pageQuery, withCursor } from '../../page';
import { textIn } from '../../query';
import type { Caller, Route } from '../../route';
import { type DeadLetterRoutesDeps, list, TENANT, text, time } from './deps';

const PAGE = { max: 1_000, absent: 100 };

const ACT_SCHEMA = {
  type: 'object',
  required: ['at', 'by', 'what', 'tenant'],
  properties: {
    at: time,
    by: { type: 'object', required: ['type', 'id'], properties: { type: text, id: text } },
    what: { enum: ACTS },
    tenant: { type: 'string', description: 'Whose letters; `*`: everybody’s' },
    letter: { type: 'string', description: 'The letter that it was about' },
    letters: { type: 'integer', minimum: 0, description: 'How many letters it was about' },
    reason: { type: 'string', description: 'Why, in the words of whoever did it' },
  },
};

const actView = ({ v: _v, id: _id, at, ...act }: Act) => ({ at: iso(at), ...act });

export const listActsRoute = (deps: DeadLetterRoutesDeps): Route => {
  const { acts, links } = deps;

  /** Whose acts; undefined: all. */
  const about = (asked: string | undefined, caller: Caller): string | undefined => {
    if (asked === undefined) return caller.tenant;
    const reach = reachOf(asked, caller, deps);
    return reach.kind === 'everybody' ? undefined : asked;
  };

  return {
    method: 'GET',
    path: 'dead-letters/acts',
    operationId: 'ListLetterActs',
    summary: 'See what operators did with dead letters',
    description:
      'Who looked into, brought back or erased whose letters, when and why, newest first: what operators of the mesh did with those of other tenants, and what anybody erased.',
    role: 'Mesh.Operate',
    query: { tenant: TENANT, ...pageQuery(PAGE) },
    responses: {
      200: {
        description: 'A page of acts.',
        schema: list('acts', ACT_SCHEMA, { cursor: text }),
        headers: NEXT,
      },
    },
    handle: async (request, caller) => {
      const tenant = about(textIn(request, 'tenant'), caller);
      const query = { ...pageOf(request, caller, PAGE), ...(tenant !== undefined && { tenant }) };
      const page = await withCursor(acts.list(query));
      const body = { acts: page.acts.map(actView) };
      return paged({ request, caller, links: links(request), position: page.cursor, body });
    },
  };
};
