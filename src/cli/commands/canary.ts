import { Command } from 'commander';
import { canaryReport, type SkillReport } from '../canary-report';
import { print } from '../output';
import { clientFor, type CommonOptions } from './common';

const report = async (_what: string, options: CommonOptions): Promise<void> => {
  const found = await clientFor(options).get<{ skills: SkillReport[] }>('canary');
  print(options.json, found, () => canaryReport(found.skills));
};

export const canaryCommand = () =>
  new Command('canary')
    .description('Tells how the next version of skills did beside the mesh, and where it differs.')
    .argument('[report]', 'the only thing that it can tell', 'report')
    .action(report);
