import { randomUUID } from 'node:crypto';
import { tableOf } from '../../src/azure/connections';
import { tableHealthStore } from '../../src/azure/table-health-store';
import { PlatformError } from '../../src/contracts/errors';
import type { HealthStore, ReaderHealth } from '../../src/mesh/ports/health-store';
import { memoryHealthStore } from '../../src/mesh/ports/memory/memory-health-store';
import { startTestTableService, type TestTableService } from '../support/tables';

let service: TestTableService;
beforeAll(async () => {
  service = await startTestTableService();
});
afterAll(() => service.stop());

const table = (name: string) => tableOf({ MESH_STORAGE: service.connectionString }, name);

const NOON = Date.UTC(2026, 10, 21, 12);
const lookAt = (hub: string, group: string, more: Partial<ReaderHealth> = {}): ReaderHealth => ({
  hub,
  group,
  at: NOON,
  events: 0,
  ...more,
});
const sorted = (looks: readonly ReaderHealth[]) =>
  looks.toSorted((a, b) => `${a.hub}/${a.group}`.localeCompare(`${b.hub}/${b.group}`));

describe.each<[name: string, make: () => Promise<HealthStore>]>([
  ['in memory', async () => memoryHealthStore()],
  [
    'in Table Storage',
    async () => {
      const own = table(`health${randomUUID().replaceAll('-', '')}`);
      await own.createTable();
      return tableHealthStore({ table: own });
    },
  ],
])('a health store %s', (_where, make) => {
  let store: HealthStore;
  beforeEach(async () => {
    store = await make();
  });

  it('knows nothing before anybody looked', async () => {
    await store.write([]);
    expect(await store.read()).toEqual([]);
  });

  it('gives back what was seen, and what was not', async () => {
    const looks = [
      lookAt('dlq', 'letters'),
      lookAt('events', 'index', { events: 7, oldestAt: NOON - 1_500 }),
      { hub: 'tasks', group: 'worker-restricted', at: NOON },
    ];
    await store.write(looks);
    expect(sorted(await store.read())).toEqual(looks);
  });

  it('keeps the latest look alone, and forgets whom nobody looks at any more', async () => {
    await store.write([lookAt('dlq', 'letters', { events: 3 }), lookAt('tasks', 'worker')]);
    const later = lookAt('tasks', 'worker', { at: NOON + 1, events: 4 });
    await store.write([later]);
    expect(await store.read()).toEqual([later]);
  });
});

it('a health store whose table is not there throws', async () => {
  const store = tableHealthStore({ table: table('nohealth') });
  await expect(store.read()).rejects.toThrow(PlatformError);
  await expect(store.write([lookAt('dlq', 'letters')])).rejects.toThrow(PlatformError);
});
