import { schemaBook } from '../../contracts/ajv-schema-book';
import { readJson } from '../../contracts/envelope';
import { faultyProblem } from '../../contracts/problems';
import { ProblemError } from './problem-error';

/**
 * A reader of JSON bodies of one shape; the schema is compiled once. An empty body reads as `{}`.
 * @throws ProblemError naming the place of each fault
 */
export const jsonBody = <T>(schema: object): ((body: Uint8Array) => T) => {
  const book = schemaBook({ body: schema });
  return (body) => {
    if (body.length === 0) return checked<T>(book.faults('body', {}), {});
    const read = readJson(body);
    if (read.ok) return checked<T>(book.faults('body', read.value), read.value);
    const kind = read.kind === 'too-large' ? 'too-large' : 'invalid-request';
    throw new ProblemError(faultyProblem(kind, [{ pointer: '', message: `the body ${read.message}` }]));
  };
};

const checked = <T>(faults: Parameters<typeof faultyProblem>[1], value: unknown): T => {
  if (faults.length > 0) throw new ProblemError(faultyProblem('invalid-request', faults));
  return value as T;
};
