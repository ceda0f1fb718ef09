import { STRUCTURED } from '../../../contracts/envelope';
import type { SchemaBook } from '../../../contracts/schema-book';
import { componentName } from '../schema-components';
import { amqpHeaders, eventSchema, httpHeaders } from './envelope';
import type { EventKind } from './event-kinds';
import { byName, ref } from './ref';

/** What a subscriber gets: an event of its own, made for those outside. */
export const WEBHOOK_TYPE = 'run.ended';
export const WEBHOOK_SCHEMA = `${WEBHOOK_TYPE}@1`;

const descriptionOf = (book: SchemaBook, key: string): string => {
  const schema: { description?: string } = book.schema(key) ?? {};
  return schema.description ?? key;
};

const message = (book: SchemaBook, { type, schema }: EventKind) => ({
  name: type,
  title: type,
  summary: descriptionOf(book, schema),
  contentType: STRUCTURED,
  headers: amqpHeaders(type),
  payload: eventSchema(type, schema),
  bindings: { kafka: { bindingVersion: '0.5.0' } },
});

const webhookMessage = (book: SchemaBook) => ({
  name: WEBHOOK_TYPE,
  title: WEBHOOK_TYPE,
  summary: descriptionOf(book, WEBHOOK_SCHEMA),
  contentType: 'application/json',
  headers: httpHeaders(WEBHOOK_TYPE),
  payload: ref('components', 'schemas', componentName(WEBHOOK_SCHEMA)),
  bindings: { http: { bindingVersion: '0.3.0' } },
});

/** Every message, by its type. */
export const messagesOf = (book: SchemaBook, kinds: readonly EventKind[]) => ({
  ...byName(
    kinds,
    ({ type }) => type,
    (kind) => message(book, kind),
  ),
  [WEBHOOK_TYPE]: webhookMessage(book),
});
