import { Command } from 'commander';
import { isUp, runningParts, type Part } from '../../local/supervisor/registry';
import { ROLES } from '../../local/supervisor/roles';
import { shownFolder } from '../../local/supervisor/data-folder';
import { dataFolderOf } from '../address';
import { CliError } from '../client';
import { endWith, print } from '../output';
import { tableOf } from '../table';
import { moment } from '../words';
import { choiceOption, type CommonOptions } from './common';

interface Options extends CommonOptions {
  pid?: string;
}

const rowOf = (part: Part) => [
  part.role,
  isUp(part) ? part.pid : 'starting',
  part.functionPid,
  part.supervisor,
  moment(part.startedAt),
  part.restarts,
  part.address,
];

const pidOf = (parts: readonly Part[], role: string): number => {
  const part = parts.find((one) => one.role === role);
  if (part?.pid !== undefined && isUp(part)) return part.pid;
  throw new CliError(`${role} does not run.`);
};

const ps = (options: Options): void => {
  const folder = dataFolderOf(options);
  const parts = runningParts(folder);
  if (options.pid) {
    const pid = pidOf(parts, options.pid);
    return print(options.json, { pid }, () => String(pid));
  }
  print(options.json, { parts }, () =>
    parts.length
      ? tableOf(['ROLE', 'PID', 'FUNCTIONS', 'PARENT', 'SINCE', 'RESTARTS', 'ADDRESS'], parts.map(rowOf), {
          right: [1, 2, 3, 5],
        })
      : `No mesh runs on the data folder ${shownFolder(folder)}. Start one with npm start, or name another folder with --data.`,
  );
  endWith(parts.length > 0);
};

export const psCommand = () =>
  new Command('ps')
    .description(
      "Lists this machine's processes by role, with their pids and addresses. FUNCTIONS is the process that the role's code runs in, PARENT the one that starts it again; RESTARTS counts what was started again after a death, either of them.",
    )
    .addOption(choiceOption('--pid <role>', 'print nothing but the pid of this one', ROLES))
    .action(ps);
