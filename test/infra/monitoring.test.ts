import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { METRICS } from '../../src/mesh/metrics';
import { AZURE_METRICS } from './azure-metrics';
import { columnsOf, faultsOf, metricsOf } from './kql';

const MONITORING = 'infra/monitoring';
const QUERIES = join(MONITORING, 'queries');
const PAGES = 'docs/operations/alerts';
const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');
const SIZES = ['dev', 'test', 'prod'] as const;

const alertsBicep = read(MONITORING, 'alerts.bicep');

/** The lines of both tables in alerts.bicep. */
const alerts = [
  ...alertsBicep.matchAll(
    /^ {4}name: '([a-z-]+)'\n(?: {4}of: .*\n)? {4}means: '((?:[^'\\]|\\.)*)'\n([\s\S]*?)^ {2}\}/gm,
  ),
].map(([, name, means, rest]) => ({ name: name!, means: means!, rest: rest! }));
const names = alerts.map(({ name }) => name);
const queryFiles = readdirSync(QUERIES);
const thresholds = JSON.parse(read(MONITORING, 'thresholds.json')) as Record<
  string,
  Record<string, number | string>
>;

interface Item {
  type: number;
  name: string;
  content: Record<string, unknown>;
}
const workbook = JSON.parse(read(MONITORING, 'workbook.json')) as { version: string; items: Item[] };
const workbookQueries = workbook.items
  .filter(({ type }) => type === 3)
  .map(({ name, content }) => ({ name, query: content['query'] as string }));

describe('the tables of alerts', () => {
  it('hold what must be known of', () =>
    expect(names.toSorted()).toEqual([
      'acceptance-latency',
      'api-capacity',
      'api-failures',
      'availability',
      'backlog',
      'capture-backlog',
      'dead-letters',
      'event-hubs-throttled',
      'letters-parked',
      'oldest-event',
      'replays-failed',
      'requests-refused',
      'silence',
      'storage-throttled',
      'telemetry-capped',
      'webhooks-failing',
    ]));

  it.each(alerts)('$name says in one sentence what it means', ({ means }) =>
    expect(means).toMatch(/^[A-Z][^.]+\.$/),
  );

  it.each(SIZES)('have a threshold each in an environment of size %s, and none is left over', (size) => {
    const { every, ...own } = thresholds[size]!;
    expect(Object.keys(own).toSorted()).toEqual(names.toSorted());
    expect(Object.values(own).every((value) => typeof value === 'number')).toBe(true);
    expect(every).toMatch(/^PT\d+[MH]$/);
  });

  it.each(SIZES)('look no further apart than they look back, in an environment of size %s', (size) => {
    const minutes = (text: string) =>
      Number(/^PT(\d+)([MH])$/.exec(text)![1]) * (text.endsWith('H') ? 60 : 1);
    for (const { name, rest } of alerts) {
      const own = /window: (?:size == 'dev' \? '(\w+)' : )?'(\w+)'/.exec(rest)!;
      const window = minutes((size === 'dev' && own[1]) || own[2]!);
      const every = rest.includes('queries/') ? minutes(thresholds[size]!['every'] as string) : 5;
      expect([name, window >= every]).toEqual([name, true]);
    }
  });

  it('use each query file, and no other', () => {
    const used = [...alertsBicep.matchAll(/loadTextContent\('queries\/([\w-]+\.kql)'\)/g)].map(
      ([, file]) => file!,
    );
    expect([...new Set(used)].toSorted()).toEqual(queryFiles.toSorted());
  });

  it.each(alerts.filter(({ rest }) => rest.includes('metric:')))(
    '$name is on a metric that Azure has, by a dimension that it has',
    ({ rest }) => {
      const namespace = /namespace: '([^']+)'/.exec(rest)![1]!.toLowerCase();
      const metrics = [...rest.matchAll(/metric: .*$/gm)].flatMap(([line]) =>
        [...line.replace(/^metric: \w+ \?/, '').matchAll(/'([^']+)'/g)].map(([, metric]) => metric!),
      );
      expect(metrics.length).toBeGreaterThan(0);
      for (const metric of metrics) {
        const dimensions = AZURE_METRICS[namespace]?.[metric];
        expect([metric, dimensions]).toEqual([metric, expect.anything()]);
        for (const [, dimension] of rest.matchAll(/name: '(\w+)'/g)) expect(dimensions).toContain(dimension);
      }
    },
  );

  it('are told to the action group, link to their page, and end by themselves', () => {
    expect(alertsBicep.match(/autoMitigate: true/g)).toHaveLength(2);
    expect(alertsBicep.match(/group\.outputs\.id/g)).toHaveLength(3);
    expect(alertsBicep.match(/description: '\$\{alert\.means\} \$\{runbookUrl\}/g)).toHaveLength(2);
  });
});

describe('queries of alerts', () => {
  it.each(queryFiles)('%s names metrics, attributes, values and columns that there are', (file) =>
    expect(faultsOf(read(QUERIES, file))).toEqual([]),
  );

  it.each(queryFiles)('%s says above what it computes', (file) =>
    expect(read(QUERIES, file)).toMatch(/^\/\/ [A-Z0-9]/),
  );

  it.each(queryFiles)('%s leaves the time to the rule, whose window may be changed', (file) =>
    expect(read(QUERIES, file)).not.toMatch(/\bago\(/),
  );

  it.each(alerts.filter(({ rest }) => rest.includes('queries/')))(
    '$name answers with a number, Value, and its dimensions as text',
    ({ rest }) => {
      const dimensions = [.../dimensions: \[([^\]]*)\]/.exec(rest)![1]!.matchAll(/'(\w+)'/g)].map(
        ([, dimension]) => dimension!,
      );
      for (const [, file] of rest.matchAll(/queries\/([\w-]+\.kql)/g)) {
        const { Value, ...others } = columnsOf(read(QUERIES, file!));
        expect(['real', 'long']).toContain(Value);
        expect(others).toEqual(Object.fromEntries(dimensions.map((dimension) => [dimension, 'string'])));
      }
    },
  );

  it('tells silence from an answer that has no rows', () =>
    expect(read(QUERIES, 'silence.kql').trimEnd()).toMatch(/summarize Value = count\(\)$/));
});

describe('what is checked in a query', () => {
  it.each([
    ["AppMetrics | where Name == 'mesh.consumer.lags'", 'mesh.consumer.lags'],
    ["AppMetrics | where Name == 'mesh.tasks' | summarize sum(Valeu)", 'Valeu'],
    [
      "AppMetrics | where Name == 'mesh.tasks' | extend X = tostring(Properties['mesh.lane'])",
      "attribute 'mesh.lane'",
    ],
    [
      "AppMetrics | where Name == 'mesh.tasks' | extend X = tostring(Properties['mesh.outcome']) | where X == 'lost'",
      "never 'lost'",
    ],
    ["customMetrics | where name == 'x'", "'customMetrics' does not refer"],
    ["AppMetrics | where Name in ('mesh.tasks'", 'Expected: )'],
    ["AppMetrics | where Name == 'mesh.tasks' | summarize by bin(TimeGenerated)", 'argument'],
  ])('%s is wrong', (query, told) => expect(faultsOf(query).join('\n')).toContain(told));
});

describe('the workbook', () => {
  it('is of the form that Azure reads', () => {
    expect(workbook.version).toBe('Notebook/1.0');
    const forms: Record<number, (content: Record<string, unknown>) => boolean> = {
      1: ({ json }) => typeof json === 'string' && json !== '',
      3: ({ version, query, queryType, resourceType }) =>
        version === 'KqlItem/1.0' &&
        typeof query === 'string' &&
        queryType === 0 &&
        resourceType === 'microsoft.operationalinsights/workspaces',
      9: ({ version, parameters }) => version === 'KqlParameterItem/1.0' && Array.isArray(parameters),
      10: ({ version, metrics, resourceIds }) =>
        version === 'MetricsItem/2.0' && Array.isArray(metrics) && Array.isArray(resourceIds),
    };
    for (const { type, name, content } of workbook.items)
      expect([name, forms[type]?.(content)]).toEqual([name, true]);
    expect(new Set(workbook.items.map(({ name }) => name)).size).toBe(workbook.items.length);
  });

  it.each(workbookQueries)(
    '$name names metrics, attributes, values and columns that there are',
    ({ query }) => expect(faultsOf(query)).toEqual([]),
  );

  it('uses parameters that it has', () => {
    const parameters = workbook.items
      .filter(({ type }) => type === 9)
      .flatMap(({ content }) => (content['parameters'] as { name: string }[]).map(({ name }) => name));
    const used = workbookQueries.flatMap(({ query }) =>
      [...query.matchAll(/\{(\w+)(?::\w+)?\}/g)].map(([, name]) => name!),
    );
    expect(new Set(used)).toEqual(new Set(parameters));
  });

  it('shows metrics that Azure has', () => {
    const shown = workbook.items
      .filter(({ type }) => type === 10)
      .flatMap(
        ({ content }) =>
          content['metrics'] as { namespace: string; metric: string; splitBy: string[] | null }[],
      );
    expect(shown.length).toBeGreaterThan(0);
    for (const { namespace, metric, splitBy } of shown) {
      const dimensions = AZURE_METRICS[namespace]?.[metric.replace(`${namespace}--`, '')];
      expect([metric, dimensions]).toEqual([metric, expect.anything()]);
      for (const dimension of splitBy ?? []) expect(dimensions).toContain(dimension);
    }
  });

  it('has the words that workbook.bicep puts in, and no other', () => {
    const words = (text: string) => new Set(text.match(/__[A-Z_]+__/g));
    expect(words(read(MONITORING, 'workbook.json'))).toEqual(words(read(MONITORING, 'workbook.bicep')));
  });

  it('shows everything that the mesh measures', () => {
    const shown = new Set(workbookQueries.flatMap(({ query }) => metricsOf(query)));
    expect(Object.keys(METRICS).filter((name) => !shown.has(name))).toEqual([]);
  });
});

describe('pages of alerts', () => {
  const pages = readdirSync(PAGES);
  const commands = new Set(
    readdirSync('src/cli/commands').flatMap((file) =>
      [...read('src/cli/commands', file).matchAll(/new Command\('([\w-]+)'\)/g)].map(([, name]) => name!),
    ),
  );

  const DRILLS = 'docs/operations/drills';
  const texts = [
    ...pages.map((page) => join(PAGES, page)),
    ...readdirSync(DRILLS).map((page) => join(DRILLS, page)),
    'docs/operations/README.md',
    'docs/objectives.md',
  ];

  it('are one for each alert, and no other', () =>
    expect(pages.toSorted()).toEqual(names.map((name) => `${name}.md`).toSorted()));

  it.each(pages)(
    '%s says what it means, how to look, what to do, and how to see that it is well again',
    (page) => {
      const text = read(PAGES, page);
      expect(text).toMatch(new RegExp(`^# ${page.replace('.md', '')}\n`));
      const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
      expect(headings).toEqual(['What it means', 'Look', 'Do', 'Well again', 'Change it']);
      expect(text).toMatch(/^npm run mesh -- /m);
      expect(text).toMatch(/^```kql$/m);
    },
  );

  it.each(texts)('%s names commands that there are', (page) => {
    const named = [...read(page).matchAll(/npm run (?:-s )?mesh -- ([\w-]+)/g)].map(([, name]) => name!);
    expect(named.filter((name) => !commands.has(name))).toEqual([]);
  });

  it('give commands only options that they have', () => {
    const common = read('src/cli/program.ts');
    const wrong = texts.flatMap((page) =>
      [...read(page).matchAll(/npm run (?:-s )?mesh -- ([\w-]+)([^`\n]*)/g)].flatMap(([, name, words]) => {
        const known = [
          common,
          ...readdirSync('src/cli/commands')
            .filter((file) => file.startsWith(name!))
            .map((file) => read('src/cli/commands', file)),
        ].join('\n');
        return [...words!.matchAll(/--([\w-]+)/g)]
          .map(([, option]) => option!)
          .filter((option) => option !== 'help' && !new RegExp(`'--${option}[ ']`).test(known))
          .map((option) => `${page}: ${name} has no --${option}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('are listed, with when they fire, in docs/operations/README.md', () => {
    const list = read('docs/operations/README.md');
    for (const name of names) {
      const line = list.split('\n').find((one) => one.includes(`(alerts/${name}.md)`));
      const cells = line?.split('|').map((cell) => cell.trim()) ?? [];
      const told = SIZES.map((size) => thresholds[size]![name]!.toLocaleString('en'));
      expect([name, cells.slice(-4, -1)]).toEqual([name, told]);
    }
  });
});

it('each query in the documents names what there is', () => {
  const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.md'),
  );
  const faults = pages.flatMap((page) =>
    [...read('docs', page).matchAll(/^ *```kql\n([\s\S]*?)^ *```$/gm)]
      .flatMap(([, query]) => faultsOf(query!))
      .map((fault) => `${page}: ${fault}`),
  );
  expect(faults).toEqual([]);
});

describe('docs/objectives.md', () => {
  const page = read('docs/objectives.md');
  const queries = [...page.matchAll(/^```kql\n([\s\S]*?)^```$/gm)].map(([, query]) => query!);

  it('has a query for each objective, which names what there is', () => {
    expect(queries).toHaveLength([...page.matchAll(/^### /gm)].length);
    expect(queries.flatMap(faultsOf)).toEqual([]);
  });

  it('names alerts that there are', () => {
    const named = [...page.matchAll(/operations\/alerts\/([\w-]+)\.md/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('links', () => {
  const files = [
    ...(existsSync(PAGES) ? readdirSync(PAGES).map((page) => join(PAGES, page)) : []),
    'docs/operations/README.md',
    'docs/objectives.md',
    'docs/cost.md',
  ];

  it.each(files)('of %s lead somewhere', (file) => {
    const links = [...read(file).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => link!);
    const dead = links.filter((link) => !/^https?:/.test(link) && !existsSync(join(dirname(file), link)));
    expect(dead).toEqual([]);
  });
});

describe('diagnostic settings', () => {
  const files = readdirSync(MONITORING).filter((file) => file.startsWith('diagnostics-'));

  it.each(files)('%s sends logs to the workspace, and no metrics, which are paid for there', (file) => {
    const text = read(MONITORING, file);
    expect(text).toContain('workspaceId: workspaceId');
    expect(text).not.toMatch(/metrics: \[|AllMetrics/);
  });

  it('log whoever reads restricted data, but not each request of the hot path', () => {
    const text = read(MONITORING, 'diagnostics-storage.bicep');
    expect(text).toContain("param logged string = 'deletions'");
    expect(text).toContain("['StorageRead', 'StorageWrite', 'StorageDelete']");
  });
});

it('every module of monitoring is used', () => {
  const bicep = (folder: string): string =>
    readdirSync(folder, { withFileTypes: true })
      .map((one) =>
        one.isDirectory()
          ? bicep(join(folder, one.name))
          : one.name.endsWith('.bicep')
            ? read(folder, one.name)
            : '',
      )
      .join('\n');
  const all = bicep('infra');
  const modules = readdirSync(MONITORING).filter((file) => file.endsWith('.bicep'));
  const unused = modules.filter((file) => !new RegExp(`^module \\w+ '[^']*\\b${file}'`, 'm').test(all));
  expect(unused).toEqual([]);
});

describe('who may send and read telemetry', () => {
  it('is an identity, never a key', () => {
    expect(read(MONITORING, 'workspace.bicep')).toContain('disableLocalAuth: true');
    expect(read(MONITORING, 'insights.bicep')).toContain('DisableLocalAuth: true');
  });
});
