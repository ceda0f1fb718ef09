import { Command } from 'commander';
import { print, tableOf } from '../print';
import type { RunView } from '../run-view';
import { clientFor, queryOf, type CommonOptions } from './common';

interface Options extends CommonOptions {
  status?: string;
  type?: string;
  subject?: string;
  cursor?: string;
}

const runs = async (options: Options): Promise<void> => {
  const { status, type, subject, cursor } = options;
  const found = await clientFor(options).get<{ runs: RunView[]; cursor?: string }>(
    `runs${queryOf({ status, type, subject, cursor })}`,
  );
  print(options.json, found, () =>
    [
      tableOf(
        ['RUN', 'STATUS', 'TYPE', 'SUBJECT', 'ACCEPTED'],
        found.runs.map((run) => [run.runId, run.status, run.type, run.subject, run.acceptedAt]),
      ),
      found.cursor && `More: npm run mesh -- runs --cursor ${found.cursor}`,
    ]
      .filter(Boolean)
      .join('\n'),
  );
};

export const runsCommand = () =>
  new Command('runs')
    .description('Lists runs, newest first.')
    .option(
      '--status <status>',
      'accepted, running, waiting, blocked, completed, failed, expired or cancelled',
    )
    .option('--type <type>', 'type of the intent')
    .option('--subject <subject>', 'subject of the intent')
    .option('--cursor <cursor>', 'go on where the last list ended')
    .action(runs);
