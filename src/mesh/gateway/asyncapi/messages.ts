import { STRUCTURED } from '../../../contracts/envelope';
import type { SchemaBook } from '../../../contracts/schema-book';
import { componentName } from '../schema-components';
import { amqpHeaders, eventSchema, httpHeaders } from './envelope';
import type { EventKind } from './event-kinds';
import { eventExamples, webhookExamples } from './examples';
import { byName, ref } from './ref';

/** What a subscriber gets: an event of its own, made for those outside. */
export const WEBHOOK_TYPE = 'run.ended';
export const WEBHOOK_SCHEMA = `${WEBHOOK_TYPE}@1`;

const descriptionOf = (book: SchemaBook, key: string): string => {
  const schema: { description?: string } = book.schema(key) ?? {};
  return schema.description ?? key;
};

const message = (book: SchemaBook, kind: EventKind) => ({
  name: kind.type,
  title: kind.type,
  summary: descriptionOf(book, kind.schema),
  contentType: STRUCTURED,
  headers: amqpHeaders(kind.type),
  payload: eventSchema(kind.type, kind.schema),
  examples: eventExamples(kind),
  bindings: { kafka: { bindingVersion: '0.5.0' } },
});

const webhookMessage = (book: SchemaBook) => ({
  name: WEBHOOK_TYPE,
  title: WEBHOOK_TYPE,
  summary: descriptionOf(book, WEBHOOK_SCHEMA),
  contentType: 'application/json',
  headers: httpHeaders(WEBHOOK_TYPE),
  payload: ref('components', 'schemas', componentName(WEBHOOK_SCHEMA)),
  examples: webhookExamples(WEBHOOK_TYPE, WEBHOOK_SCHEMA),
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
