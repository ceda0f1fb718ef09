import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { blocksOf, type Block } from './pages';

const FOLDER = 'docs';
const kit = JSON.stringify(resolve('src/kit'));
const agent = (file: string) => JSON.stringify(resolve('src/agents/order-exceptions', file));

/** What the examples of plans have at hand. */
const PLAN = (code: string) => `
import { anyOf, approval, failureOf, is, isAtLeast, isOneOf, isThere, plan } from ${kit};
import { memoryOrders } from ${agent('orders')};
import { inForce } from ${agent('policy')};
import { cancel, hold, notifyCustomer, release, report } from ${agent('skills/act')};
import { conclude } from ${agent('skills/conclude')};
import { detect } from ${agent('skills/detect')};
import { restock } from ${agent('skills/restock')};
import { rule } from ${agent('skills/rule')};
const deps = { orders: memoryOrders(), policy: inForce };
void [anyOf, approval, cancel, conclude, failureOf, is, isAtLeast, isOneOf, isThere, notifyCustomer, release, report, restock, rule];
export const example = plan('business.order.intent', 'business.order.intent@1', 'order/outcome@1', ({ intent, step, lane }) => {
void lane;
${code}
});
`;

const moduleOf = ({ info, code }: Block): string =>
  info === 'plan' ? PLAN(code) : code.replaceAll("'../../kit'", kit).replaceAll("'../../../kit'", kit);

/** Examples of plans, and those that are whole modules. */
const isCompiled = ({ language, info }: Block): boolean =>
  language === 'ts' && ['plan', 'module'].includes(info);

const pages = readdirSync(FOLDER).filter((name) => name.endsWith('.md'));
const examples = pages.flatMap((page) =>
  blocksOf(join(FOLDER, page))
    .filter(isCompiled)
    .map((block, at) => ({ name: `${page.replace('.md', '')}-${at + 1}`, text: moduleOf(block) })),
);

/** In the tree, so that packages and types are found. */
const newFolder = (): string => {
  mkdirSync('dist', { recursive: true });
  return mkdtempSync(join('dist', 'docs-'));
};

const compiled = (): string => {
  const folder = newFolder();
  try {
    for (const { name, text } of examples) writeFileSync(join(folder, `${name}.ts`), text);
    const compilerOptions = { rootDir: '../..' };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', compilerOptions, include: ['*.ts'] }),
    );
    return spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder], {
      encoding: 'utf8',
    }).stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const complaints = compiled().split('\n');

it.each(examples)('$name compiles', ({ name }) =>
  expect(complaints.filter((line) => line.includes(`${name}.ts`))).toEqual([]),
);

it('finds the examples', () => expect(examples.length).toBeGreaterThan(6));

it('draws every construct of a plan, and a whole one', () => {
  const blocks = blocksOf('docs/plans.md');
  const drawn = blocks.filter(({ language }) => language === 'mermaid');
  expect(drawn).toHaveLength(blocks.filter(({ info }) => info === 'plan').length + 1);
});
