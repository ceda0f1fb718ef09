import type { Message } from 'rhea';

/** One event of a partition, as the broker delivers it. */
export interface ReceivedEvent {
  body: Buffer;
  offset: string;
  sequenceNumber: number;
  enqueuedTime: Date;
  partitionKey: string | undefined;
  /** The sender's application properties. */
  properties: Record<string, unknown>;
  /** What the standard properties of the message and the broker's annotations say, by their AMQP names. */
  systemProperties: Record<string, unknown>;
}

const standardProperties = {
  message_id: 'message-id',
  user_id: 'user-id',
  to: 'to',
  subject: 'subject',
  reply_to: 'reply-to',
  correlation_id: 'correlation-id',
  content_type: 'content-type',
  content_encoding: 'content-encoding',
  absolute_expiry_time: 'absolute-expiry-time',
  creation_time: 'creation-time',
  group_id: 'group-id',
  group_sequence: 'group-sequence',
  reply_to_group_id: 'reply-to-group-id',
} as const;

/** Reads an AMQP message of Event Hubs. */
export const toReceivedEvent = (message: Message): ReceivedEvent => {
  const annotations = (message.message_annotations ?? {}) as Record<string, unknown>;
  const { 'x-opt-partition-key': partitionKey, 'x-opt-offset': offset } = annotations;
  return {
    body: bodyOf(message.body),
    offset: typeof offset === 'string' ? offset : '-1',
    sequenceNumber: Number(annotations['x-opt-sequence-number'] ?? -1),
    enqueuedTime: new Date(Number(annotations['x-opt-enqueued-time'] ?? 0)),
    partitionKey: typeof partitionKey === 'string' ? partitionKey : undefined,
    properties: (message.application_properties ?? {}) as Record<string, unknown>,
    systemProperties: { ...standardPropertiesOf(message), ...annotations },
  };
};

const standardPropertiesOf = (message: Message): Record<string, unknown> => {
  const found: Record<string, unknown> = {};
  const fields = message as unknown as Record<string, unknown>;
  for (const [field, name] of Object.entries(standardProperties)) {
    const value = fields[field];
    if (value !== undefined && value !== null) found[name] = value;
  }
  return found;
};

/** A body is one data section as a rule; several are one body in parts, and a value is taken as its text. */
const bodyOf = (body: unknown): Buffer => {
  if (Buffer.isBuffer(body)) return body;
  const content = (body as { content?: unknown } | undefined)?.content ?? body;
  if (Buffer.isBuffer(content)) return content;
  if (Array.isArray(content) && content.every((part) => Buffer.isBuffer(part))) return Buffer.concat(content);
  if (content === undefined || content === null) return Buffer.alloc(0);
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
};
