import type { MeshEvent } from '../event';

/** The bytes of an event in structured mode. */
export const toStructured = (event: MeshEvent): Uint8Array => Buffer.from(JSON.stringify(event), 'utf8');

/** What consumers filter and link by without opening the body. Each costs on every hop: no more than that. */
const REPEATED = [
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
  for (const name of REPEATED) {
    const value = event[name];
    if (value !== undefined) properties[`${AMQP_PREFIX}${name}`] = value;
  }
  return properties;
};
