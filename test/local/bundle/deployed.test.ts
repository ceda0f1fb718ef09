import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import eventHubs from '../../../src/local/event-hubs.json';
import { APPS } from '../../../src/contracts/apps';
import { HUBS } from '../../../src/contracts/hubs';
import { READER } from '../../../src/functions/readers';

interface Registered {
  name: string;
  bindings: Record<
    string,
    {
      type: string;
      direction: string;
      eventHubName?: string;
      consumerGroup?: string;
      dataType?: string;
      cardinality?: string;
    }
  >;
  retryOptions?: { maxRetryCount: number; strategy: string };
}

const settings = (
  JSON.parse(readFileSync('local.settings.sample.json', 'utf8')) as { Values: Record<string, string> }
).Values;

/** Far from this project's node_modules: whatever the bundle needs must be in it. */
const folder = mkdtempSync(join(tmpdir(), 'mesh-deployed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const load = (env: Record<string, string>): { model: string; registered: Registered[] } => {
  for (const file of ['host.json', 'package.json', 'dist/functions', 'dist/vendor'])
    cpSync(file, join(folder, file), { recursive: true });
  const worker = resolve('test/local/bundle/worker.cjs');
  const output = execFileSync(process.execPath, [worker, folder], {
    cwd: folder,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return JSON.parse(output) as { model: string; registered: Registered[] };
};

describe('the deployed folder, loaded as the platform loads it', () => {
  const { model, registered } = load(settings);
  const triggerOf = ({ bindings }: Registered) =>
    Object.values(bindings).find(({ type }) => type.endsWith('Trigger'))!;
  const readers = registered.filter((one) => triggerOf(one).type === 'eventHubTrigger');

  it('registers every function of every app, each once', () => {
    expect(model).toBe('@azure/functions');
    expect(registered.map(({ name }) => name).toSorted()).toEqual(Object.values(APPS).flat().toSorted());
  });

  it('keeps batches when the process dies: every reader of a hub has a retry policy without limit', () => {
    expect(readers.map(({ name }) => name).toSorted()).toEqual(Object.keys(READER).toSorted());
    for (const { retryOptions } of readers)
      expect(retryOptions).toMatchObject({ strategy: 'fixedDelay', maxRetryCount: -1 });
  });

  it('takes bytes, so that one event that is not JSON does not cost its batch', () => {
    for (const one of readers)
      expect(triggerOf(one)).toMatchObject({ dataType: 'binary', cardinality: 'many' });
  });

  it('reads hubs and consumer groups that the laptop’s broker has', () => {
    const { Entities } = eventHubs.UserConfig.NamespaceConfig[0]!;
    expect(Entities.map(({ Name }) => Name).toSorted()).toEqual([...HUBS].toSorted());
    for (const one of readers) {
      const { eventHubName, consumerGroup } = triggerOf(one);
      const groups = Entities.find(({ Name }) => Name === eventHubName)!.ConsumerGroups.map(
        ({ Name }) => Name,
      );
      expect(groups).toContain(consumerGroup);
    }
  });

  it('does not start with a wrong setting, and says which', () => {
    expect(() => load({ ...settings, MESH_WORKER_CONCURRENCY: 'many' })).toThrow(
      /MESH_WORKER_CONCURRENCY is wrong/,
    );
  });

  it('loads Application Insights only where it is switched on', () => {
    expect(() =>
      load({
        ...settings,
        APPLICATIONINSIGHTS_CONNECTION_STRING:
          'InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:9/',
      }),
    ).not.toThrow();
  });
});

it('asks nowhere outside src/local whether it is local', () => {
  const asking = globSync('src/{contracts,mesh,kit,agents,azure,functions}/**/*.ts').filter((file) =>
    /isLocal|NODE_ENV|AZURE_FUNCTIONS_ENVIRONMENT|devstoreaccount1|UseDevelopmentEmulator|WEBSITE_INSTANCE_ID/.test(
      readFileSync(file, 'utf8'),
    ),
  );
  expect(asking).toEqual([]);
});
