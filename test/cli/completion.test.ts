import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { completionCommand, typedOf } from '../../src/cli/commands/completion';
import { completionScript, SHELLS, type Shell } from '../../src/cli/completion-script';
import { meshProgram } from '../../src/cli/program';

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

const home = mkdtempSync(join(tmpdir(), 'mesh-shells-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, {
    encoding: 'utf8',
    cwd: home,
    env: { ...process.env, HOME: home },
    timeout: 30_000,
  });

/** What each shell proposes for a line that was typed, with the script that it is told to source. */
const ASK: Readonly<Record<Shell, (script: string, typed: string) => string>> = {
  bash: (script, typed) => {
    const words = typed.split(' ').map((word) => `'${word}'`);
    const ask = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _mesh; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return run('bash', '-c', `source '${script}'; ${ask}`);
  },
  zsh: (script, typed) => run('zsh', '-f', resolve('test/support/zsh-proposes.zsh'), script, typed),
  fish: (script, typed) => run('fish', '--no-config', '-c', `source '${script}'; complete -C '${typed}'`),
};

const isHere = (shell: Shell): boolean => spawnSync(shell, ['--version']).status === 0;

/** With all commands that there are. */
const proposed = (shell: Shell, typed: string): string[] => {
  const script = join(home, `mesh.${shell}`);
  writeFileSync(script, completionScript(shell, typedOf(meshProgram())));
  const lines = ASK[shell](script, typed).split('\n');
  // fish says what each is for behind a tab.
  return lines
    .map((line) => line.split('\t')[0]!)
    .filter(Boolean)
    .toSorted();
};

describe.each(SHELLS)('in %s', (shell) => {
  const inShell = isHere(shell) ? it : it.skip;
  const where = isHere(shell) ? '' : ` (${shell} is not installed here)`;
  inShell.each([
    ['mesh re', ['replay', 'replays']],
    ['mesh runs --sta', ['--status']],
    ['mesh runs --status bl', ['blocked']],
    ['mesh replay --deadline ', ['drop', 'extend', 'keep']],
    ['mesh dead-letters --er', ['--erase']],
    ['mesh completion ', ['bash', 'fish', 'zsh']],
    ['mesh capture ex', ['export']],
  ])(`%j is completed with %j${where}`, (typed, expected) => {
    expect(proposed(shell, typed)).toEqual(expected);
  });
});
