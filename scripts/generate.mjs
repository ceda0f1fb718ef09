// `npm run generate`: writes what follows from the schemas and the routes. With `--check` it compares instead.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { wrongAgents } from './agents/check.mjs';
import { wrongSchemas } from './generate/wrong-schemas.mjs';

/** In this order: what comes later is made with the code that what comes before wrote. */
const GENERATORS = ['schemas', 'api-management', 'connector', 'client', 'kit'];

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

/** What others are made from is right, or nothing is made. */
const refuse = (faults) => {
  for (const fault of faults) console.error(fault);
  if (faults.length) process.exit(1);
};

/** What must be right before a generator starts. */
const CHECKS = { schemas: wrongSchemas, 'api-management': wrongAgents };

const check = process.argv.includes('--check');
for (const name of GENERATORS) {
  refuse((await CHECKS[name]?.()) ?? []);
  for (const [path, content] of await staleOf(name)) check ? complain(path) : write(path, content);
}
