import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CliError, type Client } from '../client';
import { forecastText, type DeadlineRule } from '../forecast-text';
import { hintFor } from '../hint';
import { endWith, lines, print } from '../output';
import { progressUnless } from '../progress-line';
import { isOver, wentWell, type CreatedReplay, type ForecastView, type ReplayView } from '../replay-view';
import { editText, progressText, showReplay } from '../show-replay';
import { until } from '../watch';
import { counted } from '../words';
import { choiceOption, clientFor, numberOption, queryOf, segment, type CommonOptions } from './common';

interface Options extends CommonOptions {
  tenant?: string;
  id?: string[];
  fingerprint?: string;
  type?: string;
  from?: string;
  to?: string;
  dryRun?: boolean;
  limit?: number;
  perSecond?: number;
  ramp?: number | readonly number[] | true;
  rampWait?: number;
  stopWhenFailed?: number;
  stopAfter?: number;
  reason?: string;
  edit?: string;
  deadline?: DeadlineRule;
  watch?: boolean;
  show?: string;
  stop?: string;
  cursor?: string;
}

const selectOf = ({ id, fingerprint, type, from, to, tenant }: Options) => {
  const select = {
    ...(id && { ids: id }),
    ...(fingerprint && { fingerprint }),
    ...(type && { type }),
    ...(from && { from }),
    ...(to && { to }),
  };
  if (Object.keys(select).length) return { ...select, ...(tenant && { tenant }) };
  throw new CliError(
    'Say which letters: --id, --fingerprint, --type, --from or --to. With --dry-run nothing is sent yet.',
  );
};

/** What `--ramp` alone stands for. */
const STEPS = [1, 10, 100, 1_000];

const stepsOption = (text: string): number[] => {
  const steps = text.split(',').map(Number);
  if (steps.every((step) => Number.isInteger(step) && step > 0)) return steps;
  throw new InvalidArgumentError('It is how many letters each step sends, such as 1,10,100.');
};

const shareOption = (text: string): number => {
  const share = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text !== '' && share >= 0 && share < 1) return share;
  throw new InvalidArgumentError('It is a share from 0 to below 1, such as 0.2 or 20%.');
};

const editIn = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CliError(
      `${file} holds no edit: ${(error as Error).message}. It is a JSON Merge Patch on the data of the event, such as {"input":{"amount":"12.00"}}.`,
    );
  }
};

const requestOf = (options: Options) => {
  const { limit, perSecond, deadline, ramp, rampWait, stopWhenFailed, stopAfter, reason, edit } = options;
  return {
    select: selectOf(options),
    ...(limit && { limit }),
    ...(perSecond && { perSecond }),
    ...(ramp && { ramp: ramp === true ? STEPS : ramp }),
    ...(rampWait && { rampWait }),
    ...(stopWhenFailed !== undefined && { stopWhenFailed }),
    ...(stopAfter && { stopAfter }),
    ...(deadline && { deadline }),
    ...(reason !== undefined && { reason }),
    ...(edit !== undefined && { edit: editIn(edit) }),
  };
};

/** The same words again, without those that ask for words only. */
const wordsOf = (
  { id = [], fingerprint, type, from, to, limit, perSecond, deadline, ...more }: Options,
  letters: number,
): string[] => [
  ...(id.length ? ['--id', ...id] : []),
  ...(more.tenant ? ['--tenant', more.tenant] : []),
  ...(more.ramp === undefined ? [] : ['--ramp', (more.ramp === true ? STEPS : more.ramp).toString()]),
  ...Object.entries({
    'ramp-wait': more.rampWait,
    'stop-when-failed': more.stopWhenFailed,
    'stop-after': more.stopAfter,
    edit: more.edit,
    reason: more.reason ?? (letters > 1 || more.edit !== undefined || more.tenant ? '…' : undefined),
  }).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)])),
  ...Object.entries({ fingerprint, type, from, to, limit, 'per-second': perSecond, deadline }).flatMap(
    ([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)]),
  ),
];

const foretell = async (client: Client, options: Options): Promise<void> => {
  const forecast = await client.post<ForecastView>('replays', { ...requestOf(options), dryRun: true });
  print(options.json, forecast, () =>
    lines(
      forecastText(forecast, options.deadline ?? 'extend'),
      forecast.edited && `\n${editText(forecast.edited)}`,
      forecast.total > 0 &&
        `\nTo do it: ${hintFor(options)('replay', ...wordsOf(options, forecast.total), '--watch')}`,
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
  const { reason } = options;
  const stopped = await client.post<ReplayView>(`replays/${segment(id)}/stop`, reason ? { reason } : {});
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
    .option(
      '--tenant <tenant>',
      'letters of this tenant, for operators of the mesh; needs --reason, and is recorded',
    )
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
      new Option(
        '--ramp [steps]',
        `in steps of so many letters, the last one of all that are left; each begins when those before have their outcome (alone: ${STEPS.join(',')})`,
      ).argParser(stepsOption),
    )
    .addOption(
      numberOption('--ramp-wait <seconds>', 'wait so long for outcomes that do not come (default: 60)'),
    )
    .addOption(
      new Option(
        '--stop-when-failed <share>',
        'stop by itself when more than this share failed again, such as 20%',
      ).argParser(shareOption),
    )
    .addOption(
      numberOption(
        '--stop-after <n>',
        'judge that from so many outcomes on (default: 10), and at the end of each step',
      ),
    )
    .option('--reason <text>', 'why; needed for an edit and for more than one letter, and kept')
    .option(
      '--edit <file>',
      'a JSON Merge Patch on the data of one letter, {"input": …} for a task; checked before anything is sent',
    )
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
