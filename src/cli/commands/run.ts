import { Command } from 'commander';
import { print, tableOf } from '../print';
import type { RunView } from '../run-view';
import { showRun } from '../show-run';
import { watch } from '../watch';
import { clientFor, type CommonOptions } from './common';

interface Options extends CommonOptions {
  watch?: boolean;
  events?: boolean;
  cancel?: boolean;
}

interface Journal {
  events: { at: string; id: string; type: string; late?: boolean; emitted?: string[] }[];
}

const run = async (id: string, options: Options): Promise<void> => {
  const client = clientFor(options);
  if (options.cancel) {
    await client.post(`runs/${id}/cancel`, {});
    return print(options.json, { cancelled: id }, () => `run ${id} is being cancelled`);
  }
  if (options.events) {
    const journal = await client.get<Journal>(`runs/${id}/events`);
    return print(options.json, journal, () =>
      tableOf(
        ['AT', 'TYPE', 'EVENT', ''],
        journal.events.map(({ at, type, id: event, late }) => [at, type, event, late ? 'late' : '']),
      ),
    );
  }
  const found = options.watch
    ? await watch(client, `runs/${id}`, (line) => options.json || console.log(`  ${line}`))
    : await client.get<RunView>(`runs/${id}`);
  print(options.json, found, () => showRun(found));
};

export const runCommand = () =>
  new Command('run')
    .description('Shows one run: where it stands, its steps, its output.')
    .argument('<id>', 'id of the run')
    .option('--watch', 'follow it until it ends or waits')
    .option('--events', 'its journal: what it took in, in order')
    .option('--cancel', 'cancel it')
    .action(run);
