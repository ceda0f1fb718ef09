import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { startFromCommandLine } from '../local/supervisor/command';
import type { LocalMesh } from '../local/supervisor/supervisor';
import { addressOf } from './address';
import { clientOf, CliError, type Client } from './client';
import { hintFor } from './hint';
import { pathOf, sendFile } from './intent-file';
import { progressLine } from './progress-line';
import { stepsLine } from './steps-line';
import type { RunView } from './run-view';
import { statusText } from './style';
import { decisionOf, triageTable, type Triaged } from './triage-table';
import { watch } from './watch';
import { whatNext } from './what-next';
import { duration } from './words';

const FOLDER = 'samples/invoices';
/** Where the output is no terminal. */
const WIDTH = 132;

const samples = (): readonly string[] => {
  try {
    return readdirSync(FOLDER)
      .filter((file) => file.endsWith('.xml'))
      .sort();
  } catch {
    throw new CliError(`There are no samples in ${FOLDER}: run the demo in the project's folder.`);
  }
};

/** What stands still tells it by its last step. */
const outcome = (run: RunView): string =>
  run.status === 'completed' ? `: ${statusText(decisionOf(run))}` : '';

const NAME_WIDTH = 34;

const shortName = (file: string): string => {
  const name = basename(file, '.xml');
  return name.length > NAME_WIDTH ? `${name.slice(0, NAME_WIDTH - 1)}…` : name.padEnd(NAME_WIDTH);
};

/** Sends one sample and follows its run, in a line that grows. */
const triage =
  (client: Client) =>
  async (file: string): Promise<Triaged> => {
    const started = performance.now();
    const name = `  ${shortName(file)}  `;
    const line = progressLine();
    line.show(name);
    const accepted = await sendFile(client, join(FOLDER, file), {
      type: 'business.invoice.intent',
      again: true,
    });
    const run = await watch(client, pathOf(accepted), (seen) => line.show(name + stepsLine(seen)));
    const ms = performance.now() - started;
    line.end(`${name}${stepsLine(run)}${outcome(run)} (${duration(ms)})`);
    return { file, run, ms };
  };

const demo = async ({ options: { data } }: LocalMesh): Promise<void> => {
  const address = addressOf({ data });
  const files = samples();
  const triageFile = triage(clientOf(address));
  console.log(`The mesh is up. It triages ${files.length} sample invoices, one after the other:\n`);
  const triaged: Triaged[] = [];
  // In their order: whether one is a duplicate depends on what was booked before.
  for (const file of files) triaged.push(await triageFile(file));
  console.log(`\n${triageTable(triaged, process.stdout.columns ?? WIDTH)}\n`);
  const example = `${FOLDER}/${files[0]}`;
  console.log(whatNext({ url: address.url, example, triaged, hint: hintFor({ data }) }));
};

startFromCommandLine({ command: 'npm run demo', whenUp: demo });
