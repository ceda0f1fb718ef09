import { schemaBook } from '../../contracts/ajv-schema-book';
import { readJson } from '../../contracts/envelope';
import type { Fault } from '../../contracts/problem';
import { faultyProblem, type ProblemKind } from '../../contracts/problems';
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

/**
 * A reader of JSON bodies of one shape; the schema is compiled once. An empty body reads as `{}`.
 * @typeParam T what the schema describes
 * @throws ProblemError naming the place of each fault
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the schema vouches for T
export const jsonBody = <T>(schema: object): ((body: Uint8Array) => T) => {
  const book = schemaBook({ body: schema });
  return (body) => {
    const value = parsed(body);
    const faults = book.faults('body', value);
    return faults.length > 0 ? refuse('invalid-request', faults) : (value as T);
  };
};
