import { Argument, Command } from 'commander';
import { completionScript, SHELLS, type Shell, type Typed } from '../completion-script';

const optionsOf = (command: Command): Typed['commands'][number]['options'] =>
  command.options
    .filter(({ long, hidden }) => long && !hidden)
    .map(({ long, description, argChoices, flags }) => ({
      flag: long!,
      description,
      choices: argChoices ?? [],
      takesValue: /[<[]/.test(flags),
    }));

/** All that can be typed, with what subcommands take beside what their command takes. */
export const typedOf = (program: Command): Typed => ({
  commands: program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    words: [
      ...command.commands.map((sub) => sub.name()),
      ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ],
    options: uniqueByFlag([...optionsOf(command), ...command.commands.flatMap(optionsOf)]),
  })),
});

const uniqueByFlag = (options: Typed['commands'][number]['options']) => [
  ...new Map(options.map((option) => [option.flag, option])).values(),
];

const HOW = `
To use it in this session, in the project's folder:
  bash:  eval "$(npm run -s mesh -- completion bash)"
  zsh:   autoload -Uz compinit && compinit; eval "$(npm run -s mesh -- completion zsh)"
  fish:  npm run -s mesh -- completion fish | source
It defines a function mesh too: mesh runs is npm run mesh -- runs.`;

export const completionCommand = () =>
  new Command('completion')
    .description('Prints a script that completes the commands in a shell.')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText('after', HOW)
    .action((shell: Shell, _options: object, command: Command) => {
      process.stdout.write(completionScript(shell, typedOf(command.parent!)));
    });
