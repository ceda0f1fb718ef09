// `node scripts/entry.mjs cli/mesh ps`: builds the entry point src/cli/mesh.ts and runs it with the arguments.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { buildEntry } from './build.mjs';

const [entry, ...args] = process.argv.slice(2);
await buildEntry(entry);
process.argv.splice(1, process.argv.length, resolve(`dist/${entry}.js`), ...args);
createRequire(import.meta.url)(resolve(`dist/${entry}.js`));
