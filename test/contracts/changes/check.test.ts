import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const check = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/contracts/check.mjs', ...args], {
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
};

it('finds no break in this tree that nobody declared, and no consumer that is let down: else run `npm run contracts:check`', () => {
  const { status, said } = check();
  expect(said).toMatch(
    /\n?0 undeclared and \d+ declared breaks with release \d+\.\d+\.\d+\n(\d+) of \1 consumers get what they rely on/,
  );
  expect(status).toBe(0);
});

it('says how to use it', () => {
  expect(check('--help')).toMatchObject({
    status: 0,
    said: expect.stringContaining('npm run contracts:check -- --release'),
  });
});

it.each([
  [['--strict'], "Unknown option '--strict'. See npm run contracts:check -- --help"],
  [['--schemas', 'nowhere'], "--schemas: there is no folder 'nowhere'"],
  [['--release', '99.0.0'], 'there is no release 99.0.0 in contracts/released, only '],
])('could not check with %j, which is no break', (args, said) => {
  expect(check(...args)).toMatchObject({ status: 2, said: expect.stringContaining(said) });
});

describe('of a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mesh-contracts-'));
    write('released/0.1.0/business.parcel.intent/1.json', intent(['weight']));
    // A release that sorts before the last one, as text: 0.9.0 is older than 0.10.0.
    write('released/0.9.0/business.parcel.intent/1.json', intent(['weight']));
    write('released/0.10.0/business.parcel.intent/1.json', intent(['weight']));
    write('schemas/compatibility.json', compatibility());
    mkdirSync(join(folder, 'consumers'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (path: string, value: object) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(value));
  };
  const intent = (required: string[], version = 1) => ({
    $id: `business.parcel.intent@${version}`,
    type: 'object',
    properties: { weight: { type: 'number' }, total: { type: 'string' } },
    required,
  });
  const compatibility = (...breaks: object[]) => ({
    modes: { intent: 'backward', public: 'forward', internal: 'full', skill: 'full' },
    public: [],
    exceptions: {},
    breaks,
  });
  const checkFolder = () =>
    check(...['schemas', 'released', 'consumers'].flatMap((name) => [`--${name}`, join(folder, name)]));
  const depot = (member: object, version = 1) => ({
    name: 'the depot',
    owner: 'logistics',
    where: 'depot.ts',
    reads: [{ type: 'business.parcel.intent', versions: [version], members: [member] }],
  });

  it('says what breaks whom, what would not, and how to declare it', () => {
    write('schemas/business.parcel.intent/1.json', intent(['weight', 'total']));
    const { status, said } = checkFolder();
    expect(status).toBe(1);
    expect(said).toMatchInlineSnapshot(`
     "BREAK     business.parcel.intent@1: /total is required now: senders of business.parcel.intent@1 that do not give it are refused.
               Compatible: make it optional, or add business.parcel.intent@2.
     If it is wanted, say so in schemas/compatibility.json under "breaks":
     {"schema":"business.parcel.intent@1","pointer":"/total","release":"0.10.0","reason":"<why, and what those do who are hit>"}
     1 undeclared and 0 declared breaks with release 0.10.0
     0 of 0 consumers get what they rely on
     "
    `);
  });

  it('says which consumer is let down by a change that no rule forbids', () => {
    const { total: _, ...properties } = intent(['weight']).properties;
    write('consumers/depot.json', depot({ pointer: '/total', values: { type: 'string' } }));
    write('consumers/scales.json', { ...depot({ pointer: '/weight', required: true }), name: 'the scales' });
    write('schemas/business.parcel.intent/1.json', intent(['weight']));
    expect(checkFolder()).toMatchObject({ status: 0, said: expect.stringContaining('2 of 2 consumers') });
    write('schemas/business.parcel.intent/1.json', { ...intent(['weight']), properties });
    const { status, said } = checkFolder();
    expect(status).toBe(1);
    expect(said.replaceAll(folder, '')).toMatchInlineSnapshot(`
     "0 undeclared and 0 declared breaks with release 0.10.0
     CONSUMER  the depot (owner: logistics) relies on something else: business.parcel.intent@1 does not name /total. Give it as before, or ask the owner and then change /consumers/depot.json.
     1 of 2 consumers get what they rely on
     "
    `);
  });

  it('holds what is shown of the HTTP interface against its consumers as well', () => {
    write('schemas/business.parcel.intent/1.json', intent(['weight']));
    const members = [
      { pointer: '/runId', required: true, values: { type: 'string' } },
      { pointer: '/traceId', required: true },
      { pointer: '/status', values: { enum: ['running'] } },
    ];
    write('consumers/app.json', { ...depot({}), reads: [{ type: 'api/Run', members }] });
    const { status, said } = checkFolder();
    expect(status).toBe(1);
    expect(said).toContain('/traceId of api/Run may be missing');
    expect(said).toMatch(/\/traceId of example \d+ of api\/Run is missing/);
    expect(said).toMatch(/\/status of example \d+ of api\/Run is "completed"/);
    expect(said).not.toContain('/runId');
  });

  it('reads no file of a consumer that does not say whom to ask', () => {
    write('schemas/business.parcel.intent/1.json', intent(['weight']));
    write('consumers/depot.json', { ...depot({ pointer: '/weight' }), owner: '' });
    expect(checkFolder()).toMatchObject({ status: 2, said: expect.stringContaining('/owner is missing') });
  });

  it('passes a break that is declared with the last release', () => {
    write('schemas/business.parcel.intent/1.json', intent(['weight', 'total']));
    const declared = { schema: 'business.parcel.intent@1', pointer: '/total', reason: 'nobody sends it yet' };
    write('schemas/compatibility.json', compatibility({ ...declared, release: '0.10.0' }));
    expect(checkFolder()).toMatchObject({ status: 0, said: expect.stringContaining('nobody sends it yet') });
    write('schemas/compatibility.json', compatibility({ ...declared, release: '0.9.0' }));
    expect(checkFolder()).toMatchObject({ status: 1, said: expect.stringContaining('Remove it.') });
  });

  it('takes a new major version beside the old one, and not in its place', () => {
    write('schemas/business.parcel.intent/2.json', intent(['weight', 'total'], 2));
    expect(checkFolder()).toMatchObject({ status: 1, said: expect.stringContaining('it is gone') });
    write('schemas/business.parcel.intent/1.json', intent(['weight']));
    expect(checkFolder()).toMatchObject({
      status: 0,
      said: expect.stringContaining('new       business.parcel.intent@2'),
    });
  });

  it('refuses a file of modes with a typing error', () => {
    write('schemas/business.parcel.intent/1.json', intent(['weight']));
    write('schemas/compatibility.json', {
      ...compatibility(),
      exceptions: { 'business.parcle.intent': 'none' },
    });
    expect(checkFolder()).toMatchObject({
      status: 2,
      said: expect.stringContaining(`there is no schema 'business.parcle.intent'`),
    });
    write('schemas/compatibility.json', compatibility({ schema: 'business.parcel.intent@1', pointer: '' }));
    expect(checkFolder()).toMatchObject({ status: 2, said: expect.stringContaining('/breaks/0/reason') });
  });

  it('freezes a release once, whole, and not one that is older than the last', () => {
    write('schemas/business.parcel.intent/1.json', intent(['weight']));
    write('schemas/business.parcel.intent/1.examples.json', {});
    const freeze = (version: string) => {
      const script = `import { freeze } from './scripts/contracts/releases.mjs';
        try { console.log(freeze(process.argv[1], { schemas: process.argv[2], folder: process.argv[3] })) }
        catch (error) { console.log(error.message) }`;
      const folders = [join(folder, 'schemas'), join(folder, 'frozen')];
      return spawnSync(process.execPath, ['--input-type=module', '-e', script, version, ...folders], {
        encoding: 'utf8',
      }).stdout.trim();
    };
    expect(freeze('0.2.0')).toBe('1');
    const frozen = join(folder, 'frozen/0.2.0/business.parcel.intent/1.json');
    expect(JSON.parse(readFileSync(frozen, 'utf8'))).toEqual(intent(['weight']));
    expect(freeze('0.2.0')).toContain('stays as it was');
    expect(freeze('0.1.0')).toContain('older than 0.2.0');
    expect(freeze('')).toContain('say which release');
  });
});
