import type { InvocationContext } from '@azure/functions';
import { PlatformError } from '../contracts/errors';
import type { ReceivedBatch, ReceivedEvent } from '../mesh/batch/received';

type SystemProperties = Record<string, unknown>;

interface Metadata {
  triggerPartitionContext?: Record<string, string>;
  partitionContext?: Record<string, string>;
  systemPropertiesArray?: readonly SystemProperties[];
  propertiesArray?: readonly Record<string, unknown>[];
}

/** A property by any of the spellings that versions of the platform's extension use. */
const property = (properties: SystemProperties, ...names: readonly string[]): unknown => {
  const keys = Object.keys(properties);
  const found = names
    .map((name) => keys.find((key) => key.toLowerCase() === name.toLowerCase()))
    .find((key) => key && properties[key] !== null);
  return found && properties[found];
};

/** The platform writes UTC without saying so. */
const instant = (value: unknown): number => {
  const text = String(value);
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
};

const toReceived = (
  body: Uint8Array,
  system: SystemProperties,
  properties: Record<string, unknown>,
): ReceivedEvent => ({
  body,
  properties,
  contentType: property(system, 'content-type', 'contentType') as string | undefined,
  sequence: Number(property(system, 'x-opt-sequence-number', 'sequenceNumber')),
  offset: String(property(system, 'x-opt-offset', 'offsetString', 'offset')),
  enqueuedAt: instant(property(system, 'x-opt-enqueued-time', 'enqueuedTimeUtc')),
  partitionKey: property(system, 'x-opt-partition-key', 'partitionKey') as string | undefined,
});

/**
 * What the Event Hubs trigger hands over (`cardinality: 'many'`, `dataType: 'binary'`), as the mesh's batch.
 * Only arrays that never shift are read: see docs/decisions for those that do.
 * @throws PlatformError when the metadata does not fit the bodies, so that the batch comes again rather than being misread
 */
export const toReceivedBatch = (
  bodies: readonly Uint8Array[],
  { triggerMetadata }: InvocationContext,
): ReceivedBatch => {
  const {
    systemPropertiesArray = [],
    propertiesArray = [],
    ...metadata
  } = (triggerMetadata ?? {}) as Metadata;
  const context = metadata.triggerPartitionContext ?? metadata.partitionContext ?? {};
  if (systemPropertiesArray.length !== bodies.length)
    throw new PlatformError(
      `the trigger gave ${bodies.length} events and metadata of ${systemPropertiesArray.length}`,
    );
  return {
    hub: String(property(context, 'eventHubName')),
    group: String(property(context, 'consumerGroup')),
    partition: String(property(context, 'partitionId')),
    events: bodies.map((body, i) => toReceived(body, systemPropertiesArray[i]!, propertiesArray[i] ?? {})),
  };
};
