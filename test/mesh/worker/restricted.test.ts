import { restrictedRef } from '../../../src/contracts/dataref';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import { fillGaps } from '../../../src/mesh/worker/restricted';
import { batchOf, runOf, skillOf, taskEvent, world } from './world';

const RUN = runOf(1);
const kept = Buffer.from('{"output":{"name":"Canaria","tags":["a"]}}');
const ref = restrictedRef(RUN, kept);

const filled = async (
  input: unknown,
  gaps: Parameters<typeof fillGaps>[3],
  bytes: Uint8Array | null = kept,
) => {
  const restricted = memoryContentStore();
  if (bytes) await restricted.put(ref, bytes);
  return fillGaps({ restricted, patient: (_, ask) => ask() }, RUN, input, gaps);
};

it('puts the data into its gaps: whole, a part, into a list', async () => {
  expect(await filled({ seen: 1 }, [{ at: '', ref, from: '/output' }])).toEqual({
    input: { name: 'Canaria', tags: ['a'] },
  });
  expect(await filled({ x: 1, who: null }, [{ at: '/who', ref, from: '/output/name' }])).toEqual({
    input: { x: 1, who: 'Canaria' },
  });
  expect(await filled({ all: [1, null] }, [{ at: '/all/1', ref, from: '/output/tags/0' }])).toEqual({
    input: { all: [1, 'a'] },
  });
});

it('leaves out what is not there, as of every reference that leads nowhere', async () =>
  expect(await filled({ x: 1, who: null }, [{ at: '/who', ref, from: '/output/other' }])).toEqual({
    input: { x: 1 },
  }));

it('says of what was erased that it was', async () =>
  expect(await filled({}, [{ at: '', ref, from: '' }], null)).toMatchObject({
    kind: 'failed',
    reason: { code: 'data-erased' },
  }));

it.each([
  ['of another run', restrictedRef(runOf(2), kept)],
  ['of no run', `restricted/${RUN}/../${runOf(2)}/x`],
])('reads nothing %s, whoever asks for it', async (_, other) => {
  const asked: string[] = [];
  const restricted = { ...memoryContentStore(), get: async (name: string) => void asked.push(name) };
  const gaps = [{ at: '', ref: other, from: '' }];
  expect(await fillGaps({ restricted, patient: (_what, ask) => ask() }, RUN, {}, gaps)).toMatchObject({
    kind: 'dead',
    reason: { code: 'strange-data' },
  });
  expect(asked).toEqual([]);
});

it('takes nothing that is not what the reference was made of', async () =>
  expect(await filled({}, [{ at: '', ref, from: '' }], Buffer.from('{"output":"other"}'))).toMatchObject({
    kind: 'dead',
    reason: { code: 'strange-data' },
  }));

it('is performed by no worker that may not see it', async () => {
  let performed = 0;
  const w = world();
  const work = w.start([skillOf({ perform: () => (performed += 1) })]);
  const data = { skill: 'test.do@1', step: 'step', input: {}, restricted: [{ at: '', ref, from: '' }] };
  await w.done(work(batchOf(taskEvent(1, { data }))));
  expect(performed).toBe(0);
  expect(w.letters.letters).toMatchObject([{ reason: { code: 'not-for-this-worker', passing: true } }]);
});

it('is given to no skill that does not say that it takes such data', async () => {
  let performed = 0;
  const w = world();
  const restricted = memoryContentStore();
  await restricted.put(ref, kept);
  const work = w.start([skillOf({ perform: () => (performed += 1) })], { restricted });
  const data = { skill: 'test.do@1', step: 'step', input: {}, restricted: [{ at: '', ref, from: '' }] };
  await w.done(work(batchOf(taskEvent(1, { data }))));
  expect(performed).toBe(0);
  expect(w.letters.letters).toMatchObject([{ reason: { code: 'strange-data' } }]);
});
