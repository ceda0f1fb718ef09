import { Argument, Command, Option } from 'commander';
import { DEFAULT_NAME_FORMAT } from '../../contracts/capture';
import { exportEvents } from './capture-export';
import { momentOption, oneMore, type CaptureCliOptions } from './capture-options';
import { replayEvents } from './capture-replay';
import { count } from './capture-scan';
import { numberOption } from './common';

const WHAT = ['replay', 'export'] as const;

const HELP = `
What a replay publishes, and when that is safe:
  intents   Unless told, only they. The same intent is the same run: while the run is kept (30 days unless set), a
            second one changes nothing. A run that is gone is done again from its start, its effects too, unless what
            they change knows their keys. One whose deadline is over expires.
  results   Those that a run has are late or duplicates, and change nothing (--hub results).
  tasks     Not captured: the planner makes them from intents and results.
  dlq       Not by this command: mesh replay brings letters back and knows what became of them.
  other     --to-hub NAME publishes into a hub made for the purpose. A hub's consumer groups each read all of it, so
            that is how one consumer is fed and the others are not.

Times are those of Event Hubs, which Capture keeps in whole seconds.

Examples:
  What is there of this morning?
    npm run mesh -- capture --from 2026-11-21T06:00:00Z --dry-run export
  One tenant's invoices as JSONL:
    npm run mesh -- capture --from 2026-11-21T06:00:00Z --type business.invoice.intent --tenant contoso --out invoices.jsonl export
  The intents of an hour again, into a deployment, from the account that Capture writes to:
    npm run mesh -- capture --from 2026-11-21T06:00:00Z --to 2026-11-21T07:00:00Z --account https://NAME.blob.core.windows.net --eventhubs NAME.servicebus.windows.net --per-second 50 replay`;

const run = (what: (typeof WHAT)[number], options: CaptureCliOptions): Promise<void> => {
  switch (what) {
    case 'replay':
      return replayEvents(options);
    case 'export':
      return options.dryRun ? count('An export', options) : exportEvents(options);
  }
};

export const captureCommand = () =>
  new Command('capture')
    .description(
      'Reads the files of Event Hubs Capture, and publishes their events again or writes them as JSONL.',
    )
    .addArgument(new Argument('<what>', 'what to do with the events').choices(WHAT))
    .requiredOption('--from <time>', 'events enqueued since then (RFC 3339)', momentOption)
    .addOption(
      new Option('--to <time>', 'events enqueued before then (RFC 3339)')
        .argParser(momentOption)
        .default(Date.now(), 'now'),
    )
    .option('--type <type>', 'events of this type; may come again', oneMore)
    .option('--tenant <tenant>', 'events of one tenant')
    .option('--hub <hub>', 'events of this hub; may come again (default: all; replay: the intents)', oneMore)
    .option('--namespace <name>', 'events of one namespace, where several share a container')
    .option('--skip-ended', 'leave out events of runs whose end was captured too')
    .option('--dry-run', 'count by hub, type and tenant; publish and write nothing')
    .addOption(
      new Option(
        '--account <url>',
        "storage account of Azure (default: this machine's blob store)",
      ).conflicts('folder'),
    )
    .option('--container <name>', 'blob container', 'capture')
    .option('--folder <folder>', 'read files of a folder instead')
    .option('--name-format <format>', 'how the files are named', DEFAULT_NAME_FORMAT)
    .addOption(numberOption('--slack <minutes>', "how far a file's time may be from its events").default(15))
    .option('--strict', 'stop at the first damaged file')
    .addOption(numberOption('--per-second <n>', 'replay: at most so many events a second').default(100))
    .option('--to-hub <hub>', 'replay: into this hub instead of the one that each came from')
    .option(
      '--eventhubs <namespace>',
      "replay: into NAME.servicebus.windows.net (default: this machine's broker)",
    )
    .option('--out <file>', 'export: into a file (default: the standard output)')
    .option('--raw', 'export: the events alone, without where Capture had them from')
    .addHelpText('after', HELP)
    .action(run);
