// `node scripts/entry.mjs cli/mesh ps`: builds the entry point src/cli/mesh.ts and runs it with the arguments.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { buildEntries } from './build.mjs';

const [entry, ...args] = process.argv.slice(2);
await buildEntries(entry);
const built = resolve(`dist/${entry}.js`);
process.argv.splice(1, process.argv.length, built, ...args);
createRequire(import.meta.url)(built);
