import { Command } from 'commander';
import { CliError, type Client } from '../client';
import { followRun } from '../follow-run';
import { hintFor } from '../hint';
import { inParallel } from '../in-parallel';
import { pathOf, sendFile, type Accepted, type SendOptions } from '../intent-file';
import { endWith, lines, print } from '../output';
import { progressUnless } from '../progress-line';
import { isWell, type RunView } from '../run-view';
import { statusText } from '../style';
import { watch } from '../watch';
import { counted } from '../words';
import { choiceOption, clientFor, numberOption, type CommonOptions } from './common';

type Options = CommonOptions & SendOptions & { watch?: boolean; times?: number };

const AT_ONCE = 8;

const sendOne = async (file: string, options: Options): Promise<void> => {
  const client = clientFor(options);
  const accepted = await sendFile(client, file, options);
  if (options.watch) return followRun(client, pathOf(accepted), options);
  print(options.json, accepted, () =>
    lines(
      `Accepted as run ${accepted.runId}.`,
      accepted.link,
      `Follow it: ${hintFor(options)('run', accepted.runId, '--watch')}`,
    ),
  );
};

/** `97 completed, 3 failed` */
const tally = (runs: readonly RunView[]): string =>
  [...Map.groupBy(runs, ({ status }) => status)]
    .map(([status, { length }]) => `${length} ${statusText(status)}`)
    .join(', ');

const followAll = async (client: Client, all: readonly Accepted[], options: Options): Promise<void> => {
  const line = progressUnless(options.json);
  const seen: RunView[] = [];
  const runs = await inParallel(all, {
    atOnce: AT_ONCE,
    perform: async (accepted) => {
      const run = await watch(client, pathOf(accepted), () => undefined);
      seen.push(run);
      line.show(`  ${counted(all.length, 'run')}: ${seen.length} done`);
      return run;
    },
  });
  line.end(`  ${counted(runs.length, 'run')}: ${tally(runs)}`);
  print(options.json, { runs }, () => `See them: ${hintFor(options)('runs')}`);
  endWith(runs.every(isWell));
};

const sendMany = async (file: string, times: number, options: Options): Promise<void> => {
  if (options.reference) throw new CliError('--reference names one intent: leave it or --times away.');
  const client = clientFor(options);
  const line = progressUnless(options.json);
  let sent = 0;
  const all = await inParallel(Array.from({ length: times }), {
    atOnce: AT_ONCE,
    perform: async () => {
      const accepted = await sendFile(client, file, { ...options, again: true });
      line.show(`  ${++sent} of ${times} accepted`);
      return accepted;
    },
  });
  line.end(`  ${counted(times, 'intent')} accepted`);
  if (options.watch) return followAll(client, all, options);
  print(options.json, { accepted: all }, () => `See their runs: ${hintFor(options)('runs')}`);
};

const send = (file: string, options: Options): Promise<void> =>
  options.times === undefined ? sendOne(file, options) : sendMany(file, options.times, options);

export const sendCommand = () =>
  new Command('send')
    .description(
      'Posts a document (.xml), a CloudEvent or the data of an intent (.json). The same file again is the same run.',
    )
    .argument('<file>', 'file to send')
    .option('--watch', 'follow the run until it ends or somebody must act; ends with 1 if it went wrong')
    .option('--type <type>', 'type of the intent', 'business.invoice.intent')
    .option('--reference <reference>', "your own key of the intent (default: the file's name and hash)")
    .addOption(choiceOption('--priority <priority>', 'how urgent it is', ['high', 'normal', 'low']))
    .option('--again', 'a new run, though the same file was sent before')
    .addOption(numberOption('--times <n>', 'so many times, each a run of its own'))
    .action(send);
