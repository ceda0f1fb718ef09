import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'canary-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An `az` that keeps how it was called, and answers with these rows. */
const az = (rows: readonly object[]): void => {
  const file = join(folder, 'az');
  writeFileSync(
    file,
    `#!/usr/bin/env node
require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'called.json'))}, JSON.stringify(process.argv.slice(2)));
console.log(${JSON.stringify(JSON.stringify(rows))});
`,
  );
  chmodSync(file, 0o755);
};

const watch = (...flags: string[]) =>
  spawnSync(process.execPath, ['scripts/rollout/watch-canary.mjs', ...flags], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` },
  });

const LOOK = ['--workspace', 'w-1', '--minutes', '0.0005', '--every-seconds', '0.02'];

describe('watching the canary', () => {
  it('lets the rollout go on where all events are well', () => {
    az([{ outcome: 'ok', reason: '', events: '12' }]);
    const { status, stdout } = watch(...LOOK);
    expect(stdout).toContain('12 events, all well');
    expect(status).toBe(0);
  });

  it('stops it at the first event that the new build would dead-letter, and says why', () => {
    az([
      { outcome: 'ok', reason: '', events: '12' },
      { outcome: 'would-dead-letter', reason: 'unknown-skill', events: '1' },
    ]);
    const { status, stdout } = watch(...LOOK);
    expect(stdout).toContain('of 13 events the new build would dead-letter 1 (1 unknown-skill)');
    expect(status).toBe(1);
  });

  it('does not call silence health', () => {
    az([]);
    expect(watch(...LOOK).stdout).toContain('that the canary is well is not shown');
  });

  it('asks the workspace for what came since the start, in the query beside it', () => {
    az([]);
    watch(...LOOK);
    const called = JSON.parse(readFileSync(join(folder, 'called.json'), 'utf8')) as string[];
    expect(called.slice(0, 5)).toEqual(['monitor', 'log-analytics', 'query', '--workspace', 'w-1']);
    expect(called.at(-1)).toMatch(/datetime\(20\d\d-\d\d-\d\dT[\d:.]+Z\)/);
  });

  it('says how it is called', () => {
    const { status, stdout } = watch();
    expect(stdout).toContain('Usage:');
    expect(status).toBe(2);
  });
});
