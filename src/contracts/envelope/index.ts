export { attributeFaults } from './attributes';
export { asDocument, type Document } from './document';
export { readJson, scanJson, type JsonLimits, type JsonScan, type ReadJson } from './json';
export { isJsonType, parseMediaType, type MediaType } from './media-type';
export {
  BATCH,
  STRUCTURED,
  parseHttp,
  parseStructured,
  type HttpMessage,
  type Parsed,
  type ParsedEvent,
} from './parse';
export { AMQP_ATTRIBUTES, AMQP_PREFIX, amqpProperties, httpHeaders, toStructured } from './serialize';
export { isTimestamp } from './timestamp';
