import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/**
 * Loads the app's entry points: the files that `main` of its package.json matches.
 * @throws Error that says which file would not load and why, or that there is none
 */
export const loadFunctions = (root: string): void => {
  const main = mainOf(root);
  const files = globSync(main, { cwd: root }).sort();
  if (files.length === 0)
    throw new Error(
      `No file matches "${main}" (main of package.json in ${root}). Build the app first: npm run build.`,
    );
  const load = createRequire(join(resolve(root), 'package.json'));
  for (const file of files) loadEntryPoint(load, resolve(root, file));
};

const mainOf = (root: string): string => {
  const file = join(root, 'package.json');
  const main = (JSON.parse(readFileSync(file, 'utf8')) as { main?: unknown }).main;
  if (typeof main !== 'string')
    throw new Error(`${file} has no "main": it names the entry points of the function app.`);
  return main;
};

/** An app that will not start with its settings says so in a sentence; where it was thrown helps nobody. */
const isSentence = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'SettingsError';

const loadEntryPoint = (load: NodeJS.Require, file: string): void => {
  try {
    load(file);
  } catch (error) {
    if (isSentence(error)) throw error;
    const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`The entry point ${file} failed to load: ${cause}`, { cause: error });
  }
};
