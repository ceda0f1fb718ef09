// The typed client of clients/typescript, from the document that the gateway serves.
import { compile } from 'json-schema-to-typescript';
import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { definitionsOf } from './client/definitions.mjs';
import { methodsOf } from './client/methods.mjs';
import { intentsOf, operationsOf } from './client/operations.mjs';
import { fromSources } from './from-sources.mjs';

const FOLDER = 'clients/typescript/src/generated';
const HEAD = '/* Written by `npm run generate` from the OpenAPI document. Do not edit. */\n\n';

/** What the type generator says of where a type comes from, and the empty whole that all hang on. */
const NOISE = [
  /(?: \*[ ]?\n)? \* This interface was referenced by `\w+`'s JSON-Schema\n \* via the `definition` "[^"]*"\.\n/g,
  /\/\*\*\n \*\/\n/g,
  /export interface Definitions \{\s*\}\n/g,
];

const typesOf = async (definitions) => {
  const types = await compile(
    { title: 'Definitions', type: 'object', additionalProperties: false, $defs: definitions },
    'Definitions',
    {
      additionalProperties: false,
      bannerComment: '',
      format: false,
      ignoreMinAndMaxItems: true,
      unreachableDefinitions: true,
    },
  );
  return NOISE.reduce((text, noise) => text.replace(noise, ''), types);
};

/** @returns the generated files of the client by their paths */
export const generate = async () => {
  const { servedDocument } = await fromSources('infra/api/generator/served.ts');
  const document = await servedDocument();
  const operations = operationsOf(document);
  const style = JSON.parse(readFileSync('.prettierrc.json', 'utf8'));
  const written = async (text) => HEAD + (await format(text, { ...style, parser: 'typescript' }));
  return {
    [`${FOLDER}/types.ts`]: await written(await typesOf(definitionsOf(document, operations))),
    [`${FOLDER}/operations.ts`]: await written(methodsOf(operations, intentsOf(document))),
  };
};
