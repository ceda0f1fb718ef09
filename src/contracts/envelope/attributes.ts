import { V1 } from 'cloudevents';
import { LIMITS } from '../limits';
import type { Fault } from '../problem';
import { parseMediaType } from './media-type';
import { isTimestamp } from './timestamp';
import { isAbsoluteUri, isUriReference } from './uri';
import { escaped } from '../json-pointer';

export type AttributeValue = string | number | boolean;

/** Control characters, lone surrogates and noncharacters: no attribute may hold them. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;
const NAME = /^[a-z0-9]+$/;
const MAX_INTEGER = 2 ** 31 - 1;

/** What is wrong with a value, as the rest of a sentence; undefined when nothing is. */
type Check = (value: AttributeValue) => string | undefined;

const text =
  (holds: (value: string) => boolean, otherwise: string): Check =>
  (value) =>
    typeof value === 'string' && holds(value) ? undefined : otherwise;

const isFilled = (value: string) => value !== '';
const filled = text(isFilled, 'must be text that is not empty');
const anyText = text(() => true, 'must be text');
const timestamp = text(isTimestamp, 'must be an RFC 3339 date and time, such as 2026-11-21T10:00:00Z');
const reference = text(
  (value) => isFilled(value) && isUriReference(value),
  'must be a URI or a relative reference',
);
const priorities = ['high', 'normal', 'low'];

/** Attributes that the specification or the mesh gives a meaning. */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['id', filled],
  ['type', filled],
  ['source', reference],
  ['specversion', text((value) => value === V1, `must be "${V1}"`)],
  ['subject', filled],
  ['time', timestamp],
  [
    'datacontenttype',
    text((value) => parseMediaType(value) !== undefined, 'must be a media type, such as application/json'),
  ],
  ['dataschema', text(isAbsoluteUri, 'must be an absolute URI without a fragment')],
  ['correlationid', anyText],
  ['causationid', anyText],
  ['traceparent', anyText],
  ['tracestate', anyText],
  ['partitionkey', filled],
  ['tenantid', anyText],
  ['authtype', anyText],
  ['authid', anyText],
  ['priority', text((value) => priorities.includes(value), `must be one of ${priorities.join(', ')}`)],
  [
    'deadline',
    text(
      (value) => isTimestamp(value) && !Number.isNaN(Date.parse(value)),
      'must be an RFC 3339 date and time, such as 2026-11-21T10:00:00Z',
    ),
  ],
  [
    'attempt',
    (value) => (typeof value === 'number' && value >= 1 ? undefined : 'must be a whole number from 1'),
  ],
  ['replayid', anyText],
  ['replayedby', anyText],
  ['dataref', reference],
  ['dataclassification', anyText],
  ['dataexposed', anyText],
]);

/** Attributes that are numbers, which binary mode must tell from text. */
export const NUMBERS: ReadonlySet<string> = new Set(['attempt']);

const REQUIRED = ['id', 'source', 'type', 'specversion'];

const kindFault = (value: unknown): string | undefined => {
  switch (typeof value) {
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isInteger(value) && value >= -MAX_INTEGER - 1 && value <= MAX_INTEGER
        ? undefined
        : 'must be a whole number of 32 bits; send any other number as text';
    case 'string':
      if (value.length > LIMITS.attribute)
        return `has more than ${LIMITS.attribute} characters; what is long belongs into data`;
      return FORBIDDEN.test(value) ? 'holds control characters or others that no text may hold' : undefined;
    default:
      return 'must be text, true or false, or a whole number; anything else belongs into data';
  }
};

const pointerTo = (name: string): string => `/${escaped(name.slice(0, 100))}`;

const faultOf = (name: string, value: unknown): string | undefined => {
  if (name === 'data' || !NAME.test(name))
    return 'is not a name for an attribute: use lower-case letters and digits';
  return kindFault(value) ?? CHECKS.get(name)?.(value as AttributeValue);
};

/** The faults of an event's attributes. `null` means that an attribute is absent, and is to be left out before. */
export const attributeFaults = (attributes: ReadonlyMap<string, unknown>): Fault[] => {
  const missing = REQUIRED.filter((name) => !attributes.has(name)).map((name) => ({
    pointer: pointerTo(name),
    message: `'${name}' is missing`,
  }));
  const wrong = [...attributes].flatMap(([name, value]) => {
    const message = faultOf(name, value);
    return message === undefined ? [] : [{ pointer: pointerTo(name), message }];
  });
  return [...missing, ...wrong];
};
