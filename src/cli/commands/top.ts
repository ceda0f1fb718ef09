import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { hintFor } from '../hint';
import { print } from '../output';
import type { StatsView } from '../stats-view';
import { dim } from '../style';
import { terminalRows } from '../terminal';
import { topText } from '../top-text';
import { askPatiently, pauseAfter } from '../watch';
import { clientFor, numberOption, type CommonOptions } from './common';

interface Options extends CommonOptions {
  once?: boolean;
  every: number;
}

/** From the upper left corner, over what stood there, and nothing below. */
const REDRAW = { begin: '\u001B[H', line: '\u001B[K\n', end: '\u001B[J' };

const drawn = (text: string): string =>
  REDRAW.begin + text.split('\n').join(REDRAW.line) + REDRAW.line + REDRAW.end;

/** What does not fit the terminal is left out: it would scroll, and the next look would be drawn elsewhere. */
const screen = (text: string): string => {
  const rows = terminalRows() ?? Infinity;
  const shown = text.split('\n').slice(0, Math.max(1, rows - 3));
  return drawn([...shown, '', dim('Ctrl-C ends it.')].join('\n'));
};

const top = async (options: Options): Promise<void> => {
  const client = clientFor(options);
  const ask = () => client.get<StatsView>('stats');
  const textOf = (stats: StatsView) => topText(stats, hintFor(options));
  if (options.once || options.json || !process.stdout.isTTY) {
    const stats = await ask();
    return print(options.json, stats, () => textOf(stats));
  }
  // What was asked for last stays on the screen, and the prompt comes below it.
  process.once('SIGINT', () => {
    process.stdout.write('\n');
    process.exit(0);
  });
  process.stdout.write('\u001B[2J');
  for (;;) {
    const asked = performance.now();
    process.stdout.write(screen(textOf(await askPatiently(ask))));
    await sleep(Math.max(options.every * 1_000, pauseAfter(performance.now() - asked)));
  }
};

export const topCommand = () =>
  new Command('top')
    .description('Shows what the mesh does now: rates, lag per reader, what runs, waits or failed.')
    .option('--once', 'one look, not one after the other; so it is where the output is no terminal')
    .addOption(numberOption('--every <seconds>', 'how often to look').default(2))
    .action(top);
