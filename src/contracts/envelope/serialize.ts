import type { MeshEvent } from '../event';

/** The bytes of an event in structured mode. */
export const toStructured = (event: MeshEvent): Uint8Array => Buffer.from(JSON.stringify(event), 'utf8');

/** Attributes that consumers filter by, so that they need not open the body. */
const REPEATED = [
  'id',
  'source',
  'type',
  'specversion',
  'subject',
  'correlationid',
  'tenantid',
  'priority',
  'attempt',
  'replayid',
  'deadline',
  'traceparent',
] as const satisfies readonly (keyof MeshEvent)[];

/** Prefix of an event's attributes among AMQP application properties. */
export const AMQP_PREFIX = 'cloudEvents:';

/**
 * The application properties that go with an event over AMQP.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/amqp-protocol-binding.md
 */
export const amqpProperties = (event: MeshEvent): Record<string, string | number> =>
  Object.fromEntries(
    REPEATED.flatMap((name) => {
      const value = event[name];
      return value === undefined ? [] : [[`${AMQP_PREFIX}${name}`, value]];
    }),
  );
