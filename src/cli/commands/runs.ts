import { Command } from 'commander';
import type { Args, Runs } from '../../../clients/typescript/src';
import { hintFor } from '../hint';
import { lines, print } from '../output';
import { statusText } from '../style';
import { tableOf } from '../table';
import { moment } from '../words';
import { choiceOption, meshFor, numberOption, type CommonOptions } from './common';

type Filters = Omit<Args<'ListRuns'>, 'cursor'>;

interface Options extends CommonOptions, Filters {
  cursor?: string;
}

const STATUSES = [
  'accepted',
  'running',
  'waiting',
  'blocked',
  'completed',
  'failed',
  'expired',
  'cancelled',
] as const;

const more = (cursor: string, options: Options): string => {
  const { status, type, subject, limit } = options;
  const filters = Object.entries({ status, type, subject, limit, cursor }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  return `\nMore: ${hintFor(options)('runs', ...filters)}`;
};

const listed = ({ runs, cursor }: Runs, options: Options): string =>
  runs.length === 0
    ? 'There are no such runs.'
    : lines(
        tableOf(
          ['RUN', 'STATUS', 'ACCEPTED', 'CHANGED', 'TYPE', 'SUBJECT'],
          runs.map((run) => [
            run.runId,
            statusText(run.status),
            moment(run.acceptedAt),
            moment(run.changedAt),
            run.type,
            run.subject,
          ]),
        ),
        cursor && more(cursor, options),
      );

const runs = async (options: Options): Promise<void> => {
  const { status, type, subject, limit, cursor } = options;
  const found = await meshFor(options).listRuns({ status, type, subject, limit, cursor });
  print(options.json, found, () => listed(found, options));
};

export const runsCommand = () =>
  new Command('runs')
    .description('Lists runs, newest first.')
    .addOption(choiceOption('--status <status>', 'where they stand', STATUSES))
    .option('--type <type>', 'type of the intent')
    .option('--subject <subject>', 'subject of the intent')
    .addOption(numberOption('--limit <n>', 'so many at most'))
    .option('--cursor <cursor>', 'go on where the last list ended')
    .action(runs);
