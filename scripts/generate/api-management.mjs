// The API as API Management imports it, from the document that the gateway serves.
import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { fromSources } from './from-sources.mjs';

/** @returns the generated files of infra/api by their paths */
export const generate = async () => {
  const { apiManagementFiles } = await fromSources('infra/api/generator/files.ts');
  const style = JSON.parse(readFileSync('.prettierrc.json', 'utf8'));
  const files = Object.entries(await apiManagementFiles()).map(async ([path, text]) => [
    path,
    await format(text, { ...style, parser: 'json' }),
  ]);
  return Object.fromEntries(await Promise.all(files));
};
