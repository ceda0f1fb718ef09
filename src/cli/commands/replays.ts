import { Command } from 'commander';
import { hintFor } from '../hint';
import { lines, print } from '../output';
import type { ReplaySummary } from '../replay-view';
import { countsText, stepText } from '../show-replay';
import { statusText } from '../style';
import { tableOf } from '../table';
import { moment } from '../words';
import { clientFor, numberOption, queryOf, type CommonOptions } from './common';

interface Options extends CommonOptions {
  cursor?: string;
  limit?: number;
}

interface Page {
  replays: readonly ReplaySummary[];
  cursor?: string;
}

export const replaysText = ({ replays, cursor }: Page, options: Options): string => {
  const hint = hintFor(options);
  if (replays.length === 0) return 'There are no replays.';
  return lines(
    tableOf(
      ['REPLAY', 'STATUS', 'MADE', 'BY', 'LETTERS', 'OUTCOMES', 'WHY'],
      replays.map((replay) => [
        replay.id,
        [statusText(replay.status), stepText(replay)].filter(Boolean).join(', '),
        moment(replay.createdAt),
        replay.by?.id,
        replay.total,
        countsText(replay),
        [replay.reason, replay.stoppedBecause && `stopped: ${replay.stoppedBecause}`]
          .filter(Boolean)
          .join('; '),
      ]),
      { right: [4] },
    ),
    cursor && `\nMore: ${hint('replays', '--cursor', cursor)}`,
    `\nOne of them, letter by letter: ${hint('replay', '--show', replays[0]!.id)}`,
  );
};

const replays = async (options: Options): Promise<void> => {
  const { cursor, limit } = options;
  const found = await clientFor(options).get<Page>(`replays${queryOf({ cursor, limit })}`);
  print(options.json, found, () => replaysText(found, options));
};

export const replaysCommand = () =>
  new Command('replays')
    .description('Lists replays, newest first: who made each, why, and how far it is.')
    .addOption(numberOption('--limit <n>', 'so many at most'))
    .option('--cursor <cursor>', 'go on where the last list ended')
    .action(replays);
