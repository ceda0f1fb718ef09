// `npm run contracts:check`: what the schemas of this tree break of the last release; see docs/contracts.md.
// `--schemas`, `--released` and `--release` name other folders and another release than the last.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fromSources } from '../generate/from-sources.mjs';
import { readSchemas } from './read-schemas.mjs';
import { RELEASED, releases } from './releases.mjs';

const { values } = parseArgs({
  options: {
    schemas: { type: 'string', default: 'schemas' },
    released: { type: 'string', default: RELEASED },
    release: { type: 'string' },
  },
});

const stop = (...lines) => {
  for (const line of lines) console.error(line);
  process.exit(1);
};

const { compare, compatibilityFaults, reportOf, strangersIn, undeclared } = await fromSources(
  'src/contracts/changes/index.ts',
);
const version = values.release ?? releases(values.released).at(-1);
if (!version) stop(`there is no release in ${values.released}: npm run contracts:release -- 0.1.0`);

const file = join(values.schemas, 'compatibility.json');
const compatibility = JSON.parse(readFileSync(file, 'utf8'));
const faults = compatibilityFaults(compatibility);
if (faults.length > 0) stop(...faults.map((fault) => `${file}: ${fault}`));

const now = readSchemas(values.schemas);
const strangers = strangersIn(compatibility, now);
if (strangers.length > 0) stop(`${file}: there is no schema '${strangers.join("', '")}'`);

const comparison = compare(
  { version, schemas: readSchemas(join(values.released, version)) },
  now,
  compatibility,
);
console.log(reportOf(comparison));
process.exitCode = undeclared(comparison).length + comparison.idle.length > 0 ? 1 : 0;
