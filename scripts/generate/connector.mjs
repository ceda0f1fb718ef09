// The connector for Power Platform, from the document that the gateway serves and the schemas of the intents.
import { format } from 'prettier';
import { readFileSync } from 'node:fs';
import { fromSources } from './from-sources.mjs';

const formatted = async ([path, content]) => {
  if (!path.endsWith('.json')) return [path, content];
  const style = JSON.parse(readFileSync('.prettierrc.json', 'utf8'));
  return [path, await format(content, { ...style, parser: 'json' })];
};

/** @returns the generated files of power-platform/connector by their paths */
export const generate = async () => {
  const { connectorFiles } = await fromSources('power-platform/generator/files.ts');
  return Object.fromEntries(await Promise.all(Object.entries(await connectorFiles()).map(formatted)));
};
