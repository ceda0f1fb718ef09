// The schemas of a folder, by key: those of this tree, or those of a release.
import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Paths in the folder, with slashes. Examples and other files beside the schemas are left out. */
export const schemaPaths = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => /\/\d+\.json$/.test(path))
    .sort();

/** `task.created/1.json` -> `task.created@1`; `skills/invoice/facts/1.json` -> `invoice/facts@1`. */
export const keyOf = (path) => path.replace(/^skills\//, '').replace(/\/(\d+)\.json$/, '@$1');

const readSchema = (folder, path) => {
  const text = readFileSync(join(folder, path), 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${folder}/${path} is not JSON: ${error.message}`, { cause: error });
  }
};

/** @throws Error that names the file whose `$id` is not its key */
export const readSchemas = (folder) =>
  Object.fromEntries(
    schemaPaths(folder).map((path) => {
      const schema = readSchema(folder, path);
      const key = keyOf(path);
      if (schema.$id !== key)
        throw new Error(`${folder}/${path}: its "$id" must be "${key}", and is "${schema.$id}"`);
      return [key, schema];
    }),
  );
