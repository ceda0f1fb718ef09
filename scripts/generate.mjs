// `npm run generate`: writes what follows from the schemas and the routes. With `--check` it compares instead.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** In this order: what comes later is made with the code that what comes before wrote. */
const GENERATORS = ['schemas', 'api-management', 'connector'];

const isStale = (path, content) => !existsSync(path) || !readFileSync(path).equals(Buffer.from(content));

const write = (path, content) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
};

/** Each generator gives its files: content by path. */
const staleOf = async (name) => {
  const { generate } = await import(`./generate/${name}.mjs`);
  return Object.entries(await generate()).filter(([path, content]) => isStale(path, content));
};

const complain = (path) => {
  console.error(`${path} is stale: run \`npm run generate\` and commit it.`);
  process.exitCode = 1;
};

const check = process.argv.includes('--check');
for (const name of GENERATORS)
  for (const [path, content] of await staleOf(name)) check ? complain(path) : write(path, content);
