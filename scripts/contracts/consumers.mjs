// What those who rely on the mesh are told when they do not get it any more: contracts/consumers/*.json against the
// schemas of a folder, the shapes of the HTTP interface, and the examples of both.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromSources } from '../generate/from-sources.mjs';
import { keyOf, schemaPaths } from './read-schemas.mjs';

export const CONSUMERS = 'contracts/consumers';

const read = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error.message}`, { cause: error });
  }
};

/** The right examples beside each schema. */
const examplesIn = (folder) =>
  Object.fromEntries(
    schemaPaths(folder).map((path) => {
      const file = join(folder, path.replace(/\.json$/, '.examples.json'));
      return [keyOf(path), existsSync(file) ? read(file).valid : []];
    }),
  );

/**
 * @returns how many consumers there are, and for each that does not get what it relies on its sentences
 * @throws Error that names the file which cannot be relied on
 */
export const brokenConsumers = async (schemas, { folder, schemasFolder }) => {
  const [{ apiExamples, consumerFaults, hold }, { schemaBook }, { servedDocument }] = await Promise.all(
    [
      'src/contracts/consumers/index.ts',
      'src/contracts/ajv-schema-book.ts',
      'infra/api/generator/served.ts',
    ].map(fromSources),
  );
  const api = await servedDocument();
  const { holds } = schemaBook({});
  const holding = hold({
    schemas: { ...schemas, api },
    examples: { ...examplesIn(schemasFolder), ...apiExamples(api) },
    fits: holds,
  });
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
  const told = files.map((file) => {
    const consumer = read(file);
    const faults = consumerFaults(consumer);
    if (faults.length > 0) throw new Error(faults.map((fault) => `${file}: ${fault}`).join('\n'));
    return holding(consumer, file);
  });
  return { count: files.length, broken: told.filter((sentences) => sentences.length > 0) };
};
