// `npm run contracts:check`: what this tree breaks of the last release, and of what its consumers rely on.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fromSources } from '../generate/from-sources.mjs';
import { brokenConsumers, CONSUMERS } from './consumers.mjs';
import { readSchemas } from './read-schemas.mjs';
import { RELEASED, releases } from './releases.mjs';

const HELP = `Says what the schemas of this tree break: of the last release, and of what consumers rely on.

  npm run contracts:check                              against the last release
  npm run contracts:check -- --release 0.1.0           against another one
  npm run contracts:check -- --schemas ../other/schemas

--schemas FOLDER    the schemas to check                          schemas
--released FOLDER   releases, each a folder of its schemas        ${RELEASED}
--release VERSION   the release to compare with                   the last one
--consumers FOLDER  who reads what, a file for each consumer      ${CONSUMERS}
--help              this text

Exits with 0 where nothing breaks that nobody declared, with 1 where something does, and with 2 where it could not check.
What counts as a break, and what to do about one: docs/contracts.md
`;

const OPTIONS = {
  schemas: { type: 'string', default: 'schemas' },
  released: { type: 'string', default: RELEASED },
  release: { type: 'string' },
  consumers: { type: 'string', default: CONSUMERS },
  help: { type: 'boolean', short: 'h' },
};

const argumentsOf = () => {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    const [what] = error.message.split('. ');
    throw new Error(`${what.replace(/\.$/, '')}. See npm run contracts:check -- --help`, { cause: error });
  }
};

const compatibilityIn = (folder, schemas, { compatibilityFaults, strangersIn }) => {
  const file = join(folder, 'compatibility.json');
  const compatibility = JSON.parse(readFileSync(file, 'utf8'));
  const faults = compatibilityFaults(compatibility);
  if (faults.length > 0) throw new Error(faults.map((fault) => `${file}: ${fault}`).join('\n'));
  const strangers = strangersIn(compatibility, schemas);
  if (strangers.length > 0) throw new Error(`${file}: there is no schema '${strangers.join("', '")}'`);
  return compatibility;
};

const releaseIn = (folder, asked) => {
  const known = releases(folder);
  if (known.length === 0)
    throw new Error(`there is no release in ${folder}: npm run contracts:release -- 0.1.0`);
  const version = asked ?? known.at(-1);
  if (!known.includes(version))
    throw new Error(`there is no release ${version} in ${folder}, only ${known.join(', ')}`);
  return { version, schemas: readSchemas(join(folder, version)) };
};

const consumersSaid = ({ count, broken }) =>
  [
    ...broken.flat().map((sentence) => `CONSUMER  ${sentence}`),
    `${count - broken.length} of ${count} consumers get what they rely on`,
  ].join('\n');

const FOLDERS = ['schemas', 'released', 'consumers'];

const main = async () => {
  const values = argumentsOf();
  if (values.help) return console.log(HELP);
  for (const name of FOLDERS)
    if (!existsSync(values[name])) throw new Error(`--${name}: there is no folder '${values[name]}'`);
  const changes = await fromSources('src/contracts/changes/index.ts');
  const { compare, reportOf, undeclared } = changes;
  const schemas = readSchemas(values.schemas);
  const compatibility = compatibilityIn(values.schemas, schemas, changes);
  const comparison = compare(releaseIn(values.released, values.release), schemas, compatibility);
  console.log(reportOf(comparison));
  const consumers = await brokenConsumers(schemas, {
    folder: values.consumers,
    schemasFolder: values.schemas,
  });
  console.log(consumersSaid(consumers));
  const breaks = undeclared(comparison).length + comparison.idle.length + consumers.broken.length;
  process.exitCode = breaks > 0 ? 1 : 0;
};

await main().catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
