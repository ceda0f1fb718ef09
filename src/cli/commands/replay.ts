import { Command } from 'commander';
import { CliError, type Client } from '../client';
import { forecastText, type DeadlineRule } from '../forecast-text';
import { hintFor } from '../hint';
import { endWith, lines, print } from '../output';
import { progressUnless } from '../progress-line';
import { isOver, wentWell, type CreatedReplay, type ForecastView, type ReplayView } from '../replay-view';
import { progressText, showReplay } from '../show-replay';
import { until } from '../watch';
import { counted } from '../words';
import { choiceOption, clientFor, numberOption, queryOf, segment, type CommonOptions } from './common';

interface Options extends CommonOptions {
  id?: string[];
  fingerprint?: string;
  type?: string;
  from?: string;
  to?: string;
  dryRun?: boolean;
  limit?: number;
  perSecond?: number;
  deadline?: DeadlineRule;
  watch?: boolean;
  show?: string;
  stop?: string;
  cursor?: string;
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

const requestOf = (options: Options) => {
  const { limit, perSecond, deadline } = options;
  return {
    select: selectOf(options),
    ...(limit && { limit }),
    ...(perSecond && { perSecond }),
    ...(deadline && { deadline }),
  };
};

/** The same words again, without those that ask for words only. */
const wordsOf = ({ id = [], fingerprint, type, from, to, limit, perSecond, deadline }: Options): string[] => [
  ...(id.length ? ['--id', ...id] : []),
  ...Object.entries({ fingerprint, type, from, to, limit, 'per-second': perSecond, deadline }).flatMap(
    ([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)]),
  ),
];

const foretell = async (client: Client, options: Options): Promise<void> => {
  const forecast = await client.post<ForecastView>('replays', { ...requestOf(options), dryRun: true });
  print(options.json, forecast, () =>
    lines(
      forecastText(forecast, options.deadline ?? 'extend'),
      forecast.total > 0 && `\nTo do it: ${hintFor(options)('replay', ...wordsOf(options), '--watch')}`,
    ),
  );
};

const follow = async (client: Client, id: string, options: Options): Promise<void> => {
  const line = progressUnless(options.json);
  const replay = await until(() => client.get<ReplayView>(`replays/${segment(id)}`), {
    done: isOver,
    show: (seen) => line.show(`  ${progressText(seen)}`),
  });
  line.end(`  ${progressText(replay)}\n`);
  print(options.json, replay, () => showReplay(replay, hintFor(options)));
  endWith(wentWell(replay));
};

const show = async (client: Client, id: string, options: Options): Promise<void> => {
  if (options.watch) return follow(client, id, options);
  const found = await client.get<ReplayView>(`replays/${segment(id)}${queryOf({ cursor: options.cursor })}`);
  print(options.json, found, () => showReplay(found, hintFor(options)));
};

const stop = async (client: Client, id: string, options: Options): Promise<void> => {
  const stopped = await client.post<ReplayView>(`replays/${segment(id)}/stop`, {});
  print(options.json, stopped, () => showReplay(stopped, hintFor(options)));
};

const make = async (client: Client, options: Options): Promise<void> => {
  const made = await client.post<CreatedReplay>('replays', requestOf(options));
  if (options.watch) return follow(client, made.id, options);
  print(options.json, made, () =>
    lines(
      `Replay ${made.id} brings ${counted(made.total, 'letter')} back.`,
      made.more && 'More letters fit; --limit takes more of them at once.',
      made.unknown !== undefined &&
        made.unknown.length > 0 &&
        `There is no letter ${made.unknown.join(', ')}.`,
      `Follow it: ${hintFor(options)('replay', '--show', made.id, '--watch')}`,
    ),
  );
};

const replay = (options: Options): Promise<void> => {
  const client = clientFor(options);
  if (options.stop) return stop(client, options.stop, options);
  if (options.show) return show(client, options.show, options);
  return options.dryRun ? foretell(client, options) : make(client, options);
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
    .option('--watch', 'follow it until each letter has its outcome; ends with 1 if one went wrong')
    .addOption(numberOption('--limit <n>', 'at most so many letters (default: 100)'))
    .addOption(numberOption('--per-second <n>', 'at most so many a second (default: 10)'))
    .addOption(
      choiceOption('--deadline <rule>', 'what becomes of deadlines (default: extend)', [
        'keep',
        'extend',
        'drop',
      ]),
    )
    .option('--show <replay>', 'what became of a replay, letter by letter')
    .option('--cursor <cursor>', 'with --show: go on where the last list ended')
    .option('--stop <replay>', 'stop a replay: what was sent is sent, the others stay')
    .action(replay);
