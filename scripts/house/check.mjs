// Holds the sources against the house: `node scripts/house/check.mjs` prints what breaks it.
import { globSync } from 'node:fs';
import { checkFile } from './check-file.mjs';

const files = globSync(['src/**/*.ts', 'clients/*/src/**/*.ts']);
const faults = files.flatMap((file) => checkFile(file));
for (const fault of faults) console.error(fault);
console.log(`${files.length} files keep the house's directions, ${faults.length} faults`);
process.exitCode = faults.length ? 1 : 0;
