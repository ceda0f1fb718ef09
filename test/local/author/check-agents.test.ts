import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copiedTree, type Tree } from './tree';

const AGENT = 'src/agents/invoice-triage';

let tree: Tree;
beforeAll(() => {
  tree = copiedTree();
});
afterAll(() => tree.remove());

/** What is said of the tree with one file changed. */
const saidWith = (path: string, change: (text: string) => string, ...script: readonly string[]) => {
  const file = join(tree.folder, path);
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
  const { status, said } = tree.node(...(script.length ? script : ['scripts/agents/check.mjs']));
  writeFileSync(file, before);
  return {
    status,
    said: said.trim(),
    lineOf: (part: string) => after.slice(0, after.indexOf(part)).split('\n').length,
  };
};

it('says nothing of agents that are right', () => {
  expect(tree.node('scripts/agents/check.mjs')).toEqual({ status: 0, said: '' });
});

it('names the line of a step that cannot be recorded', () => {
  const { status, said, lineOf } = saidWith(`${AGENT}/plan.ts`, (text) =>
    text.replace("step('validate', validate", "step('Validate!', validate"),
  );
  expect(said).toBe(
    `${AGENT}/plan.ts:${lineOf("step('Validate!'")}: plan for 'business.invoice.intent', step 'Validate!': this is no name for a step: use up to 50 lower-case letters, digits and hyphens, a letter first`,
  );
  expect(status).toBe(1);
});

it('names the line of a skill that cannot be declared', () => {
  const { said, lineOf } = saidWith(`${AGENT}/skills/post.ts`, (text) =>
    text.replace("name: 'invoice.post@1'", "name: 'invoice.post'"),
  );
  expect(said).toMatch(
    `${AGENT}/skills/post.ts:${lineOf('skill({')}: plan for 'business.invoice.intent', skill 'invoice.post': this is no name`,
  );
});

it('names the line of a skill that is declared beside functions', () => {
  const { status, said, lineOf } = saidWith(`${AGENT}/skills/validate.ts`, (text) =>
    text.replace("effects: 'none',", "effects: 'none',\n  timeout: '5m',"),
  );
  expect(said).toMatch(
    `${AGENT}/skills/validate.ts:${lineOf('skill({')}: skill 'invoice.validate@1': a time-out of '5m' is more than a task may last`,
  );
  expect(said).not.toContain('    at ');
  expect(status).toBe(1);
});

it('names the line of a plan of which agents do not agree', () => {
  const { said } = saidWith('src/functions/compose/agents.ts', (text) =>
    text.replace(/\n\];/, '\n  ...[],\n  { ...invoiceTriage({ ledger: {} as never }), name: "twin" },\n];'),
  );
  expect(said).toMatch(
    /^src\/agents\/invoice-triage\/plan\.ts:\d+: agent 'twin', plan for 'business\.invoice\.intent': there is another plan/,
  );
});

it('names the line of what is no TypeScript', () => {
  const { status, said } = saidWith(`${AGENT}/plan.ts`, (text) => text.replace('import {', 'import {{'));
  expect(said).toMatch(/^src\/agents\/invoice-triage\/plan\.ts:1: Expected/);
  expect(status).toBe(1);
});

it.each([['scripts/generate.mjs'], ['scripts/build.mjs', '--local']])(
  '%s makes nothing of agents that are wrong',
  (...script) => {
    const { status, said } = saidWith(
      `${AGENT}/plan.ts`,
      (text) => text.replace("step('validate', validate", "step('Validate!', validate"),
      ...script,
    );
    expect(status).toBe(1);
    expect(said).toMatch(/^src\/agents\/invoice-triage\/plan\.ts:\d+: plan for/);
    expect(said.split('\n')).toHaveLength(1);
  },
);

it('names the file and the line of a schema that is wrong', () => {
  const path = 'schemas/skills/approval/answer/1.json';
  const { status, said } = saidWith(
    path,
    (text) => text.replace('"type":', '"type";'),
    'scripts/generate.mjs',
  );
  expect(said).toMatch(/^schemas\/skills\/approval\/answer\/1\.json:\d+: this is not JSON: mend it/);
  expect(said.split('\n')).toHaveLength(1);
  expect(status).toBe(1);
});
