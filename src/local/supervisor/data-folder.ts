import { isAbsolute, relative, resolve } from 'node:path';

const DEFAULT = '.mesh';

/** Absolute path of the data folder: the one that is given, else by environment, else `.mesh` here. */
export const dataFolder = (given: string | undefined, env: NodeJS.ProcessEnv): string =>
  resolve(given ?? (env['MESH_DATA'] || DEFAULT));

/** The folder as people write it: from here where it is below. */
export const shownFolder = (data: string): string => {
  const path = relative('.', data);
  return path.startsWith('..') || isAbsolute(path) ? data : path || '.';
};

const PLAIN = /^[\w./:@%+=,-]+$/;

/** As a shell takes it for one word. */
export const quoted = (text: string): string =>
  PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** What a command needs to find this data folder: nothing for the default one. */
export const dataOption = (data: string): string =>
  data === resolve(DEFAULT) ? '' : ` --data ${quoted(shownFolder(data))}`;
