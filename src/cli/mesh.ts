import { Command } from 'commander';
import { CliError } from './client';
import { answerCommand } from './commands/answer';
import { canaryCommand } from './commands/canary';
import { captureCommand } from './commands/capture';
import { completionCommand } from './commands/completion';
import { deadLettersCommand } from './commands/dead-letters';
import { doctorCommand } from './commands/doctor';
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

const program = new Command('npm run mesh --')
  .description('Talks to an agent mesh: the one on this machine, or any other by --url and --token.')
  .helpCommand(false)
  .addHelpText(
    'after',
    '\nEach command has --help and --json. For a pipe: npm run -s mesh -- runs --json | jq',
  );

const commands = [
  sendCommand,
  runsCommand,
  runCommand,
  explainCommand,
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

for (const make of commands)
  program.addCommand(
    make()
      .option('--json', 'print JSON')
      .option('--url <url>', 'where the mesh is, with /api (MESH_URL; default: the one on this machine)')
      .option('--token <token>', "bearer token (MESH_TOKEN; default: one from this machine's issuer)")
      .option('--key <key>', 'key of a subscription in API Management (MESH_KEY; default: none)')
      .option('--data <folder>', "data folder of this machine's mesh (MESH_DATA; default: .mesh)"),
  );

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof CliError ? error.message : error);
  process.exitCode = 1;
});
