import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { runPart, type RunningPart } from '../../../src/local/supervisor/part';
import { logFile } from '../../../src/local/supervisor/part-log';

let running: RunningPart | undefined;
afterEach(() => running?.stop());

/** Starts a part that behaves so; `said` resolves with the first line that is shown and holds the words. */
const start = (how: string) => {
  const data = mkdtempSync(join(tmpdir(), 'mesh-part-'));
  mkdirSync(join(data, 'parts'));
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  const say = (line: string) => {
    lines.push(line);
    for (const listener of listeners) listener();
  };
  const said = (words: string): Promise<string> =>
    new Promise((done) => {
      const look = () => {
        const found = lines.find((line) => line.includes(words));
        if (found) done(found);
      };
      listeners.add(look);
      look();
    });
  const plan = {
    role: 'worker' as const,
    script: resolve('test/local/supervisor/fixture/part.cjs'),
    args: [how, join(data, 'died')],
    env: process.env,
  };
  running = runPart(plan, { data, say });
  return { part: running, lines, said, log: () => readFileSync(logFile(data, 'worker'), 'utf8') };
};

it('tells why a part did not start, in the part’s own words', async () => {
  await expect(start('refuses').part.ready).rejects.toThrow(/^The setting COLOUR is wrong\.$/);
});

it('tells the last words of a part that crashed at its start, and where the rest is', async () => {
  await expect(start('crashes').part.ready).rejects.toThrow(
    /^worker did not start \(exit code 3\)\.\nthe disk is on fire\nWhat it said is in .*worker\.log$/,
  );
});

it('starts a part again that died, and says so', async () => {
  const { part, said } = start('dies-once');
  await part.ready;
  expect(await said('died')).toBe('worker died (SIGKILL); starting it again');
  expect(part.part.restarts).toBe(1);
});

it('counts deaths of the process that its functions run in, and not that a new build was taken up', async () => {
  const { part } = start('functions-die');
  await part.ready;
  while (part.part.functionPid !== 9) await setImmediate();
  expect(part.part.restarts).toBe(2);
});

it('shows what a part says on stderr once it is up, and keeps all of it in a file', async () => {
  const { part, said, log, lines } = start('talks');
  await part.ready;
  expect(await said('again')).toBe('worker: again');
  expect(log()).toContain('nobody needs to see this');
  expect(log()).toContain('a table is slow');
  expect(lines.join()).not.toContain('nobody needs');
});

it('stops a part that is still starting', async () => {
  const { part } = start('hangs');
  const why = part.ready.catch(String);
  await part.stop();
  expect(await why).toContain('SIGTERM');
});
