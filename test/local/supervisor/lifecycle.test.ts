import { setTimeout as sleep } from 'node:timers/promises';
import { runningParts } from '../../../src/local/supervisor/registry';
import { freePorts } from '../../support/mesh';
import { newFolder, npmStart } from './npm-start';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const untilDead = async (pids: readonly number[]): Promise<void> => {
  while (pids.some(isAlive)) await sleep(50);
};

const base = async () => {
  const data = newFolder();
  const flags = Object.entries(await freePorts()).flatMap(([name, port]) => [`--${name}-port`, String(port)]);
  return { data, mesh: npmStart({ args: ['--data', data, ...flags, '--only', 'storage,broker,issuer'] }) };
};

const pidsOf = (data: string): number[] => runningParts(data).map(({ pid }) => pid!);

it('stops what it started when Ctrl-C comes while it still starts', async () => {
  const { data, mesh } = await base();
  await mesh.until('Starting');
  while (pidsOf(data).filter(Boolean).length < 3) await sleep(10);
  const pids = pidsOf(data);
  mesh.child.kill('SIGINT');
  const { code, said } = await mesh.ended;
  expect(code).toBe(0);
  expect(said).toContain('Stopping …');
  expect(said).not.toContain('is up');
  await untilDead(pids);
  expect(runningParts(data)).toEqual([]);
}, 30_000);

it('stops what runs at Ctrl-C, and the second one changes nothing', async () => {
  const { data, mesh } = await base();
  await mesh.ready;
  const pids = pidsOf(data);
  mesh.child.kill('SIGINT');
  mesh.child.kill('SIGINT');
  expect((await mesh.ended).code).toBe(0);
  await untilDead(pids);
}, 30_000);

it('leaves nobody behind when it is killed, and the next start takes over', async () => {
  const { data, mesh } = await base();
  await mesh.ready;
  const pids = pidsOf(data);
  expect(pids).toHaveLength(3);
  mesh.child.kill('SIGKILL');
  await untilDead(pids);
  const next = npmStart({
    args: ['--data', data, '--only', 'issuer', '--issuer-port', String((await freePorts()).issuer)],
  });
  await next.ready;
  next.child.kill('SIGTERM');
  expect((await next.ended).code).toBe(0);
}, 30_000);
