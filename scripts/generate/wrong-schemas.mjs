// The schemas as they lie in their folder, checked.
import { readFileSync, readdirSync } from 'node:fs';
import { sep } from 'node:path';
import { schemaFaultText, schemaFaults } from './check-schemas.mjs';
import { fromSources } from './from-sources.mjs';

const files = () =>
  Object.fromEntries(
    readdirSync('schemas', { recursive: true })
      .map((path) => `schemas/${path.split(sep).join('/')}`)
      .filter((path) => /\/\d+(\.examples)?\.json$/.test(path))
      .sort()
      .map((path) => [path, readFileSync(path, 'utf8')]),
  );

/** @returns a sentence for each thing that is wrong; empty when nothing is */
export const wrongSchemas = async () => {
  const { schemaBook } = await fromSources('src/contracts/ajv-schema-book.ts');
  return schemaFaults(files(), schemaBook).map(schemaFaultText);
};
