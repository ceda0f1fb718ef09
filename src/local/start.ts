import { startFromCommandLine } from './supervisor/command';
import { dataOption, shownFolder } from './supervisor/data-folder';
import { runningParts } from './supervisor/registry';
import { USUAL } from './supervisor/roles';
import type { LocalMesh } from './supervisor/supervisor';

const EXAMPLE = 'samples/invoices/01-invoice-several-vat-rates.xml';

const addresses = ({ options: { data, roles = USUAL } }: LocalMesh): string[] =>
  runningParts(data)
    .filter(({ role, address }) => address && roles.includes(role))
    .map(({ role, address }) => `  ${role.padEnd(8)} ${address}`);

const invitation = (data: string): string => {
  const where = dataOption(data);
  return `Post an invoice and follow it:  npm run mesh -- send ${EXAMPLE} --watch${where}
See what runs:                  npm run mesh -- ps${where}
Ctrl-C stops it; the next start takes up where this one stopped.`;
};

const announce = async (mesh: LocalMesh): Promise<void> => {
  const { data, roles } = mesh.options;
  const folder = shownFolder(data);
  const what = roles ? roles.join(', ') : 'The mesh';
  const lines = [
    `${what} ${roles && roles.length > 1 ? 'are' : 'is'} up.\n`,
    ...addresses(mesh),
    `  data     ${folder}`,
    `  logs     ${folder}/logs\n`,
    roles ? 'Ctrl-C stops it.' : invitation(data),
  ];
  console.log(lines.join('\n'));
};

startFromCommandLine({ command: 'npm start', whenUp: announce });
