import { CONSTANTS } from 'cloudevents';
import type { MeshEvent } from '../event';

/** The bytes of an event in structured mode. */
export const toStructured = (event: MeshEvent): Uint8Array => Buffer.from(JSON.stringify(event), 'utf8');

/** What consumers filter and link by without opening the body. Each costs on every hop: no more than that. */
export const AMQP_ATTRIBUTES = [
  'type',
  'correlationid',
  'tenantid',
  'priority',
  'attempt',
  'replayid',
  'traceparent',
] as const satisfies readonly (keyof MeshEvent)[];

/** Prefix of an event's attributes among AMQP application properties. */
export const AMQP_PREFIX = 'cloudEvents:';

/**
 * The application properties that go with an event over AMQP.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/amqp-protocol-binding.md
 */
export const amqpProperties = (event: MeshEvent): Record<string, string | number> => {
  const properties: Record<string, string | number> = {};
  for (const name of AMQP_ATTRIBUTES) {
    const value = event[name];
    if (value !== undefined) properties[`${AMQP_PREFIX}${name}`] = value;
  }
  return properties;
};

/** What stands for itself in a header's value: printable ASCII but for space, quote and per cent. */
const UNSAFE = /[^\x21\x23\x24\x26-\x7e]/gu;

/** Bodies travel beside the headers. */
const DATA = new Set(['data', 'data_base64', 'datacontenttype']);

/**
 * The headers of an event in binary mode, but for its content type.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3132-http-header-values
 */
export const httpHeaders = (event: Omit<MeshEvent, 'data'>): Record<string, string> =>
  Object.fromEntries(
    // Attributes are text, whole numbers or booleans, and nothing else.
    Object.entries(event as Record<string, string | number | boolean | undefined>).flatMap(
      ([name, value]) => {
        if (DATA.has(name) || value === undefined) return [];
        const text = String(value).replace(UNSAFE, (character) => encodeURIComponent(character));
        return [[`${CONSTANTS.EXTENSIONS_PREFIX}${name}`, text]];
      },
    ),
  );
