import type { Message } from 'rhea';
import type { Hub, Hubs } from '../hub';
import { nodeAt } from './address';
import { RefusedError, asRefusal, invalid, noSuchPartition, notFound } from './refusal';

/** The services that answer requests: tokens on `$cbs`, runtime information on `$management`. */
export type Service = 'cbs' | 'management';

type Properties = Record<string, unknown>;

const answer = (
  request: Message,
  status: number,
  description: string,
  rest: Partial<Message> = {},
): Message =>
  ({
    ...rest,
    correlation_id: request.message_id,
    application_properties: {
      'status-code': status,
      'status-description': description,
      ...rest.application_properties,
    },
  }) as Message;

const STATUS: Record<string, number> = {
  'amqp:not-found': 404,
  'com.microsoft:argument-error': 400,
  'com.microsoft:argument-out-of-range': 400,
  'amqp:not-implemented': 501,
};

const refuse = (request: Message, error: unknown): Message => {
  const { condition, description } = asRefusal(error);
  return answer(request, STATUS[condition] ?? 500, description, {
    application_properties: { 'error-condition': condition },
  });
};

/** Any token will do on the laptop, but not for what does not exist: that is where clients hear of it first. */
const putToken = (hubs: Hubs, request: Message, { operation, name }: Properties): Message => {
  if (operation !== 'put-token' && operation !== 'delete-token')
    throw new RefusedError(invalid(`${String(operation)} is not known on $cbs.`));
  if (typeof name === 'string' && /^[a-z]+:\/\/[^/]+\/+[^/]/i.test(name)) nodeAt(hubs, name);
  return answer(request, 202, 'Accepted');
};

const hubNamed = (hubs: Hubs, name: unknown): Hub => {
  const hub = typeof name === 'string' ? hubs.find(name) : undefined;
  if (!hub) throw new RefusedError(notFound(String(name)));
  return hub;
};

const hubInformation = (hub: Hub): object => ({
  type: 'com.microsoft:eventhub',
  name: hub.name,
  created_at: new Date(hub.createdAt),
  partition_count: hub.partitions.length,
  partition_ids: hub.partitions.map((_, id) => String(id)),
  georeplication_factor: 1,
});

const partitionInformation = (hub: Hub, id: unknown): object => {
  const log = hub.partitions[Number(id)];
  if (!log) throw new RefusedError(noSuchPartition(hub.partitions.length));
  const { firstSequence, lastSequence, lastOffset, lastTime } = log.state();
  return {
    type: 'com.microsoft:partition',
    name: hub.name,
    partition: String(id),
    begin_sequence_number: firstSequence,
    last_enqueued_sequence_number: lastSequence,
    last_enqueued_offset: String(lastOffset),
    last_enqueued_time_utc: new Date(lastTime),
    is_partition_empty: firstSequence > lastSequence,
  };
};

const read = (hubs: Hubs, request: Message, { operation, name, type, partition }: Properties): Message => {
  if (operation !== 'READ')
    throw new RefusedError(invalid(`${String(operation)} is not known on $management.`));
  const hub = hubNamed(hubs, name);
  switch (type) {
    case 'com.microsoft:eventhub':
      return answer(request, 200, 'OK', { body: hubInformation(hub) });
    case 'com.microsoft:partition':
      return answer(request, 200, 'OK', { body: partitionInformation(hub, partition) });
    default:
      throw new RefusedError(invalid(`${String(type)} cannot be read on $management.`));
  }
};

/** Answers a request; what goes wrong is an answer too. */
export const answerTo = (hubs: Hubs, service: Service, request: Message): Message => {
  const properties: Properties = request.application_properties ?? {};
  try {
    return service === 'cbs' ? putToken(hubs, request, properties) : read(hubs, request, properties);
  } catch (error) {
    return refuse(request, error);
  }
};
