// `npm test`: lint, types, then the suites one after the other; ends with how many passed and failed.
// `npm test -- unit ports` runs some of it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SUITES = ['unit', 'ports', 'local', 'e2e', 'faults'];
const folder = mkdtempSync(join(tmpdir(), 'mesh-test-'));
let passed = 0;
let failed = 0;

const run = (command, args, env = {}) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;

const check = (name, ok) => {
  if (ok) passed += 1;
  else failed += 1;
  console.log(`${ok ? 'ok' : 'FAILED'}  ${name}`);
};

/** Counts what jest reports; a suite that did not run at all has failed once. */
const suite = (name) => {
  const report = join(folder, `${name}.json`);
  const ok = run(process.execPath, [
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    name,
    '--json',
    '--outputFile',
    report,
    ...(['e2e', 'faults'].includes(name) ? ['--runInBand'] : []),
  ]);
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
    passed += numPassedTests;
    failed += numFailedTests || (ok ? 0 : Math.max(1, numFailedTestSuites));
  } catch {
    failed += 1;
  }
};

const chosen = process.argv.slice(2);
const wants = (name) => !chosen.length || chosen.includes(name);
const started = performance.now();

if (wants('lint')) check('lint', run(process.execPath, ['scripts/lint.mjs']));
if (wants('types')) check('types', run(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit']));
check('build', run(process.execPath, ['scripts/build.mjs']));
for (const name of SUITES.filter(wants)) suite(name);

rmSync(folder, { recursive: true, force: true });
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
