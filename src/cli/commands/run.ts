import { Command } from 'commander';
import type { Client } from '../client';
import { followRun } from '../follow-run';
import { hintFor } from '../hint';
import { print } from '../output';
import type { RunView } from '../run-view';
import { showRun } from '../show-run';
import { tableOf } from '../table';
import { moment } from '../words';
import { clientFor, segment, type CommonOptions } from './common';

interface Options extends CommonOptions {
  watch?: boolean;
  events?: boolean;
  cancel?: boolean;
}

interface Journal {
  events: readonly {
    n: number;
    at: string;
    in: { id: string; type: string; subject?: string; late?: true; by?: string; replay?: string };
    out: readonly string[];
    status?: string;
  }[];
}

const journalText = ({ events }: Journal): string =>
  tableOf(
    ['', 'AT', 'TOOK IN', 'ABOUT', 'BY', 'GAVE OUT', 'RUN'],
    events.map(({ n, at, in: taken, out, status }) => [
      n,
      moment(at),
      taken.late ? `${taken.type} (too late)` : taken.type,
      taken.subject,
      taken.by,
      out.length || '',
      status,
    ]),
    { right: [0, 5] },
  );

const cancel = async (client: Client, id: string, options: Options): Promise<void> => {
  const answer = await client.post(`runs/${segment(id)}/cancel`, {});
  print(options.json, answer, () => `Run ${id} is being cancelled. See: ${hintFor(options)('run', id)}`);
};

const events = async (client: Client, id: string, options: Options): Promise<void> => {
  const journal = await client.get<Journal>(`runs/${segment(id)}/events`);
  print(options.json, journal, () => journalText(journal));
};

const run = async (id: string, options: Options): Promise<void> => {
  const client = clientFor(options);
  if (options.cancel) return cancel(client, id, options);
  if (options.events) return events(client, id, options);
  if (options.watch) return followRun(client, `runs/${segment(id)}`, options);
  const found = await client.get<RunView>(`runs/${segment(id)}`);
  print(options.json, found, () => showRun(found, hintFor(options)));
};

export const runCommand = () =>
  new Command('run')
    .description('Shows one run: where it stands, its steps, its output, and what can be done.')
    .argument('<id>', 'id of the run')
    .option('--watch', 'follow it until it ends or somebody must act; ends with 1 if it went wrong')
    .option('--events', 'its journal: what it took in and gave out, in order')
    .option('--cancel', 'cancel it')
    .action(run);
