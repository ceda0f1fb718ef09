// What `azd deploy` sends to every app: the bundles, host.json, and a package.json without dependencies, since everything is
// in the bundles (test/local/bundle loads them far from any node_modules).
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rememberHosting } from './hosting.mjs';

const TARGET = 'infra/functions/package';
const KEPT = new Set(['.gitignore', '.funcignore']);

/** Of a fresh clone, nothing is installed yet. */
const install = () => {
  if (existsSync('node_modules/esbuild')) return;
  // One command line through a shell, because npm is a script on Windows.
  execFileSync('npm ci', { shell: true, stdio: 'inherit' });
};

const build = async () => {
  const { buildFunctions, buildVendor } = await import('../build.mjs');
  await Promise.all([buildFunctions(), buildVendor()]);
};

/** @param {string} target the folder that is deployed; what it held before goes */
export const stage = (target = TARGET) => {
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(target))
    if (!KEPT.has(name)) rmSync(join(target, name), { recursive: true });
  for (const path of ['host.json', 'dist/functions', 'dist/vendor'])
    cpSync(path, join(target, path), { recursive: true, filter: (source) => !source.endsWith('.map') });
  const { name, version, license, main } = JSON.parse(readFileSync('package.json', 'utf8'));
  writeFileSync(
    join(target, 'package.json'),
    `${JSON.stringify({ name, version, private: true, license, main }, null, 2)}\n`,
  );
};

if (import.meta.filename === process.argv[1]) {
  // Under azd only: which of the workers' services there are is asked for before the next hook.
  if (process.env.AZURE_ENV_NAME) rememberHosting(process.env);
  install();
  await build();
  stage();
  console.log(`Packaged ${TARGET}.`);
}
