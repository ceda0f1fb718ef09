// `npm run new:agent -- order-exceptions`: makes an agent that works, to be changed into the one that is wanted.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { filesOf, refuseTaken, writeFiles } from './new-agent/files.mjs';
import { namesOf } from './new-agent/names.mjs';
import { UsageError } from './new-agent/usage-error.mjs';
import { COMPOSITION, wired } from './new-agent/wire.mjs';

const HELP = `Makes a new agent: a plan, two skills, a port with its double and its adapter, schemas with examples, samples
and tests, all of it working. Change it step by step into the agent that you want.

  npm run new:agent -- order-exceptions                  takes business.order.intent
  npm run new:agent -- order-exceptions --domain parcel  takes business.parcel.intent

NAME             lower-case letters, digits and hyphens; the folder in src/agents/
--domain DOMAIN  what its intent and its skills are named after; the first word of the name if absent
--help           this text
`;

const OPTIONS = { domain: { type: 'string' }, help: { type: 'boolean', short: 'h' } };

const argumentsOf = (args) => {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(
      `${error.message.split('. ')[0].replace(/\.$/, '')}. See npm run new:agent -- --help`,
    );
  }
};

const generate = () => {
  const { status } = spawnSync(process.execPath, ['scripts/generate.mjs'], { stdio: 'inherit' });
  if (status !== 0)
    throw new UsageError(
      'The files are there, but the types could not be generated. Mend that, and run npm run generate.',
    );
};

const invitation = ({
  name,
  domain,
}) => `The agent '${name}' is in src/agents/${name}, and wired in ${COMPOSITION}.

See its tests pass:       npm run jest -- test/agents/${name}
Run it, and watch it:     npm run dev
Send it a sample:         npm run mesh -- send samples/${name}/01-something.json --type business.${domain}.intent --watch
See its plan:             npm run mesh -- plan business.${domain}.intent

Then make it yours: what it takes and gives in schemas/ (npm run generate writes the types; npm run dev does so by itself), what it does in src/agents/${name}.`;

const main = async () => {
  const { values, positionals } = argumentsOf(process.argv.slice(2));
  if (values.help) return console.log(HELP);
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0)
    throw new UsageError(`Give one name, such as: npm run new:agent -- order-exceptions`);
  const names = namesOf({ name, ...(values.domain !== undefined && { domain: values.domain }) });
  const files = await filesOf(names);
  refuseTaken(files, names);
  const composition = await wired(readFileSync(COMPOSITION, 'utf8'), names);
  writeFiles(files);
  writeFileSync(COMPOSITION, composition);
  generate();
  for (const path of Object.keys(files).sort()) console.log(`  ${path}`);
  console.log(`\n${invitation(names)}`);
};

main().catch((error) => {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = 1;
});
