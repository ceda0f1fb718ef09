import { Command } from 'commander';
import type { Plan } from '../../contracts/plan';
import { explainRun, type JournalView } from '../explain-run';
import { hintFor } from '../hint';
import { print } from '../output';
import type { RunView } from '../run-view';
import { terminalColumns } from '../terminal';
import { clientFor, segment, type CommonOptions } from './common';

const explain = async (id: string, options: CommonOptions): Promise<void> => {
  const client = clientFor(options);
  const path = `runs/${segment(id)}`;
  const [run, { events: journal }, { plan }] = await Promise.all([
    client.get<RunView>(path),
    client.get<{ events: readonly JournalView[] }>(`${path}/events`),
    client.get<{ plan: Plan }>(`${path}/plan`),
  ]);
  print(options.json, { run, journal, plan }, () =>
    explainRun({ run, journal, plan }, { hint: hintFor(options), columns: terminalColumns() }),
  );
};

export const explainCommand = () =>
  new Command('explain')
    .description('Says why each step of a run ran, was skipped, waits, was tried again or failed.')
    .argument('<run>', 'id of the run')
    .action(explain);
