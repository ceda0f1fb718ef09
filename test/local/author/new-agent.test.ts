import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copiedTree, type Ran, type Tree } from './tree';

const COMPOSITION = 'src/functions/compose/agents.ts';
const NAME = 'parcel-desk';

let tree: Tree;
beforeAll(() => {
  tree = copiedTree();
});
afterAll(() => tree.remove());

const newAgent = (...args: readonly string[]) => tree.node('scripts/new-agent.mjs', ...args);
const read = (path: string) => readFileSync(join(tree.folder, path), 'utf8');
const suite = (project: string, ...paths: readonly string[]) =>
  tree.node('node_modules/jest/bin/jest.js', ...paths, '--selectProjects', project);

/** What was said by a command that must succeed. */
const wellDone = ({ status, said }: Ran): string => {
  if (status !== 0) throw new Error(`it ended with ${status}: ${said}`);
  return said;
};

describe('what it refuses, it says in a sentence, and it writes nothing', () => {
  it.each<[string, readonly string[], string]>([
    ['no name', [], 'Give one name, such as: npm run new:agent -- order-exceptions'],
    ['two names', ['a-desk', 'b-desk'], 'Give one name'],
    [
      'a name that is none',
      ['Order_Exceptions'],
      "'Order_Exceptions' is no name for an agent: use lower-case",
    ],
    ['a word of the language', ['class'], "'class' cannot be the name of an agent"],
    ['a domain that is none', [NAME, '--domain', 'x.y'], "'x.y' is no name for a domain"],
    [
      'an agent that is there',
      ['invoice-triage'],
      "There is an agent 'invoice-triage' already, in src/agents/",
    ],
    [
      'a domain that is taken',
      ['invoice-desk'],
      "There are schemas of the domain 'invoice' already, and one type of intent has one plan. Choose another domain: npm run new:agent -- invoice-desk --domain invoice-desk",
    ],
    [
      'an option that is none',
      [NAME, '--force'],
      "Unknown option '--force'. See npm run new:agent -- --help",
    ],
  ])('%s', (_, args, sentence) => {
    const before = read(COMPOSITION);
    const { status, said } = newAgent(...args);
    expect(said).toContain(sentence);
    expect(said).not.toContain('    at ');
    expect(status).toBe(1);
    expect(read(COMPOSITION)).toBe(before);
    expect(existsSync(join(tree.folder, 'src/agents', NAME))).toBe(false);
  });

  it('a composition that it does not understand', () => {
    const before = read(COMPOSITION);
    writeFileSync(join(tree.folder, COMPOSITION), 'export const agentsOf = () => makeThem();\n');
    const { status, said } = newAgent(NAME);
    writeFileSync(join(tree.folder, COMPOSITION), before);
    expect(status).toBe(1);
    expect(said).toContain('add this line there by hand: parcelDesk({');
    expect(existsSync(join(tree.folder, 'src/agents', NAME))).toBe(false);
  });
});

it('tells what it does', () => {
  expect(newAgent('--help')).toMatchObject({ status: 0, said: expect.stringContaining('--domain DOMAIN') });
});

describe('the agent that it makes', () => {
  let made: string;
  beforeAll(() => {
    made = wellDone(newAgent(NAME));
    expect(made).toContain(`The agent '${NAME}' is in src/agents/${NAME}`);
  });

  it('is wired by one line', () =>
    expect(read(COMPOSITION)).toContain(
      "  parcelDesk({ register: tableParcelDeskRegister({ table: tableOf(settings, 'ledger') }) }),\n",
    ));

  it('has nothing left of the template', () => {
    const files = made.split('\n').flatMap((line) => /^ {2}(\S+)$/.exec(line)?.[1] ?? []);
    expect(files.length).toBeGreaterThan(15);
    expect(files.filter((path) => /new-?(agent-?name|domain)/i.test(path + read(path)))).toEqual([]);
  });

  it.each<[string, readonly string[]]>([
    ['generated files that are not stale', ['scripts/generate.mjs', '--check']],
    ['directions that the house allows', ['scripts/house/check.mjs']],
    [
      'code that the linter likes',
      [
        'node_modules/oxlint/bin/oxlint',
        '--type-aware',
        '--deny-warnings',
        `src/agents/${NAME}`,
        `src/azure/table-${NAME}-register.ts`,
        `test/agents/${NAME}`,
        `test/ports/${NAME}-register.test.ts`,
        COMPOSITION,
      ],
    ],
    [
      'files that are formatted',
      [
        'node_modules/prettier/bin/prettier.cjs',
        '--check',
        `src/agents/${NAME}`,
        `src/azure/table-${NAME}-register.ts`,
        `test/agents/${NAME}`,
        `test/ports/${NAME}-register.test.ts`,
        'schemas/business.parcel.intent',
        'schemas/skills/parcel',
        `samples/${NAME}`,
        COMPOSITION,
      ],
    ],
  ])('has %s', (_, args) => {
    wellDone(tree.node(...args));
  });

  it('has types that fit', () => {
    const { said } = tree.node('node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false');
    expect(said.split('\n').filter((line) => /parcel|compose/.test(line))).toEqual([]);
  });

  it('passes its tests, and its schemas theirs', () => {
    const said = wellDone(suite('unit', `test/agents/${NAME}`, 'test/contracts/examples'));
    expect(said).toContain('Test Suites: 2 passed, 2 total');
  });
  it('passes the tests of its port, in memory and in Table Storage', () => {
    expect(wellDone(suite('ports', `test/ports/${NAME}-register`))).toContain(
      'Tests:       4 passed, 4 total',
    );
  });
});
