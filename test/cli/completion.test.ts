import { execFileSync } from 'node:child_process';
import { Command, Option } from 'commander';
import { completionCommand, typedOf } from '../../src/cli/commands/completion';
import { replayCommand } from '../../src/cli/commands/replay';
import { runsCommand } from '../../src/cli/commands/runs';
import { completionScript, SHELLS } from '../../src/cli/completion-script';

const program = () => {
  const capture = new Command('capture')
    .description("Reads the hub's files. All of them.")
    .option('--from <time>', 'since then')
    .addCommand(new Command('scan').addOption(new Option('--out <file>', 'where to')));
  const all = new Command('mesh').addCommand(capture).addCommand(completionCommand());
  return all.addCommand(new Command('runs').option('--json', 'print JSON'));
};

it.each(SHELLS)('a script for %s names commands, subcommands, options and choices', (shell) => {
  expect(completionScript(shell, typedOf(program()))).toMatchSnapshot();
});

/** What bash proposes for words that were typed. */
const proposed = (...words: readonly string[]): string[] => {
  const script = completionScript(
    'bash',
    typedOf(new Command('mesh').addCommand(runsCommand()).addCommand(replayCommand())),
  );
  const typed = words.map((word) => `'${word}'`).join(' ');
  const ask = `${script}\nCOMP_WORDS=(mesh ${typed}); COMP_CWORD=${words.length}; _mesh; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', ask], { encoding: 'utf8' }).trim().split('\n');
};

it.each([
  [['r'], ['runs', 'replay']],
  [['runs', '--sta'], ['--status']],
  [['runs', '--status', 'bl'], ['blocked']],
  [
    ['replay', '--deadline', ''],
    ['keep', 'extend', 'drop'],
  ],
])('bash completes %j with %j', (words, expected) => {
  expect(proposed(...words)).toEqual(expected);
});
