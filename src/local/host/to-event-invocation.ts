import type { Binding, Invocation } from './invocation';
import type { ReceivedEvent } from './received-event';
import type { TypedData } from './typed-data';

/** Which partition of what a batch came from. */
export interface PartitionContext {
  partitionId: string;
  consumerGroup: string;
  eventHubName: string;
  fullyQualifiedNamespace: string;
}

/**
 * What the platform makes of a batch: the bodies as the binding's `dataType` asks for them, and what the broker says of
 * each event in arrays beside them.
 *
 * The metadata is as version 6 of the platform's Event Hubs extension sends it, which makes for surprises that are kept
 * here on purpose:
 * - Arrays of strings lose their null and empty elements, so `partitionKeyArray` and string bodies shift; and the library
 *   reads each string as JSON, so `offsetArray` and `offsetStringArray` hold numbers. `sequenceNumberArray` is sound.
 * - `enqueuedTimeUtcArray` and `systemPropertiesArray[i].enqueuedTimeUtc` are UTC without the `Z` that says so;
 *   `systemPropertiesArray[i]['x-opt-enqueued-time']` has it.
 * - `systemPropertiesArray[i]` has the broker's annotations (`x-opt-offset`, `x-opt-sequence-number`,
 *   `x-opt-enqueued-time`, `x-opt-partition-key`), the standard properties that the sender set (`content-type`,
 *   `message-id`, …), and once more `sequenceNumber`, `offset` (a number), `offsetString`, `partitionKey` (null where there
 *   is none), `enqueuedTimeUtc`. It and `propertiesArray` travel as JSON and never shift: they are the ones to read.
 * - Keys reach the function with their first letter in lower case.
 *
 * @throws Error where the host parses JSON (no `dataType`) and an event is none: the whole batch fails
 */
export const toEventInvocation = (
  functionName: string,
  trigger: Binding,
  context: PartitionContext,
  events: readonly ReceivedEvent[],
): Invocation => ({
  functionName,
  input: toInput(events, trigger['dataType']),
  triggerMetadata: { ...contextMetadata(context), ...batchMetadata(events) },
});

/** The same for one event at a time (`cardinality: 'one'`). @throws as for a batch */
export const toSingleEventInvocation = (
  functionName: string,
  trigger: Binding,
  context: PartitionContext,
  event: ReceivedEvent,
): Invocation => ({
  functionName,
  input: toSingleInput(event, trigger['dataType']),
  triggerMetadata: { ...contextMetadata(context), ...singleMetadata(event) },
});

const toInput = (events: readonly ReceivedEvent[], dataType: unknown): TypedData => {
  if (dataType === 'binary') return { collectionBytes: { bytes: events.map(({ body }) => body) } };
  const texts = events.map(({ body }) => body.toString('utf8'));
  if (dataType === 'string') return strings(texts);
  texts.forEach(assertJson);
  return { json: `[${texts.join(',')}]` };
};

const toSingleInput = ({ body }: ReceivedEvent, dataType: unknown): TypedData => {
  if (dataType === 'binary') return { bytes: body };
  const text = body.toString('utf8');
  if (dataType === 'string') return { string: text };
  assertJson(text);
  return { json: text };
};

const assertJson = (text: string): void => {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new Error(
      `An event is not JSON, which a trigger without dataType needs all of a batch to be: ${(error as Error).message}`,
      { cause: error },
    );
  }
};

const contextMetadata = ({
  partitionId,
  consumerGroup,
  eventHubName,
  fullyQualifiedNamespace,
}: PartitionContext) => {
  const context = {
    IsCheckpointingAfterInvocation: true,
    FullyQualifiedNamespace: fullyQualifiedNamespace,
    EventHubName: eventHubName,
    ConsumerGroup: consumerGroup,
    PartitionId: partitionId,
  };
  return { TriggerPartitionContext: json(context), PartitionContext: json(context) };
};

const batchMetadata = (events: readonly ReceivedEvent[]): Record<string, TypedData> => ({
  PartitionKeyArray: strings(events.map(({ partitionKey }) => partitionKey)),
  OffsetArray: strings(events.map(({ offset }) => offset)),
  OffsetStringArray: strings(events.map(({ offset }) => offset)),
  SequenceNumberArray: { collectionSint64: { sint64: events.map(({ sequenceNumber }) => sequenceNumber) } },
  EnqueuedTimeUtcArray: json(events.map(({ enqueuedTime }) => dateTime(enqueuedTime))),
  PropertiesArray: json(events.map(({ properties }) => plain(properties))),
  SystemPropertiesArray: json(events.map(systemProperties)),
});

const singleMetadata = (event: ReceivedEvent): Record<string, TypedData> => ({
  ...(event.partitionKey && { PartitionKey: { string: event.partitionKey } }),
  Offset: { string: event.offset },
  OffsetString: { string: event.offset },
  SequenceNumber: json(event.sequenceNumber),
  EnqueuedTimeUtc: json(dateTime(event.enqueuedTime)),
  Properties: json(plain(event.properties)),
  SystemProperties: json(systemProperties(event)),
});

const systemProperties = (event: ReceivedEvent): Record<string, unknown> => ({
  ...plain(event.systemProperties),
  SequenceNumber: event.sequenceNumber,
  Offset: Number(event.offset),
  OffsetString: event.offset,
  PartitionKey: event.partitionKey ?? null,
  EnqueuedTimeUtc: dateTime(event.enqueuedTime),
});

const strings = (values: readonly (string | undefined)[]): TypedData => ({
  collectionString: {
    string: values.filter((value): value is string => value !== undefined && value !== ''),
  },
});

const json = (value: unknown): TypedData => ({ json: JSON.stringify(value) });

/** Bytes among properties are base64, as .NET writes them. */
const plain = (properties: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      Buffer.isBuffer(value) ? value.toString('base64') : value,
    ]),
  );

/** As .NET writes a moment whose zone it does not know: no `Z`, no trailing zeros. */
const dateTime = (date: Date): string => date.toISOString().replace(/\.?0*Z$/, '');
