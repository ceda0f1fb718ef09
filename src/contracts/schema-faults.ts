import type { ErrorObject } from 'ajv';
import type { Fault } from './problem';
import { escaped } from './json-pointer';

/** More faults than a person reads are not told. */
const MAX_FAULTS = 50;

/** JSON text of a value, cut where it is long. */
const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'a date and time with its offset, such as 2026-11-21T10:00:00Z',
  date: 'a date, such as 2026-11-21',
  uri: 'an absolute URI',
  'uri-reference': 'a URI or a relative reference',
  email: 'an e-mail address',
  uuid: 'a UUID',
};

const typeName = (type: unknown): string =>
  [type]
    .flat()
    .map((name) => TYPES[String(name)] ?? String(name))
    .join(' or ');

/** The place that a person must look at: for a member that is missing or one too many, that member. */
const pointerOf = ({ keyword, instancePath, params }: ErrorObject): string => {
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
      return `${instancePath}/${escaped(params['missingProperty'])}`;
    case 'additionalProperties':
      return `${instancePath}/${escaped(params['additionalProperty'])}`;
    case 'propertyNames':
      return `${instancePath}/${escaped(params['propertyName'])}`;
    default:
      return instancePath;
  }
};

const messageOf = ({ keyword, params, message, data }: ErrorObject): string => {
  switch (keyword) {
    case 'required':
      return `'${params['missingProperty']}' is missing`;
    case 'dependentRequired':
      return `'${params['missingProperty']}' is missing; it is needed because '${params['property']}' is there`;
    case 'additionalProperties':
      return `'${params['additionalProperty']}' is not known here; check its spelling, or leave it out`;
    case 'propertyNames':
      return `'${params['propertyName']}' is not a name that is allowed here`;
    case 'type':
      return `must be ${typeName(params['type'])}, and is ${shown(data)}`;
    case 'enum':
      return `must be one of ${params['allowedValues'].map(shown).join(', ')}, and is ${shown(data)}`;
    case 'const':
      return `must be ${shown(params['allowedValue'])}, and is ${shown(data)}`;
    case 'format':
      return `must be ${FORMATS[params['format']] ?? `in the format '${params['format']}'`}, and is ${shown(data)}`;
    case 'pattern':
      return `must match the pattern ${params['pattern']}, and is ${shown(data)}`;
    case 'minLength':
      return params['limit'] === 1 ? 'must not be empty' : `must have at least ${params['limit']} characters`;
    case 'maxLength':
      return `must have at most ${params['limit']} characters`;
    case 'minItems':
      return `must have at least ${params['limit']} item(s)`;
    case 'maxItems':
      return `must have at most ${params['limit']} item(s)`;
    case 'minimum':
      return `must be at least ${params['limit']}, and is ${shown(data)}`;
    case 'maximum':
      return `must be at most ${params['limit']}, and is ${shown(data)}`;
    case 'oneOf':
    case 'anyOf':
      return `fits none of the forms that are allowed here, or more than one`;
    default:
      return message ?? 'is not valid';
  }
};

const BRANCH = /\/(?:oneOf|anyOf)\/\d+\//;

/** What is wrong in each form of a choice only confuses: the choice itself is named. `if` only repeats what `then` says. */
const isTelling = ({ keyword, schemaPath }: ErrorObject): boolean =>
  keyword !== 'if' && !BRANCH.test(schemaPath);

/** The errors of ajv as faults: JSON Pointers to the place, and sentences for those who never saw a schema. */
export const faultsOf = (errors: readonly ErrorObject[]): readonly Fault[] =>
  errors
    .filter(isTelling)
    .slice(0, MAX_FAULTS)
    .map((error) => ({ pointer: pointerOf(error), message: messageOf(error) }));
