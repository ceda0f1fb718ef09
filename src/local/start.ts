import { startFromCommandLine } from './supervisor/command';
import type { LocalMesh } from './supervisor/supervisor';

const announce = async ({ options: { ports, data, only } }: LocalMesh): Promise<void> => {
  if (only) return console.log(`${only} is up, with its data in ${data}. Ctrl-C stops it.`);
  console.log(`The mesh is up: http://127.0.0.1:${ports.gateway}/api, with its data in ${data}.

  npm run mesh -- send samples/invoices/01-invoice-several-vat-rates.xml --watch   post an invoice and follow it
  npm run mesh -- ps                                           its processes
  Ctrl-C                                                       stops it; the next start takes up where this one stopped
`);
};

startFromCommandLine(announce);
