import { NewerReleaseError, PlatformError } from '../../../src/contracts/errors';
import type { MeshEvent } from '../../../src/contracts/event';
import { MESH } from '../../../src/contracts/event-types';
import { lookAtRuns, type LookAtRunsDeps } from '../../../src/mesh/canary/look-at-runs';
import type { Verdict } from '../../../src/mesh/canary/verdict';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import { memoryRunStore } from '../../../src/mesh/ports/memory/memory-run-store';
import { batchOf } from '../worker/world';
import {
  book,
  command,
  INTENT,
  intentOf,
  planOf,
  plannedOf,
  result,
  skill,
  start,
  step,
} from '../planner/world';

const PLAN = planOf({ a: step(), b: step({ needs: ['a'], skill: 'test.later@1' }) });

/** A build that knows the plan and the skills, on a store with the run that the mesh has made of it. */
const world = async (more: Partial<LookAtRunsDeps> = {}) => {
  const runs = memoryRunStore();
  await runs.save([{ run: start(PLAN).run }]);
  const deps: LookAtRunsDeps = {
    book: { ...book, has: (key) => key === `${INTENT}@1` || book.has(key), faults: faultsOf },
    catalog: { planFor: (type) => (type === INTENT ? plannedOf(PLAN) : undefined), skill },
    contents: memoryContentStore(),
    runs,
    ...more,
  };
  const look = lookAtRuns(deps);
  const verdicts = async (...events: readonly (MeshEvent | Uint8Array)[]): Promise<readonly Verdict[]> =>
    (await look(batchOf(...events)))
      .toSorted((one, other) => one.received.sequence - other.received.sequence)
      .map(({ verdict }) => verdict);
  return { runs, verdicts };
};

const faultsOf: (typeof book)['faults'] = (key, data) =>
  key === `${INTENT}@1` ? [] : book.faults(key, data);

const codes = (verdicts: readonly Verdict[]) =>
  verdicts.map((verdict) => (verdict.kind === 'ok' ? 'ok' : `${verdict.kind}: ${verdict.reason.code}`));

it('has nothing to say of intents and results that this build goes on with, and changes no run', async () => {
  const { runs, verdicts } = await world();
  const before = runs.all();
  const found = await verdicts(
    intentOf(),
    result('a', 'completed'),
    command(MESH.runCheck),
    command(MESH.runCancel),
  );
  expect(codes(found)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(runs.all()).toEqual(before);
});

it('says that this build has no plan for an intent, though the mesh has made a run of it', async () => {
  const { verdicts } = await world({ catalog: { planFor: () => undefined, skill } });
  expect(codes(await verdicts(intentOf()))).toEqual(['would-dead-letter: no-plan']);
});

it('says that this build lacks a skill that a run in flight will need', async () => {
  const catalog = {
    planFor: () => plannedOf(PLAN),
    skill: (name: string) => (name === 'test.later@1' ? undefined : skill(name)),
  };
  const { verdicts } = await world({ catalog });
  const [verdict] = await verdicts(result('a', 'completed'));
  expect(verdict).toMatchObject({
    reason: { code: 'unknown-skill', message: expect.stringContaining('test.later@1') },
  });
});

it('says that this build has no schema for an event, or holds its data against another one', async () => {
  const { verdicts } = await world();
  const newer = intentOf({}, { dataschema: 'https://mesh/schemas/2' });
  const other = result('a', 'failed', { code: 5 });
  expect(codes(await verdicts(newer, other))).toEqual([
    'would-dead-letter: invalid-data',
    'would-dead-letter: invalid-data',
  ]);
});

it('says what it cannot read, neighbours aside', async () => {
  const { verdicts } = await world();
  const found = await verdicts(
    Buffer.from([0xff]),
    { ...intentOf(), type: 'business.test.novelty' },
    intentOf(),
  );
  expect(codes(found)).toEqual(['would-dead-letter: invalid-event', 'would-dead-letter: unknown-type', 'ok']);
});

it('says that a partition would wait where a newer release wrote the run', async () => {
  const load = () =>
    Promise.reject(new NewerReleaseError('a run was written by a newer release (version 2)'));
  const { verdicts } = await world({ runs: { load } });
  expect(codes(await verdicts(intentOf(), result('a', 'completed')))).toEqual([
    'ok',
    'would-hold: newer-release',
  ]);
});

it('says nothing of what depends on the moment: a run that is gone, or not there yet', async () => {
  const { verdicts } = await world({ runs: memoryRunStore() });
  expect(codes(await verdicts(result('a', 'completed')))).toEqual(['ok']);
});

it('says so where the planner of this build would break', async () => {
  const catalog = {
    planFor: () => {
      throw new TypeError('broken build');
    },
    skill,
  };
  const { verdicts } = await world({ catalog });
  const [verdict] = await verdicts(intentOf());
  expect(verdict).toMatchObject({
    kind: 'would-dead-letter',
    reason: { code: 'internal-error', message: expect.stringContaining('broken build') },
  });
});

it('takes the batch again where the store does not answer: that is no verdict on the build', async () => {
  const load = () => Promise.reject(new PlatformError('the table runs does not answer'));
  const { verdicts } = await world({ runs: { load } });
  await expect(verdicts(result('a', 'completed'))).rejects.toThrow('does not answer');
});
