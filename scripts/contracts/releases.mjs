// The releases whose schemas were frozen: contracts/released/<version>/, each a copy of schemas/ as it was.
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { schemaPaths } from './read-schemas.mjs';

export const RELEASED = 'contracts/released';

const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;
const numbers = (version) => VERSION.exec(version).slice(1).map(Number);

const byVersion = (one, other) => {
  const [a, b] = [numbers(one), numbers(other)];
  const at = a.findIndex((number, index) => number !== b[index]);
  return at < 0 ? 0 : a[at] - b[at];
};

/** Versions, oldest first. */
export const releases = (folder = RELEASED) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => VERSION.test(name))
        .sort(byVersion)
    : [];

/**
 * Freezes the schemas as they are.
 * @throws Error when the version is none, is there already, or is not the newest
 */
export const freeze = (version, { schemas = 'schemas', folder = RELEASED } = {}) => {
  if (!VERSION.test(version ?? '')) throw new Error('say which release: npm run contracts:release -- 0.2.0');
  const known = releases(folder);
  if (known.includes(version))
    throw new Error(
      `${folder}/${version} is there: what was released stays as it was. Only one that nobody got may be removed and frozen again.`,
    );
  const last = known.at(-1);
  if (last && byVersion(version, last) < 0)
    throw new Error(`${version} is older than ${last}, which was released`);
  const paths = schemaPaths(schemas);
  for (const path of paths) cpSync(join(schemas, path), join(folder, version, path));
  return paths.length;
};
