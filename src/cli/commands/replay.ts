import { Command } from 'commander';
import { CliError } from '../client';
import { print, tableOf } from '../print';
import { clientFor, type CommonOptions } from './common';

interface Options extends CommonOptions {
  id?: string[];
  fingerprint?: string;
  type?: string;
  from?: string;
  to?: string;
  dryRun?: boolean;
  limit?: string;
  perSecond?: string;
  deadline?: string;
  show?: string;
  stop?: string;
}

const selectOf = ({ id, fingerprint, type, from, to }: Options) => {
  const select = {
    ...(id && { ids: id }),
    ...(fingerprint && { fingerprint }),
    ...(type && { type }),
    ...(from && { from }),
    ...(to && { to }),
  };
  if (Object.keys(select).length) return select;
  throw new CliError(
    'Say which letters: --id, --fingerprint, --type, --from or --to. With --dry-run nothing is sent yet.',
  );
};

const requestOf = (options: Options) => ({
  select: selectOf(options),
  ...(options.dryRun && { dryRun: true }),
  ...(options.limit && { limit: Number(options.limit) }),
  ...(options.perSecond && { perSecond: Number(options.perSecond) }),
  ...(options.deadline && { deadline: options.deadline }),
});

interface ReplayView {
  id: string;
  letters?: { letter: string; state: string; reason?: string }[];
}

const shown = (replay: ReplayView): string =>
  [
    `replay ${replay.id}`,
    tableOf(
      ['LETTER', 'OUTCOME', 'REASON'],
      (replay.letters ?? []).map(({ letter, state, reason }) => [letter, state, reason]),
    ),
  ].join('\n');

const replay = async (options: Options): Promise<void> => {
  const client = clientFor(options);
  if (options.stop)
    return print(
      options.json,
      await client.post(`replays/${options.stop}/stop`, {}),
      () => `replay ${options.stop} is stopped`,
    );
  if (options.show) {
    const found = await client.get<ReplayView>(`replays/${options.show}`);
    return print(options.json, found, () => shown(found));
  }
  const made = await client.post<{ id: string }>('replays', requestOf(options));
  print(
    options.json || options.dryRun,
    made,
    () => `replay ${made.id} is on its way: npm run mesh -- replay --show ${made.id}`,
  );
};

export const replayCommand = () =>
  new Command('replay')
    .description(
      'Brings dead letters back to where they came from. The set is frozen when the replay is made.',
    )
    .option('--id <letter...>', 'these letters')
    .option('--fingerprint <fingerprint>', 'letters of one kind')
    .option('--type <type>', 'letters of one type of event')
    .option('--from <time>', 'letters since then (RFC 3339)')
    .option('--to <time>', 'letters until then (RFC 3339)')
    .option(
      '--dry-run',
      'say only how many, where to, which effects may repeat, which are past their deadline',
    )
    .option('--limit <n>', 'at most so many letters')
    .option('--per-second <n>', 'at most so many a second')
    .option('--deadline <rule>', 'keep, extend or drop the deadline of each event')
    .option('--show <replay>', 'what became of a replay, letter by letter')
    .option('--stop <replay>', 'stop a replay')
    .action(replay);
