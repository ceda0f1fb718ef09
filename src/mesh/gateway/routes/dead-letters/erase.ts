import { CHANGED, checkMatch, IF_MATCH, tagOfLetter } from '../../conditions';
import { jsonBody } from '../../json-body';
import { namedReachOf, tenantsOf } from '../../letter-access';
import { refusal } from '../../problem-error';
import { recordAct } from '../../record-act';
import type { Route } from '../../route';
import { type DeadLetterRoutesDeps, TENANT, text } from './deps';

interface EraseBody {
  reason: string;
  tenant?: string;
}

const ERASE_BODY = {
  type: 'object',
  additionalProperties: false,
  required: ['reason'],
  properties: {
    reason: {
      type: 'string',
      minLength: 1,
      maxLength: 1_000,
      description: 'Why, for people: it stays with the letter',
    },
    tenant: TENANT.schema,
  },
} as const;

const ASKED = {
  type: 'object',
  required: ['letter', 'link'],
  properties: { letter: text, link: { type: 'string', format: 'uri' } },
};

export const eraseLetterRoute = (deps: DeadLetterRoutesDeps): Route => {
  const { letters, erasures, clock, links } = deps;
  const read = jsonBody<EraseBody>(ERASE_BODY);
  const record = recordAct(deps);
  return {
    method: 'POST',
    path: 'dead-letters/{letter}/erase',
    operationId: 'EraseDeadLetter',
    summary: 'Erase what a dead letter carried',
    description:
      'Erases its bytes, properties and edits for good, within seconds, or once a replay of it is over. What is known of the letter stays, with who erased it, when and why; it cannot be brought back any more. Data that its event only refers to belongs to its run.',
    role: 'Mesh.Operate',
    params: { letter: { description: 'Id of the letter.', schema: text } },
    headers: IF_MATCH,
    request: { 'application/json': { schema: ERASE_BODY } },
    responses: {
      202: { description: 'It is erased in a moment.', schema: ASKED },
      404: { description: 'There is no such letter.' },
      412: CHANGED,
    },
    handle: async (request, caller) => {
      const { reason, tenant } = read(request.body);
      const id = request.params['letter']!;
      const reach = namedReachOf(tenant, caller, deps);
      const stored = (await letters.load([id])).get(id);
      if (!stored || !tenantsOf(reach).includes(stored.letter.tenant))
        throw refusal('not-found', `There is no dead letter '${id}'.`);
      checkMatch(request, tagOfLetter(stored));
      await record(caller, stored.letter.tenant, { what: 'erased', letter: id, reason });
      const by = { type: caller.type, id: caller.id };
      await erasures.ask({ v: 1, letter: id, at: clock.now(), by, reason });
      return { status: 202, body: { letter: id, link: links(request).letter(id) } };
    },
  };
};
