// `npm run connector`: the connector's files with the address and the ids of a deployment, into dist/power-platform.
// `--connector <name>` adds the sample flows as requests to Dataverse. Values that are not given are asked of azd.
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { fromSources } from './generate/from-sources.mjs';

const SOURCE = 'power-platform/connector';
const OUT = 'dist/power-platform';

const { values: given } = parseArgs({
  options: {
    url: { type: 'string' },
    'client-id': { type: 'string' },
    tenant: { type: 'string' },
    resource: { type: 'string' },
    connector: { type: 'string' },
  },
});

const azdValues = () => {
  const lines = execFileSync('azd', ['env', 'get-values'], { encoding: 'utf8' }).split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => [/^(\w+)="?(.*?)"?$/.exec(line)?.slice(1) ?? []]).filter((pair) => pair.length),
  );
};

/** What azd knows is asked of it only where it is needed. */
const deployed = given.url && given.tenant && given.resource ? {} : azdValues();

const json = (file) => JSON.parse(readFileSync(file, 'utf8'));
const write = (file, value) => {
  writeFileSync(join(OUT, file), `${JSON.stringify(value, null, 2)}\n`);
  console.log(join(OUT, file));
};

const { definitionFor, propertiesFor, flowFor } = await fromSources('power-platform/generator/prepare.ts');
const deployment = {
  url: given.url ?? deployed.MESH_API_URL,
  tenantId: given.tenant ?? deployed.AZURE_TENANT_ID,
  resource: given.resource ?? deployed.MESH_CALLER_AUDIENCE,
  clientId: given['client-id'],
};
const missing = Object.entries(deployment).filter(([, value]) => !value);
if (missing.length)
  throw new Error(
    `not known: ${missing.map(([name]) => name).join(', ')}. See power-platform/connector/README.md.`,
  );

mkdirSync(OUT, { recursive: true });
write('apiDefinition.swagger.json', definitionFor(json(`${SOURCE}/apiDefinition.swagger.json`), deployment));
write('apiProperties.json', propertiesFor(json(`${SOURCE}/apiProperties.json`), deployment));
for (const file of ['icon.png', 'script.csx']) copyFileSync(join(SOURCE, file), join(OUT, file));
if (given.connector)
  for (const file of globSync('power-platform/flows/*.json')) {
    const name = basename(file, '.json');
    write(
      `${name}.request.json`,
      flowFor(json(file), { name: name.replaceAll('-', ' '), connector: given.connector }),
    );
  }
