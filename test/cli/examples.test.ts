import { existsSync } from 'node:fs';
import { EXAMPLES } from '../../src/cli/examples';
import { meshProgram } from '../../src/cli/program';

const commands = meshProgram().commands;

/** Words as a shell takes them apart. */
const wordsOf = (typed: string): string[] =>
  [...typed.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, one, other, bare]) => one ?? other ?? bare ?? '');

it('each command has examples, and only commands have', () =>
  expect(Object.keys(EXAMPLES).toSorted()).toEqual(commands.map((command) => command.name()).toSorted()));

describe.each(commands.map((command) => [command.name(), command] as const))('%s --help', (name, command) => {
  it('says what it does and shows how it is typed', () => {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(command.description()).toMatch(/\.$/);
    expect(help).toContain(`npm run mesh -- ${name}`);
    for (const typed of EXAMPLES[name]!) expect(help).toContain(`  npm run mesh -- ${typed}\n`);
  });

  it.each(EXAMPLES[name]!)('%s', async (typed) => {
    const [first, ...words] = wordsOf(typed);
    expect(first).toBe(name);
    const taken: unknown[][] = [];
    await command
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .action((...args: unknown[]) => void taken.push(args))
      .parseAsync(words, { from: 'user' });
    expect(taken).toHaveLength(1);
  });

  it('names samples that are there', () => {
    const files = EXAMPLES[name]!.flatMap(wordsOf).filter((word) => word.startsWith('samples/'));
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});

it('each option of each command says what it is for', () => {
  const bare = commands.flatMap((command) =>
    command.options
      .filter(({ description }) => description === '')
      .map(({ flags }) => `${command.name()} ${flags}`),
  );
  expect(bare).toEqual([]);
});
