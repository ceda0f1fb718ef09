import { Command } from 'commander';
import { runningParts, type Part } from '../../local/supervisor/registry';
import { dataFolder } from '../address';
import { print, tableOf } from '../print';
import type { CommonOptions } from './common';

const rowOf = (part: Part) => [part.role, part.pid, part.functionPid, part.address, part.restarts];

export const psCommand = () =>
  new Command('ps')
    .description(
      "Lists this machine's processes by role, with their pids and addresses. FUNCTIONS is the process that the role's code runs in.",
    )
    .action((options: CommonOptions) => {
      const parts = runningParts(dataFolder(options));
      print(options.json, { parts }, () =>
        parts.length
          ? tableOf(['ROLE', 'PID', 'FUNCTIONS', 'ADDRESS', 'RESTARTS'], parts.map(rowOf))
          : `No mesh runs on ${dataFolder(options)}. Start one with npm start.`,
      );
    });
