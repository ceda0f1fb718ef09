import { Command } from 'commander';
import { sendFile, type SendOptions } from '../intent-file';
import { print } from '../print';
import { showRun } from '../show-run';
import { watch } from '../watch';
import { clientFor, type CommonOptions } from './common';

type Options = CommonOptions & SendOptions & { watch?: boolean };

const send = async (file: string, options: Options): Promise<void> => {
  const client = clientFor(options);
  const accepted = await sendFile(client, file, options);
  if (!options.watch)
    return print(options.json, accepted, () => `accepted as run ${accepted.runId}\n${accepted.link}`);
  const since = new URL(accepted.link).search;
  const run = await watch(
    client,
    `runs/${accepted.runId}${since}`,
    (line) => options.json || console.log(`  ${line}`),
  );
  print(options.json, run, () => showRun(run));
};

export const sendCommand = () =>
  new Command('send')
    .description(
      'Posts a document (.xml), a CloudEvent or the data of an intent (.json). The same file again is the same run.',
    )
    .argument('<file>', 'file to send')
    .option('--watch', 'follow the run until it ends or waits')
    .option('--type <type>', 'type of the intent', 'business.invoice.intent')
    .option('--reference <reference>', "your own key of the intent (default: the file's name and hash)")
    .option('--priority <priority>', 'high, normal or low')
    .option('--again', 'a new run, though the same file was sent before')
    .action(send);
