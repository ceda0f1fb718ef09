import { schemaBook } from '../../contracts/ajv-schema-book';
import { readJson } from '../../contracts/envelope';
import type { Fault } from '../../contracts/problem';
import { faultyProblem, type ProblemKind } from '../../contracts/problems';
import type { SchemaBook } from '../../contracts/schema-book';
import { ProblemError } from './problem-error';

const refuse = (kind: ProblemKind, faults: readonly Fault[]): never => {
  throw new ProblemError(faultyProblem(kind, faults));
};

const parsed = (body: Uint8Array): unknown => {
  if (body.length === 0) return {};
  const read = readJson(body);
  if (read.ok) return read.value;
  const kind = read.kind === 'too-large' ? 'too-large' : 'invalid-request';
  return refuse(kind, [{ pointer: '', message: `the body ${read.message}` }]);
};

const books = new WeakMap<object, SchemaBook>();

/** Made when a body is first read, and once a process: a book takes tens of milliseconds, at the start of all places. */
const bookOf = (schema: object): SchemaBook => {
  const book = books.get(schema) ?? schemaBook({ body: schema });
  books.set(schema, book);
  return book;
};

/**
 * A reader of JSON bodies of one shape; the schema is compiled once. An empty body reads as `{}`.
 * @typeParam T what the schema describes
 * @throws ProblemError naming the place of each fault
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the schema vouches for T
export const jsonBody =
  <T>(schema: object): ((body: Uint8Array) => T) =>
  (body) => {
    const value = parsed(body);
    const faults = bookOf(schema).faults('body', value);
    return faults.length > 0 ? refuse('invalid-request', faults) : (value as T);
  };
