// Copies the files that Capture wrote out of a laptop's mesh: `node scripts/drills/captured.mjs --help`.
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';

const HELP = `Usage: node scripts/drills/captured.mjs --data FOLDER --to FOLDER

Copies the container capture of a mesh's blob store into a folder, as a copy in another region would have it;
npm run mesh -- capture --folder reads it. The part storage of that mesh must run.`;

const { values } = parseArgs({
  options: { data: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean' } },
});
if (values.help || !values.data || !values.to) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

// The account that storage emulators share; it protects nothing.
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const { ports } = JSON.parse(readFileSync(join(values.data, 'mesh.json'), 'utf8'));
const container = new ContainerClient(
  `http://127.0.0.1:${ports.blob}/${ACCOUNT}/capture`,
  new StorageSharedKeyCredential(ACCOUNT, KEY),
);
let files = 0;
for await (const { name } of container.listBlobsFlat()) {
  const file = join(values.to, name);
  mkdirSync(dirname(file), { recursive: true });
  await container.getBlobClient(name).downloadToFile(file);
  files += 1;
}
console.log(`${files} files copied to ${values.to}`);
