import { Command } from 'commander';
import { hintFor } from '../hint';
import { print } from '../output';
import { meshFor, type CommonOptions } from './common';

interface Options extends CommonOptions {
  reason?: string;
}

const erase = async (id: string, options: Options): Promise<void> => {
  const { reason } = options;
  const answer = await meshFor(options).eraseRun({ id, ...(reason !== undefined && { reason }) });
  print(
    options.json,
    answer,
    () => `The restricted data of run ${id} is being erased. See: ${hintFor(options)('run', id)}`,
  );
};

export const eraseCommand = () =>
  new Command('erase')
    .description(
      'Erases the restricted data of a run: what is exposed of it stays, and a task that still needs the rest fails.',
    )
    .argument('<id>', 'id of the run')
    .option('--reason <text>', 'why; it stays with the run')
    .action(erase);
