import { Command } from 'commander';
import { canaryReport, type CanaryReport } from '../canary-report';
import { print } from '../output';
import { clientFor, type CommonOptions } from './common';

const report = async (_what: string, options: CommonOptions): Promise<void> => {
  const found = await clientFor(options).get<CanaryReport>('canary');
  print(options.json, found, () => canaryReport(found));
};

export const canaryCommand = () =>
  new Command('canary')
    .description(
      'Tells what the next build would stumble over, and how the next version of skills did beside the mesh.',
    )
    .argument('[report]', 'the only thing that it can tell', 'report')
    .action(report);
