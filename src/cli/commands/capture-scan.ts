import { nameFormatFault } from '../../contracts/capture';
import { endedRuns, ENDS_HUB } from '../capture/ended-runs';
import { findFiles, type FoundFile } from '../capture/find-files';
import { damageText, readFiles, type Damage, type Located, type ReadOptions } from '../capture/read-files';
import { attributeOf, selects } from '../capture/selection';
import type { ArchiveSource } from '../capture/source';
import { tally, type Report, type Tally } from '../capture/tally';
import { CliError } from '../client';
import { endWith, lines, print } from '../output';
import { progressLine, type ProgressLine } from '../progress-line';
import { tableOf } from '../table';
import { counted } from '../words';
import { sourceOf, type CaptureCliOptions } from './capture-options';

const MINUTE = 60_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** How often a progress line changes. */
const EVERY = 500;

const bytesText = (bytes: number): string =>
  bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

export interface Scan {
  /** The events that were asked for, as they are read. */
  events: AsyncGenerator<Located>;
  report(): Report;
  /** Says it for good. */
  end(): void;
}

const check = ({ from, to, nameFormat }: CaptureCliOptions): void => {
  if (from >= to) throw new CliError(`--from is ${iso(from)} and --to is ${iso(to)}: nothing is between.`);
  const fault = nameFormatFault(nameFormat);
  if (fault) throw new CliError(`--name-format ${fault}.`);
};

const filesFor = (source: ArchiveSource, options: CaptureCliOptions): Promise<FoundFile[]> => {
  const { from, to, nameFormat, namespace, hub, slack } = options;
  return findFiles({
    source,
    from,
    to,
    nameFormat,
    slackMs: slack * MINUTE,
    ...(namespace && { namespace }),
    ...(hub && { hubs: hub.map((name) => name.toLowerCase()) }),
  });
};

interface Choosing {
  options: CaptureCliOptions;
  /** Runs whose events are left out. */
  ended: ReadonlySet<string>;
  sums: Tally;
  line: ProgressLine;
}

async function* chosen(
  located: AsyncGenerator<Located>,
  { options, ended, sums, line }: Choosing,
): AsyncGenerator<Located> {
  const { from, to, type, tenant } = options;
  const isChosen = selects({ from, to, ...(type && { types: type }), ...(tenant && { tenant }) });
  let seen = 0;
  for await (const one of located) {
    sums.read();
    if (++seen % EVERY === 0) line.show(`  ${seen} events read, ${sums.events()} of them taken`);
    if (!isChosen(one.event)) continue;
    if (ended.has(attributeOf(one.event, 'correlationid') ?? '')) {
      sums.leave();
      continue;
    }
    sums.take(one);
    yield one;
  }
}

/** A run that was asked for in the window may have ended after it. */
const endedOf = async (
  options: CaptureCliOptions,
  reading: Omit<ReadOptions, 'onFile'>,
): Promise<ReadonlySet<string>> => {
  if (!options.skipEnded) return new Set();
  const files = await filesFor(reading.source, { ...options, to: Date.now(), hub: [ENDS_HUB] });
  return endedRuns(readFiles(files, { ...reading, onFile: () => undefined }));
};

/** Finds the files of a window and reads what is asked for; damaged files are spoken of and left. */
export const scan = async (options: CaptureCliOptions): Promise<Scan> => {
  check(options);
  const source = sourceOf(options);
  const line = progressLine(process.stderr);
  const files = await filesFor(source, options);
  const sums = tally();
  const reading = {
    source,
    strict: options.strict === true,
    onDamage: (damage: Damage) => {
      sums.damage(damage);
      line.end(damageText(damage));
    },
  };
  const ended = await endedOf(options, reading);
  const located = readFiles(files, { ...reading, onFile: sums.file });
  return {
    events: chosen(located, { options, ended, sums, line }),
    report: sums.report,
    end: () => line.show(''),
  };
};

const rowsOf = ({ rows }: Report): string =>
  tableOf(
    ['HUB', 'TYPE', 'TENANT', 'EVENTS', 'BYTES', 'FIRST', 'LAST'],
    rows.map(({ hub, type, tenant, events, bytes, first, last }) => [
      hub,
      type,
      tenant,
      events,
      bytes,
      first,
      last,
    ]),
    { right: [3, 4] },
  );

const NOTHING =
  'Capture writes a file when its interval is over, so the newest events are not there yet; the hubs that have none are not captured.';

/** What was read and taken, as people read it. */
export const reportText = (report: Report, done: string): string => {
  const { events, read, files, bytes, damaged, ended } = report;
  return lines(
    events > 0 && `${rowsOf(report)}\n`,
    `${done}: ${counted(events, 'event')} of ${read} in ${counted(files, 'file')} (${bytesText(bytes)}).`,
    ended > 0 && `${counted(ended, 'event')} left out: their runs had ended.`,
    read === 0 && NOTHING,
    damaged.length > 0 &&
      `${counted(damaged.length, 'damaged file')}: what follows the damage is missing above.\n${damaged.map(({ file }) => `  ${file}`).join('\n')}`,
  );
};

/** Reads all and does nothing with it. */
export const count = async (what: string, options: CaptureCliOptions): Promise<void> => {
  const found = await scan(options);
  for await (const _ of found.events);
  found.end();
  const report = found.report();
  print(options.json, report, () => reportText(report, `${what} would take`));
  endWith(report.damaged.length === 0);
};
