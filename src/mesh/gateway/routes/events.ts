import { BATCH, STRUCTURED, parseHttp } from '../../../contracts/envelope';
import type { ApiRequest, Route } from '../route';
import { ref } from '../route';
import { intake, type IntakeDeps } from '../intake';
import type { Links } from '../links';
import { ProblemError } from '../problem-error';

export interface EventRouteDeps extends IntakeDeps {
  links: (request: ApiRequest) => Links;
}

/** Intents as CloudEvents. */
export const eventRoutes = (deps: EventRouteDeps): readonly Route[] => {
  const take = intake(deps);
  return [
    {
      method: 'POST',
      path: 'events',
      operationId: 'PostEvents',
      summary: 'Post intents as CloudEvents',
      description:
        'Takes one CloudEvent, structured or binary, or a batch. A batch is taken as a whole or not at all. The same source and id again give the same run again. Attributes that only the mesh may set (correlationid, tenantid, authtype, authid) are replaced, attempt, replayid, replayedby, dataclassification and dataexposed are left out, and dataref is refused.',
      role: 'Mesh.Publish',
      request: {
        [STRUCTURED]: { schema: ref('IntentEvent') },
        [BATCH]: { schema: { type: 'array', items: ref('IntentEvent') } },
        // Binary mode: the attributes are headers, and the body is data of any type.
        '*/*': { schema: {} },
      },
      responses: { 202: { description: 'The broker has every event.', schema: ref('AcceptedEvents') } },
      handle: async (request, caller, { traceparent }) => {
        const { headers, body } = request;
        const parsed = parseHttp({ contentType: headers['content-type'], headers, body });
        if (!parsed.ok) throw new ProblemError(parsed.problem);
        const accepted = await take({ ...parsed, bodyBytes: body.length }, { caller, traceparent });
        const links = deps.links(request);
        const since = deps.now();
        return {
          status: 202,
          body: { accepted: accepted.map((one) => ({ ...one, link: links.run(one.runId, since) })) },
        };
      },
    },
  ];
};
