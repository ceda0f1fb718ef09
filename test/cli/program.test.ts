import { meshProgram } from '../../src/cli/program';

/** What is said to who types it wrong. */
const complaint = async (...typed: string[]): Promise<string> => {
  let said = '';
  const program = meshProgram();
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ writeErr: (text) => (said += text) });
  await expect(program.parseAsync(typed, { from: 'user' })).rejects.toThrow();
  return said;
};

it.each([
  [['runz'], "unknown command 'runz'", 'See npm run mesh -- --help.'],
  [['runs', '--status', 'lost'], 'Allowed choices are', 'See npm run mesh -- runs --help.'],
  [['tail', '--for', '1'], "unknown option '--for'", 'See npm run mesh -- tail --help.'],
])('%j is told what is wrong and where to look', async (typed, wrong, where) => {
  const said = await complaint(...typed);
  expect(said).toContain(wrong);
  expect(said).toContain(where);
});
