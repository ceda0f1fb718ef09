// `node scripts/long-test.mjs KILL_ROUNDS=20 local test/local/tables/kill.test.ts`: a test at its full length.
import { spawnSync } from 'node:child_process';

const [setting, project, ...paths] = process.argv.slice(2);
const [name, value] = setting.split('=');
const { status } = spawnSync(
  process.execPath,
  ['node_modules/jest/bin/jest.js', ...paths, '--selectProjects', project],
  { stdio: 'inherit', env: { [name]: value, ...process.env } },
);
process.exitCode = status ?? 1;
