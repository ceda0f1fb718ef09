import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded, type RunView } from '../../src/cli/run-view';
import { postInvoice } from '../support/invoices';
import { ledgerOf } from '../support/ledger';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';

const INVOICES = 40;
const PAUSE_MS = 700;

let mesh: TestMesh;
beforeAll(async () => void (mesh = await startTestMesh({ env: { MESH_LEASE_GRACE_MS: '1000' } })), 60_000);
afterAll(() => mesh?.stop(), 30_000);

/** Killed in turn while invoices come in; `functions` is the Node process alone, `part` the whole host. */
const VICTIMS = [
  ['worker', 'functions'],
  ['planner', 'functions'],
  ['gateway', 'functions'],
  ['tables', 'part'],
  ['broker', 'part'],
  ['worker', 'part'],
  ['planner', 'part'],
  ['gateway', 'part'],
  ['tables', 'part'],
] as const;

/** A part that is being started again has no process to kill. */
const kill = async ([role, what]: (typeof VICTIMS)[number]): Promise<void> => {
  const { pid, functionPid } = await until(
    async () => mesh.part(role),
    (part) => (what === 'functions' ? part?.functionPid : part?.pid) !== undefined,
  );
  process.kill(what === 'functions' ? functionPid! : pid!, 'SIGKILL');
};

const runEnded = (id: string) => until(() => mesh.client.get<RunView>(`runs/${id}`), hasEnded, 120_000);

it('loses nothing and books nothing twice, whatever is killed under load', async () => {
  const numbers = Array.from({ length: INVOICES }, (_, i) => `KILL-${i}`);
  const accepted = numbers.map(async (number, i) => {
    await sleep((i * PAUSE_MS * VICTIMS.length) / INVOICES);
    return postInvoice(mesh.client, number);
  });
  for (const victim of VICTIMS) {
    await sleep(PAUSE_MS);
    await kill(victim);
  }
  const runs = await Promise.all((await Promise.all(accepted)).map(({ runId }) => runEnded(runId)));
  expect(runs.map(({ status }) => status)).toEqual(numbers.map(() => 'completed'));
  const booked = (await ledgerOf(mesh)).map(({ number }) => number);
  expect(booked.toSorted()).toEqual(numbers.toSorted());
}, 240_000);

it('takes up where it stopped', async () => {
  const { runId } = await postInvoice(mesh.client, 'RESTART-1');
  await runEnded(runId);
}, 60_000);
