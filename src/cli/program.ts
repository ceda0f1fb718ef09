import { Command } from 'commander';
import { answerCommand } from './commands/answer';
import { canaryCommand } from './commands/canary';
import { captureCommand } from './commands/capture';
import { completionCommand } from './commands/completion';
import { deadLettersCommand } from './commands/dead-letters';
import { doctorCommand } from './commands/doctor';
import { eraseCommand } from './commands/erase';
import { explainCommand } from './commands/explain';
import { planCommand } from './commands/plan';
import { psCommand } from './commands/ps';
import { replayCommand } from './commands/replay';
import { replaysCommand } from './commands/replays';
import { runCommand } from './commands/run';
import { runsCommand } from './commands/runs';
import { sendCommand } from './commands/send';
import { tailCommand } from './commands/tail';
import { tasksCommand } from './commands/tasks';
import { tokenCommand } from './commands/token';
import { topCommand } from './commands/top';
import { webhooksCommand } from './commands/webhooks';
import { examplesText } from './examples';

const commands = [
  sendCommand,
  runsCommand,
  runCommand,
  explainCommand,
  eraseCommand,
  tasksCommand,
  answerCommand,
  deadLettersCommand,
  replayCommand,
  replaysCommand,
  webhooksCommand,
  planCommand,
  canaryCommand,
  captureCommand,
  topCommand,
  tailCommand,
  psCommand,
  doctorCommand,
  tokenCommand,
  completionCommand,
];

/** What each command takes beside its own options. */
const withCommon = (command: Command): Command =>
  command
    .option('--json', 'print JSON')
    .option('--url <url>', 'where the mesh is, with /api (MESH_URL; default: the one on this machine)')
    .option('--token <token>', "bearer token (MESH_TOKEN; default: one from this machine's issuer)")
    .option('--key <key>', 'key of a subscription in API Management (MESH_KEY; default: none)')
    .option('--data <folder>', "data folder of this machine's mesh (MESH_DATA; default: .mesh)")
    .addHelpText('after', examplesText(command.name()))
    .showHelpAfterError(`See npm run mesh -- ${command.name()} --help.`);

/** All that `npm run mesh` understands. */
export const meshProgram = (): Command => {
  const program = new Command('npm run mesh --')
    .description('Talks to an agent mesh: the one on this machine, or any other by --url and --token.')
    .helpCommand(false)
    .showHelpAfterError('See npm run mesh -- --help.')
    .addHelpText(
      'after',
      '\nEach command has --help and --json. For a pipe: npm run -s mesh -- runs --json | jq',
    );
  for (const make of commands) program.addCommand(withCommon(make()));
  return program;
};
