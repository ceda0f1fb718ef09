const { checkFile } = require('../../scripts/house/check-file.mjs') as {
  checkFile(file: string, text: string): string[];
};

const FILE = 'src/mesh/planner/some.ts';

it.each([
  ['an import', `import { app } from '../../azure/http';\nexport const x = app;`],
  ['a type import', `import type { A } from '../../azure/http';\nexport type B = A;`],
  ['a re-export', `export { a } from '../../azure/http';`],
  ['a star re-export', `export * from '../../functions/gateway';`],
  ['a dynamic import', `export const x = () => import('../../azure/http');`],
  ['require()', `const x = require('../../azure/http');`],
  ['an import type', `export type A = import('../../azure/http').A;`],
  ['import = require()', `import x = require('../../azure/http');`],
  ['an Azure package', `import { TableClient } from '@azure/data-tables';\nexport const x = TableClient;`],
])('refuses %s from the core to an adapter, and says where', (_, text) => {
  expect(checkFile(FILE, text)).toEqual([
    expect.stringMatching(/^src\/mesh\/planner\/some\.ts:1 mesh does not import/),
  ]);
});

it.each([
  ['the clock', 'export const x = () => Date.now();'],
  ['today', 'export const x = () => new Date();'],
  ['chance', 'export const x = () => Math.random();'],
  ['the environment', `export const x = () => process.env['A'];`],
  ['a timer', 'export const x = () => setTimeout(() => {}, 1);'],
])('refuses %s in the core', (_, text) => {
  expect(checkFile(FILE, text)).toHaveLength(1);
});

it('lets an adapter import an agent as a type only', () => {
  expect(
    checkFile('src/azure/ledger.ts', `import type { Ledger } from '../agents/invoice-triage/ledger';`),
  ).toEqual([]);
  expect(
    checkFile('src/azure/ledger.ts', `import { Ledger } from '../agents/invoice-triage/ledger';`),
  ).toHaveLength(1);
});

it('keeps agents apart from each other', () => {
  expect(checkFile('src/agents/a/x.ts', `import { y } from '../b/y';`)).toHaveLength(1);
  expect(checkFile('src/agents/a/x.ts', `import { y } from './y';`)).toEqual([]);
});

it('takes time that comes as a parameter', () => {
  expect(checkFile(FILE, 'export const x = (clock: { now(): number }) => new Date(clock.now());')).toEqual(
    [],
  );
});

it('lets the command line use the client, and the client nothing of ours', () => {
  const toClient = `import { meshClient } from '../../clients/typescript/src';\nexport const x = meshClient;`;
  expect(checkFile('src/cli/client.ts', toClient)).toEqual([]);
  expect(checkFile('src/mesh/some.ts', toClient)).toHaveLength(1);
  const client = 'clients/typescript/src/client.ts';
  expect(
    checkFile(client, `import { HUBS } from '../../../src/contracts/hubs';\nexport const x = HUBS;`),
  ).toHaveLength(1);
  expect(checkFile(client, `import type { A } from './a';\nexport type B = A;`)).toEqual([]);
});
