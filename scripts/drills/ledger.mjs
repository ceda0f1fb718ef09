// A ledger that can be taken away, for drills on a laptop's mesh: `node scripts/drills/ledger.mjs --help`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AzureNamedKeyCredential, TableClient } from '@azure/data-tables';
import { ledgerProxy, MOODS } from './ledger-proxy.mjs';

const HELP = `Usage: node scripts/drills/ledger.mjs <what> --data FOLDER [--mesh FOLDER]

The ledger of the invoices as a system of its own: its table lives in a storage of its own, and a proxy in front of it
can refuse, be away, or lose answers. What is not the ledger's goes on to the mesh's own tables.

  settings       prints what the mesh must be started with, as shell: eval "$(… settings …)"
  serve          runs the proxy until it is ended
  mood           tells how it is, and how often it was asked in which mood
  ${MOODS.join(' | ')}
                 changes its mood: refuses answers 403, away 503; loses-answers books, and nobody hears of it
  count          counts entries and documents, and names documents that were booked twice; ends with 1 if there are any

  --data FOLDER  of the ledger's storage: npm start -- --only storage --data FOLDER --port-base N
  --mesh FOLDER  of the mesh (serve, settings); it needs not run yet, if --mesh-port-base is given
  --mesh-port-base N  the port base that the mesh will be started with
  --port N       of the proxy (default: the ledger's port base + 9)`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    mesh: { type: 'string' },
    'mesh-port-base': { type: 'string' },
    port: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const [what] = positionals;

const usage = (text) => {
  console.error(text);
  process.exit(2);
};
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
if (!what || !values.data) usage(HELP);

const portsOf = (folder) => {
  try {
    return JSON.parse(readFileSync(join(folder, 'mesh.json'), 'utf8')).ports;
  } catch {
    return usage(`No mesh was started on ${folder} yet: npm start -- --data ${folder}`);
  }
};
const ledger = portsOf(values.data);
const port = Number(values.port ?? ledger.gateway + 9);

/** The ports of the mesh, known or to be: six in a row. */
const meshPorts = () => {
  const base = Number(values['mesh-port-base']);
  if (base) return { blob: base + 3, queue: base + 4, table: base + 5 };
  return values.mesh ? portsOf(values.mesh) : usage('Name the mesh: --mesh FOLDER or --mesh-port-base N.');
};

// The account that storage emulators share; it protects nothing.
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const settings = () => {
  const { blob, queue } = meshPorts();
  const at = (service, number) => `${service}Endpoint=http://127.0.0.1:${number}/${ACCOUNT}`;
  const connection = ['DefaultEndpointsProtocol=http', `AccountName=${ACCOUNT}`, `AccountKey=${KEY}`];
  console.log(
    `export MESH_STORAGE='${[...connection, at('Blob', blob), at('Queue', queue), at('Table', port)].join(';')}'`,
  );
};

const serve = () => {
  const tables = { mesh: meshPorts().table, ledger: ledger.table };
  ledgerProxy(tables).listen(port, '127.0.0.1', () =>
    console.log(`The ledger answers on port ${port}; its table is behind port ${tables.ledger}.`),
  );
};

const mood = async (wish = '') => {
  const answer = await fetch(`http://127.0.0.1:${port}/mood/${wish}`).catch(() =>
    usage(`No proxy answers on port ${port}: node scripts/drills/ledger.mjs serve --data ${values.data} …`),
  );
  console.log((await answer.text()).trim());
};

const count = async () => {
  const table = new TableClient(
    `http://127.0.0.1:${ledger.table}/${ACCOUNT}`,
    'ledger',
    new AzureNamedKeyCredential(ACCOUNT, KEY),
    { allowInsecureConnection: true },
  );
  const entries = new Map();
  for await (const { rowKey, partitionKey, document } of table.listEntities())
    if (rowKey.startsWith('entry|')) {
      const known = `${partitionKey} ${document}`;
      entries.set(known, [...(entries.get(known) ?? []), rowKey]);
    }
  const all = [...entries.values()].flat().length;
  const twice = [...entries].filter(([, rows]) => rows.length > 1);
  console.log(`${all} entries of ${entries.size} documents; booked more than once: ${twice.length}`);
  for (const [document, rows] of twice.slice(0, 10)) console.log(`  ${document}: ${rows.length} entries`);
  process.exitCode = twice.length > 0 ? 1 : 0;
};

if (what === 'settings') settings();
else if (what === 'serve') serve();
else if (what === 'count') await count();
else if (what === 'mood') await mood();
else if (MOODS.includes(what)) await mood(what);
else usage(HELP);
