import { blobCheckpointStore } from '../../src/local/host/checkpoint-store';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { storageConnection } from '../../src/local/supervisor/environment';
import { postInvoice } from '../support/invoices';
import { ledgerOf } from '../support/ledger';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';

/** `npm start -- --with worker-2`: a second host of the worker, that shares the partitions with the first. */
let mesh: TestMesh;
beforeAll(
  async () =>
    void (mesh = await startTestMesh({
      args: ['--with', 'worker-2'],
      env: { MESH_LEASE_GRACE_MS: '1000', MESH_HOST_BALANCE_MS: '200' },
    })),
  90_000,
);
afterAll(() => mesh?.stop(), 60_000);

/** Who reads each partition of the tasks; nobody before the first host has been there. */
const owners = async (): Promise<readonly string[]> => {
  const store = blobCheckpointStore({
    connectionString: storageConnection(mesh.ports),
    fullyQualifiedNamespace: 'localhost',
    hub: 'tasks',
    consumerGroup: 'worker',
  });
  const { ownerships } = await store.list().catch(() => ({ ownerships: [] }));
  return ownerships.map(({ ownerId }) => ownerId);
};
const hosts = (all: readonly string[]): number => new Set(all).size;

const booked: string[] = [];
const post = async (prefix: string): Promise<string[]> => {
  const numbers = Array.from({ length: 12 }, (_, at) => `${prefix}-${at}`);
  booked.push(...numbers);
  const runs = await Promise.all(numbers.map((number) => postInvoice(mesh.client, number)));
  return runs.map(({ runId }) => runId);
};

const allEnded = async (runs: readonly string[]): Promise<void> => {
  const ended = await Promise.all(
    runs.map((id) => until(() => mesh.client.get<RunView>(`runs/${id}`), hasEnded, 120_000)),
  );
  expect(ended.map(({ status }) => status)).toEqual(runs.map(() => 'completed'));
};

/** Each is started again when it dies: it is killed until the other has everything. */
const killUntilAlone = async (known: ReadonlySet<string>): Promise<readonly string[]> =>
  until(
    async () => {
      const { pid } = mesh.part('worker') ?? {};
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      return owners();
    },
    (all) => hosts(all) === 1 && known.has(all[0]!),
    60_000,
  );

it('shares the partitions, takes over when one dies, shares again, and books each invoice once', async () => {
  const shared = await until(owners, (all) => hosts(all) === 2);
  await allEnded(await post('SHARED'));

  const underWay = post('TAKEN');
  const taken = await killUntilAlone(new Set(shared));
  expect(taken).toHaveLength(shared.length);
  await allEnded(await underWay);

  await until(owners, (all) => hosts(all) === 2 && all.includes(taken[0]!));
  await allEnded(await post('AGAIN'));

  const found = (await ledgerOf(mesh)).map(({ number }) => number);
  expect(found.toSorted()).toEqual(booked.toSorted());
}, 240_000);
