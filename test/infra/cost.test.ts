import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPS } from '../../src/contracts/apps';

interface Bill {
  fixed: { lines: { what: string; cost: number }[]; total: number };
  loads: Record<string, { lines: { what: string; cost: number }[]; total: number }>;
  options: { what: string; cost: number }[];
}
interface Size {
  capture: { enabled: boolean };
  budget: { amountPerMonth: number };
}
interface Prices {
  asOf: string;
  region: string;
  currency: string;
  source: string;
  prices: Record<string, { price: number; per: string; from: string }>;
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const cost = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/cost/cost.mjs', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};
const billsOf = (...args: string[]): Record<string, Bill> =>
  (JSON.parse(cost('--json', ...args).stdout) as { bills: Record<string, Bill> }).bills;

const prices = json('infra/prices.json') as Prices;
const assumptions = json('scripts/cost/assumptions.json') as {
  timers: { name: string; app: string; every: string }[];
  functions: Record<string, number>;
  alerts: { queries: number };
};
const SIZES = ['dev', 'test', 'prod'] as const;
const sizeOf = (name: string) => json(`infra/environments/${name}.json`) as Size;

describe('npm run cost', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-cost-'));
  const file = join(folder, 'prices.json');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('prints what docs/cost.md holds', () => {
    const { stdout, status } = cost();
    expect(status).toBe(0);
    const [, held] = /<!-- npm run cost -->\n([\s\S]*?)<!-- end -->/.exec(
      readFileSync('docs/cost.md', 'utf8'),
    )!;
    expect(held!.trim()).toBe(stdout.trim());
  });

  it('is what README.md says in short', () => {
    const bills = billsOf();
    const rounded = (name: string) => Math.round(bills[name]!.fixed.total).toLocaleString('en-US');
    const short = SIZES.map((name) => `${rounded(name)} (${name})`).join(', ');
    expect(readFileSync('README.md', 'utf8')).toContain(short);
  });

  it('computes with other prices', () => {
    const dearer = structuredClone(prices);
    dearer.prices['eventHubs.standard.throughputUnit']!.price *= 2;
    writeFileSync(file, JSON.stringify(dearer));
    const before = billsOf()['prod']!.fixed;
    const after = billsOf('--prices', file)['prod']!.fixed;
    expect(after.total - before.total).toBeCloseTo(before.lines[0]!.cost);
  });

  it('says which price is missing, and takes it for no zero', () => {
    const { 'monitor.logs.gb': _, ...others } = prices.prices;
    writeFileSync(file, JSON.stringify({ ...prices, prices: others }));
    const { status, stderr, stdout } = cost('--prices', file);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain("no price for 'monitor.logs.gb'");
  });

  it('prints one environment, and names those that there are', () => {
    expect(Object.keys(billsOf('--environment', 'prod'))).toEqual(['prod']);
    expect(cost('--environment', 'stage').stderr).toContain('dev, test, prod');
  });

  it.each(SIZES)('adds up the lines of %s', (name) => {
    const { fixed, loads } = billsOf()[name]!;
    for (const { lines, total } of [fixed, ...Object.values(loads)]) {
      expect(lines.every((line) => line.cost >= 0)).toBe(true);
      expect(lines.reduce((sum, line) => sum + line.cost, 0)).toBeCloseTo(total);
    }
  });

  it.each(SIZES)('bills Capture in %s where it is on', (name) => {
    const { cost: captured } = billsOf()[name]!.fixed.lines.find(({ what }) => what.includes('Capture'))!;
    expect(captured > 0).toBe(sizeOf(name).capture.enabled);
  });

  it.each(SIZES)('stays below the budget of %s, with the load of either kind', (name) => {
    const { fixed, loads } = billsOf()[name]!;
    const dearest = Math.max(...Object.values(loads).map(({ total }) => total));
    if (name === 'dev') expect(fixed.total).toBeLessThan(sizeOf(name).budget.amountPerMonth);
    else expect(fixed.total + dearest).toBeLessThan(sizeOf(name).budget.amountPerMonth);
  });
});

describe('the file of prices', () => {
  it('names its date, region, currency and source', () => {
    expect(prices).toMatchObject({
      asOf: expect.stringMatching(/^\d{4}-\d{2}$/),
      region: expect.stringMatching(/^[a-z0-9]+$/),
      currency: expect.stringMatching(/^[A-Z]{3}$/),
      source: expect.stringMatching(/\w/),
    });
  });

  it.each(Object.entries(prices.prices))(
    'says of what %s is the price, and where it is published',
    (_, one) => {
      expect(one.price).toBeGreaterThanOrEqual(0);
      expect(one.per).toMatch(/\w/);
      expect(one.from).toMatch(/^https:\/\/azure\.microsoft\.com\/pricing\//);
    },
  );
});

describe('what is assumed', () => {
  it('counts the alerts that there are', () => {
    const alerts = readFileSync('infra/monitoring/alerts.bicep', 'utf8');
    const queries = /var QUERIES = \[([\s\S]*?)\n\]/.exec(alerts)![1]!.match(/^ {4}name: /gm)!;
    expect(assumptions.alerts.queries).toBe(queries.length);
  });

  const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

  it('has timers that there are, in the app that runs them', () => {
    const functions: Record<string, readonly string[]> = APPS;
    for (const { name, app } of assumptions.timers) expect(functions[kebab(app)]).toContain(name);
  });

  it('bills each timer that an environment’s file is about', () => {
    const billed = assumptions.timers.map(({ every }) => every);
    for (const name of SIZES)
      expect(Object.keys((sizeOf(name) as unknown as { timers: object }).timers).toSorted()).toEqual(
        billed.toSorted(),
      );
  });

  it('counts the functions of each app, but for the canary', () => {
    const { canary: _, ...apps } = APPS;
    const counted = Object.entries(assumptions.functions).map(([app, count]) => [kebab(app), count]);
    expect(Object.fromEntries(counted)).toEqual(
      Object.fromEntries(Object.entries(apps).map(([app, functions]) => [app, functions.length])),
    );
  });
});
