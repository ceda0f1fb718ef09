// `npm test`: lint, types, templates, then the suites one after the other; ends with how many passed and failed.
// `npm test -- unit ports` runs some of it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SUITES = ['unit', 'ports', 'tables', 'local', 'e2e', 'faults'];
const folder = mkdtempSync(join(tmpdir(), 'mesh-test-'));
let passed = 0;
let failed = 0;
let skipped = 0;

const run = (command, args, env = {}) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;

const check = (name, ok) => {
  if (ok) passed += 1;
  else failed += 1;
  console.log(`${ok ? 'ok' : 'FAILED'}  ${name}`);
};

/** Said, and counted as what it is: not passed. */
const skip = (name, why) => {
  skipped += 1;
  console.log(`skipped  ${name} (${why})`);
};

/** Checks the templates against Azure's published types. Elsewhere the workflow's `az bicep build` does. */
const BICEP_CHECK = '../shared/tools/bicep-check/bicep-check.mjs';
const bicepCheck = () => {
  if (!existsSync(BICEP_CHECK)) return skip('bicep-check', 'not on this machine');
  check('bicep-check', run(process.execPath, [BICEP_CHECK, '--strict', 'infra', 'azure.yaml']));
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
    const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    skipped += numPendingTests;
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
if (wants('infra')) bicepCheck();
check('build', run(process.execPath, ['scripts/build.mjs']));
for (const name of SUITES.filter(wants)) suite(name);

rmSync(folder, { recursive: true, force: true });
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed ? 1 : 0;
