import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { APPS } from '../../../src/contracts/apps';

/** Far from this project's node_modules, as in Azure. */
const folder = mkdtempSync(join(tmpdir(), 'mesh-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stage = () => {
  const script = JSON.stringify(`file://${resolve('scripts/azd/package.mjs')}`);
  execFileSync(process.execPath, [
    '--input-type=module',
    '-e',
    `(await import(${script})).stage(${JSON.stringify(folder)})`,
  ]);
};

const settings = (
  JSON.parse(readFileSync('local.settings.sample.json', 'utf8')) as { Values: Record<string, string> }
).Values;

describe('the package that azd deploys', () => {
  writeFileSync(join(folder, '.funcignore'), '');
  writeFileSync(join(folder, 'left-behind.js'), '');
  stage();

  it('holds all that the platform needs to register every function', () => {
    const worker = resolve('test/local/bundle/worker.cjs');
    const output = execFileSync(process.execPath, [worker, folder], {
      cwd: folder,
      env: settings,
      encoding: 'utf8',
    });
    const { registered } = JSON.parse(output) as { registered: { name: string }[] };
    expect(registered.map(({ name }) => name).toSorted()).toEqual(Object.values(APPS).flat().toSorted());
  });

  it('asks for no packages and no build, so that a build in Azure would do nothing', () => {
    const made = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
    expect(Object.keys(made).toSorted()).toEqual(['license', 'main', 'name', 'private', 'version']);
  });

  it('keeps the ignore file and nothing else of what was there', () => {
    expect(existsSync(join(folder, '.funcignore'))).toBe(true);
    expect(existsSync(join(folder, 'left-behind.js'))).toBe(false);
  });
});
