import { attributeFaults, parseMediaType } from '../../../contracts/envelope';
import type { MeshEvent, Priority } from '../../../contracts/event';
import type { Fault } from '../../../contracts/problem';
import { faultyProblem } from '../../../contracts/problems';
import { intake } from '../intake';
import { jsonBody } from '../json-body';
import { ProblemError, checkEventSize, refusal } from '../problem-error';
import { ref, type ApiRequest, type Route } from '../route';
import type { EventRouteDeps } from './events';

/** A wish of somebody who does not speak CloudEvents. */
interface IntentRequest {
  reference: string;
  data: unknown;
  version?: number;
  priority?: Priority;
  deadline?: string;
  subject?: string;
  partitionKey?: string;
}

const ABOUT = {
  reference: 'Names the intent: the same reference again gives the same run again.',
  priority: 'Which lane it takes; normal where absent.',
  deadline: 'When the answer is worth nothing any more (RFC 3339).',
  subject: 'What it is about, for lists and searches.',
  partitionKey: 'Intents of one key start in order, and stay together.',
};

const REQUEST = {
  type: 'object',
  required: ['reference', 'data'],
  additionalProperties: false,
  properties: {
    reference: { type: 'string', minLength: 1, maxLength: 1024, description: ABOUT.reference },
    data: { description: 'What is wished; fits the schema of the type.' },
    version: { type: 'integer', minimum: 1, description: 'Version of the schema; 1 where absent.' },
    priority: { type: 'string', enum: ['high', 'normal', 'low'], description: ABOUT.priority },
    deadline: { type: 'string', format: 'date-time', description: ABOUT.deadline },
    subject: { type: 'string', minLength: 1, description: ABOUT.subject },
    partitionKey: { type: 'string', minLength: 1, description: ABOUT.partitionKey },
  },
} as const;

const OPTIONS = ['priority', 'deadline', 'subject', 'partitionKey'] as const;
const XML = ['application/xml', 'text/xml'];

const isXml = ({ headers }: ApiRequest): boolean =>
  XML.includes(parseMediaType(headers['content-type'] ?? '')?.essence ?? '');

/** Faults of the event, told in the words of the request. */
const inWordsOfRequest = (fault: Fault): Fault => {
  const pointer = { '/id': '/reference', '/partitionkey': '/partitionKey', '/dataschema': '/version' }[
    fault.pointer
  ];
  return { ...fault, pointer: pointer ?? fault.pointer };
};

/** A document that is the body itself: all else about it is in headers and the query. */
const aroundDocument = ({ url, headers }: ApiRequest): Omit<IntentRequest, 'data'> => {
  const reference = headers['mesh-reference'] ?? url.searchParams.get('reference');
  if (!reference) throw refusal('invalid-request', 'Name the intent: header Mesh-Reference, or ?reference=.');
  const options = OPTIONS.flatMap((name) => {
    const value = url.searchParams.get(name);
    return value === null ? [] : [[name, value]];
  });
  return { reference, ...(Object.fromEntries(options) as Partial<IntentRequest>) };
};

/** The event that a request stands for. Its source is the type's own, whoever calls: a reference is unique in its tenant. */
const attributesOf = (
  type: string,
  { reference, version, priority, deadline, subject, partitionKey }: Omit<IntentRequest, 'data'>,
): MeshEvent => ({
  specversion: '1.0',
  id: reference,
  source: `/api/intents/${encodeURIComponent(type)}`,
  type,
  ...(version !== undefined && { dataschema: `urn:mesh:${type}@${version}` }),
  ...(priority !== undefined && { priority }),
  ...(deadline !== undefined && { deadline }),
  ...(subject !== undefined && { subject }),
  ...(partitionKey !== undefined && { partitionkey: partitionKey }),
});

/** Intents for people and tools without CloudEvents. */
export const intentRoutes = (deps: EventRouteDeps): readonly Route[] => {
  const take = intake(deps);
  const read = jsonBody<IntentRequest>(REQUEST);
  const types = deps.catalog.intents().map(({ intent }) => intent);

  const eventOf = (request: ApiRequest): MeshEvent => {
    const type = request.params['type']!;
    if (isXml(request))
      return {
        ...attributesOf(type, aroundDocument(request)),
        datacontenttype: request.headers['content-type']!,
        data_base64: Buffer.from(request.body).toString('base64'),
      };
    const { data, ...rest } = read(request.body);
    return { ...attributesOf(type, rest), data };
  };

  const check = ({ data: _data, data_base64: _bytes, ...attributes }: MeshEvent): void => {
    const faults = attributeFaults(new Map(Object.entries(attributes)));
    if (faults.length > 0)
      throw new ProblemError(faultyProblem('invalid-request', faults.map(inWordsOfRequest)));
  };

  return [
    {
      method: 'POST',
      path: 'intents/{type}',
      operationId: 'PostIntent',
      summary: 'Post an intent without CloudEvents',
      description:
        'The same as posting an event, for people and tools without CloudEvents. A document such as an invoice may be the body itself, as application/xml; its reference is then in the header Mesh-Reference or in the query.',
      role: 'Mesh.Publish',
      params: {
        type: {
          description: 'Type of the intent.',
          schema: { type: 'string', ...(types.length > 0 && { enum: types }) },
        },
      },
      query: {
        reference: {
          description: `For a body that is a document: ${ABOUT.reference}`,
          schema: REQUEST.properties.reference,
        },
        ...Object.fromEntries(
          OPTIONS.map((name) => [
            name,
            {
              description: `For a body that is a document: ${ABOUT[name]}`,
              schema: REQUEST.properties[name],
            },
          ]),
        ),
      },
      headers: {
        'Mesh-Reference': {
          description: `For a body that is a document: ${ABOUT.reference}`,
          schema: { type: 'string' },
        },
      },
      request: {
        'application/json': {
          schema: { ...REQUEST, properties: { ...REQUEST.properties, data: ref('IntentData') } },
        },
        ...Object.fromEntries(
          XML.map((type) => [type, { schema: { type: 'string', description: 'The document.' } }]),
        ),
      },
      responses: { 202: { description: 'The broker has the intent.', schema: ref('Accepted') } },
      handle: async (request, caller, { traceparent }) => {
        checkEventSize(request.body);
        const event = eventOf(request);
        check(event);
        const [accepted] = await take(
          { events: [event], batch: false, bodyBytes: request.body.length, inWords: inWordsOfRequest },
          { caller, traceparent },
        );
        const { runId } = accepted!;
        return {
          status: 202,
          body: { runId, status: 'accepted', link: deps.links(request).run(runId, deps.now()) },
        };
      },
    },
  ];
};
