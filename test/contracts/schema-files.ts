import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

export interface SchemaFile {
  key: string;
  path: string;
  schema: Record<string, unknown>;
}

/** The schemas as they lie in their folder. */
export const schemaFiles = (): SchemaFile[] =>
  readdirSync('schemas', { recursive: true, encoding: 'utf8' })
    .filter((file) => /[/\\]\d+\.json$/.test(file))
    .map((file) => {
      const path = join('schemas', file);
      const key = file
        .split(sep)
        .join('/')
        .replace(/^skills\//, '')
        .replace(/\/(\d+)\.json$/, '@$1');
      return { key, path, schema: JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown> };
    });
