import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invoiceTriage, memoryLedger } from '../../src/agents/invoice-triage';
import { planCommand } from '../../src/cli/commands/plan';
import { mermaidOf, type ShownSkills } from '../../src/cli/plan-mermaid';
import type { Plan } from '../../src/contracts/plan';

const worker = { by: 'worker', effects: 'none' } as const;
const skills: ShownSkills = {
  'demo.look@1': worker,
  'demo.ask@1': { by: 'person', effects: 'none' },
  'demo.call@1': { by: 'external', effects: 'none' },
  'demo.book@1': { by: 'worker', effects: 'external' },
};
const step = (skill: string, more: object = {}) => ({
  skill: `demo.${skill}@1`,
  needs: [],
  input: {},
  ...more,
});
const on = (name: string, leaf: object) => ({
  type: 'object',
  required: [name],
  properties: { [name]: leaf },
});

const plan: Plan = {
  steps: {
    look: step('look', { onFailure: ['end'] }),
    ask: step('ask', {
      needs: ['look'],
      when: { look: { schema: { allOf: [on('level', { const: 'high' }), on('sum', { minimum: 10 })] } } },
    }),
    'each-line': step('book', {
      needs: ['look', 'ask'],
      forEach: '/steps/look/output/lines',
      onItemFailure: 'skip',
      when: { ask: { schema: on('answer', { enum: ['yes', 'so "be" it'] }), ifSkipped: true } },
    }),
    end: step('call'),
    either: step('book', {
      needs: ['look', 'ask', 'end'],
      when: { end: { schema: on('a', {}), or: ['failed'] } },
      whenAny: [
        [
          { ask: { schema: on('answer', { const: '`yes`' }) } },
          { ask: { schema: on('answer', {}), or: ['skipped'] }, look: { schema: on('ok', { const: true }) } },
        ],
      ],
    }),
    last: step('other', {
      needs: ['each-line', 'end'],
      join: 'any',
      when: { end: { schema: on('a', on('b', {})) } },
    }),
  },
  output: {},
  lanes: [
    { lane: 'high', on: '/steps/look/output', schema: on('sum', { minimum: 1000 }) },
    { lane: 'low', on: '/intent/data', schema: on('bulk', { const: true }) },
  ],
};

it('draws who performs a step, when, for what, and what is done when it fails', () => {
  expect(mermaidOf(plan, skills)).toMatchInlineSnapshot(`
   "flowchart TD
     s_look["look<br/>demo.look@1"]
     s_ask(["ask<br/>demo.ask@1 · by a person"])
     s_each_line[["each-line<br/>demo.book@1 · effect outside<br/>for each of /steps/look/output/lines<br/>items that fail are left out"]]
     s_end(["end<br/>demo.call@1 · by an outside system"])
     s_either["either<br/>demo.book@1 · effect outside"]
     s_last["last<br/>demo.other@1 · unknown<br/>any of its needs is enough"]
     s_look -->|"level is high and sum ≥ 10"| s_ask
     s_look --> s_each_line
     s_ask -->|"answer is yes or so #quot;be#quot; it, or was skipped, or failed"| s_each_line
     s_look -.->|"when it failed"| s_end
     s_look -->|"or ok is true, together with ask"| s_either
     s_ask -->|"either answer is #96;yes#96;; or answer is there, or was skipped, together with look"| s_either
     s_end -->|"a is there, or failed"| s_either
     s_each_line --> s_last
     s_end -->|"a.b is there"| s_last
     lane_0>"lane high from here, where sum ≥ 1000"]
     s_look -.- lane_0
     lane_1>"lane low, where bulk is true in the intent"]"
  `);
});

it('draws every step and every need of a real plan', () => {
  const [planned] = invoiceTriage({ ledger: memoryLedger() }).plans;
  const picture = mermaidOf(
    planned!.plan,
    Object.fromEntries(planned!.skills.map((skill) => [skill.name, skill])),
  );
  const needs = Object.values(planned!.plan.steps).flatMap((each) => each.needs);
  expect(picture.match(/-->/g)).toHaveLength(needs.length);
  expect(picture).toContain('|"level is high"| s_approve');
  expect(picture).toContain('decision is approved, or was skipped');
});

describe('mesh plan', () => {
  let server: Server;
  let folder: string;
  let asked: { url: string; body: unknown }[];
  let faults: object[];
  let printed: string[];

  beforeEach(async () => {
    [asked, faults, printed] = [[], [], []];
    folder = mkdtempSync(join(tmpdir(), 'mesh-plan-'));
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        asked.push({ url: request.url!, body: text && JSON.parse(text) });
        response.setHeader('content-type', 'application/json');
        const plans = [{ type: 'business.demo.intent' }];
        const answer = request.url === '/api/plans' ? { plans } : { plan, faults, skills };
        response.end(JSON.stringify(answer));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
    jest.restoreAllMocks();
    process.exitCode = undefined;
  });

  const mesh = async (...args: readonly string[]) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
    const command = planCommand().option('--url <url>').option('--token <token>').option('--json');
    await command.parseAsync([...args, '--url', url, '--token', 'x'], { from: 'user' });
    return { text: printed.join('\n'), exitCode: process.exitCode ?? 0 };
  };
  const file = (text: string) => {
    const path = join(folder, 'plan.json');
    writeFileSync(path, text);
    return path;
  };

  it('draws the plan for a type, checked', async () => {
    expect(await mesh('business.demo.intent')).toEqual({ text: mermaidOf(plan, skills), exitCode: 0 });
    expect(asked.map(({ url }) => url)).toEqual(['/api/plans/business.demo.intent', '/api/plans/check']);
  });
  it('draws a plan from a file, checked', async () => {
    expect(await mesh('--file', file(JSON.stringify(plan)))).toMatchObject({ exitCode: 0 });
    expect(asked).toEqual([{ url: '/api/plans/check', body: { plan } }]);
  });
  it('says what is wrong with it, and ends with 1', async () => {
    faults = [
      { pointer: '/steps/last/skill', message: "'demo.other@1' is unknown" },
      { pointer: '', message: 'must be an object' },
    ];
    expect(await mesh('--file', file('{}'))).toEqual({
      text: "/steps/last/skill: 'demo.other@1' is unknown\nthe plan: must be an object",
      exitCode: 1,
    });
  });
  it.each([
    ['there is no such file', () => join(folder, 'nothing.json')],
    ['Expected property name', () => file('{steps')],
  ])('says of a file: %s', async (why, path) => {
    await expect(mesh('--file', path())).rejects.toThrow(why);
  });
  it('lists what can be drawn where no type is named', async () => {
    expect((await mesh()).text).toMatch(/^npm run mesh -- plan business\.demo\.intent --url/);
  });
});
