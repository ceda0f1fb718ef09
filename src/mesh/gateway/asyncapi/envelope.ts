import { AMQP_ATTRIBUTES, AMQP_PREFIX } from '../../../contracts/envelope';
import { componentName } from '../schema-components';

const text = (description: string) => ({ type: 'string', description });
const instant = (description: string) => ({ type: 'string', format: 'date-time', description });

/** The attributes of every event: CloudEvents 1.0, and the mesh's extensions. */
const ATTRIBUTES = {
  specversion: { const: '1.0', description: 'Version of CloudEvents.' },
  id: text('With the source it names the event: the same again is the same event.'),
  source: { type: 'string', format: 'uri-reference', description: 'Who sent it.' },
  type: text('What happened, or what is asked for.'),
  subject: text('What it is about: the task, the run, or what the sender of an intent said.'),
  time: instant('When it happened.'),
  datacontenttype: text('Media type of the data; JSON where absent.'),
  dataschema: {
    type: 'string',
    format: 'uri',
    description: 'Ends in the version of the type; 1 where absent.',
  },
  correlationid: text('The run that it belongs to.'),
  causationid: text('Id of the event that caused it.'),
  traceparent: text('Where the trace started (W3C Trace Context).'),
  tracestate: text('More about the trace.'),
  partitionkey: text('Order is kept within it.'),
  tenantid: text('Whose it is, from the token of who asked.'),
  authtype: { type: 'string', enum: ['user', 'app'], description: 'What kind of caller asked for it.' },
  authid: text('Who asked for it.'),
  priority: { type: 'string', enum: ['high', 'normal', 'low'], description: 'Which lane it takes.' },
  deadline: instant('When the answer is worth nothing any more.'),
  attempt: { type: 'integer', minimum: 1, description: 'Which try this is.' },
  replayid: text('The replay that brought it back.'),
  dataref: text('Where the data is that is large or restricted; `data` is absent then.'),
  data_base64: { type: 'string', description: 'Data that is not JSON, as base64.' },
};

export const CLOUD_EVENT = 'CloudEvent';

/** What all events share: a component of the document. */
export const cloudEventSchema = {
  type: 'object',
  description: 'An event in the structured mode of CloudEvents 1.0, with the attributes that the mesh adds.',
  required: ['specversion', 'id', 'source', 'type'],
  properties: ATTRIBUTES,
};

/** What travels beside the body, so that a reader can filter without opening it: AMQP application properties, which Kafka clients see as headers. */
export const amqpHeaders = (type: string) => ({
  type: 'object',
  properties: Object.fromEntries(
    AMQP_ATTRIBUTES.map((name) => [
      `${AMQP_PREFIX}${name}`,
      name === 'type' ? { const: type, description: ATTRIBUTES.type.description } : ATTRIBUTES[name],
    ]),
  ),
});

const ON_WEBHOOKS = [
  'id',
  'source',
  'subject',
  'time',
  'dataschema',
  'correlationid',
  'traceparent',
] as const;

/** The headers of an event in binary mode over HTTP. */
export const httpHeaders = (type: string) => ({
  type: 'object',
  required: ['ce-specversion', 'ce-id', 'ce-source', 'ce-type'],
  properties: {
    'ce-specversion': ATTRIBUTES.specversion,
    'ce-type': { const: type, description: ATTRIBUTES.type.description },
    ...Object.fromEntries(ON_WEBHOOKS.map((name) => [`ce-${name}`, ATTRIBUTES[name]])),
    'webhook-request-origin': text('Host of the mesh that sends it.'),
  },
});

/** An event of one type: the shared attributes, and the data that its schema describes. */
export const eventSchema = (type: string, schemaKey: string) => ({
  allOf: [
    { $ref: `#/components/schemas/${CLOUD_EVENT}` },
    {
      type: 'object',
      properties: {
        type: { const: type },
        data: { $ref: `#/components/schemas/${componentName(schemaKey)}` },
      },
    },
  ],
});
