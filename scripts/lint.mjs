// `npm run lint`: the linter, the house's directions, the formatting.
import { spawnSync } from 'node:child_process';

const run = (...args) => spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0;
const passed = [
  run(
    'node_modules/oxlint/bin/oxlint',
    '--type-aware',
    '--deny-warnings',
    'src',
    'test',
    'bench',
    'power-platform',
    'infra',
    'clients',
  ),
  run('scripts/house/check.mjs'),
  run('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
];
process.exitCode = passed.every(Boolean) ? 0 : 1;
