import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const PLAN = {
  steps: {
    extract: { skill: 'invoice.extract@0' },
    post: { skill: 'invoice.post@1' },
    tell: { skill: 'mail.tell@7' },
  },
};
/** What a mesh would answer: two pages of runs that wait, and none that run. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/api/runs?status=waiting&limit=100': { runs: [{ runId: 'r1' }], cursor: 'c 1' },
  '/api/runs?status=waiting&limit=100&cursor=c%201': { runs: [{ runId: 'r2' }] },
  '/api/runs/r1': {
    status: 'waiting',
    steps: [
      { step: 'extract', status: 'completed' },
      { step: 'tell', status: 'pending' },
    ],
  },
  '/api/runs/r1/plan': { plan: PLAN },
  '/api/runs/r2': {
    status: 'waiting',
    steps: ['extract', 'tell'].map((step) => ({ step, status: 'completed' })),
  },
  '/api/runs/r2/plan': { plan: PLAN },
};

let mesh: Server;
let url: string;
beforeAll(async () => {
  mesh = createServer(({ url: path = '', headers }, response) => {
    const known = headers.authorization === 'Bearer t';
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ? (ANSWERS[path] ?? { runs: [] }) : { title: 'No token' }));
  }).listen(0, '127.0.0.1');
  await once(mesh, 'listening');
  url = `http://127.0.0.1:${(mesh.address() as AddressInfo).port}`;
});
afterAll(() => void mesh.close());

const asked = async (...flags: string[]) => {
  const child = spawn(process.execPath, ['scripts/rollout/skills-in-use.mjs', '--url', url, ...flags]);
  const [said, complained, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { said, complained, status };
};

it('stops a rollout whose build lacks a skill that an active run still needs, and names the run', async () => {
  const { said, complained, status } = await asked('--token', 't');
  expect(complained).toMatch(/^STOP: 1 active runs need mail.tell@7, .* such as r1: /);
  // Done with, or there: neither is missed.
  expect(complained).not.toMatch(/extract|post/);
  expect(said).toContain('2 active runs looked at; 1 skills are missing');
  expect(status).toBe(1);
});

it('takes the address as the other commands do, with /api', async () => {
  const { said } = await asked('--url', `${url}/api`, '--token', 't');
  expect(said).toContain('2 active runs looked at');
});

it('says where it did not look at all', async () => {
  const { said } = await asked('--token', 't', '--limit', '1');
  expect(said).toContain('1 active runs looked at, and there are more');
});

it('does not take a refusal for an answer', async () => {
  const { complained, status } = await asked('--token', 'wrong');
  expect(complained).toContain('answered 401');
  expect(status).toBe(2);
});
