import { toStructured } from '../../../src/contracts/envelope';
import type { MeshEvent } from '../../../src/contracts/event';
import { MESH } from '../../../src/contracts/event-types';
import { eraser } from '../../../src/mesh/eraser/eraser';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import { memoryLog } from '../../../src/mesh/ports/memory/memory-log';

const RUNS = ['0199a6d0', '1199a6d0'].map((first) => `${first}-0000-8000-8000-000000000000`);

const of = (type: string, correlationid: string): MeshEvent => ({
  specversion: '1.0',
  id: `${correlationid}.erased`,
  source: '/mesh/planner',
  type,
  correlationid,
  data: {},
});

const batchOf = (...bodies: readonly (MeshEvent | Uint8Array)[]) => ({
  hub: 'events',
  group: 'eraser',
  partition: '0',
  events: bodies.map((body, sequence) => ({
    body: body instanceof Uint8Array ? body : toStructured(body),
    properties: {},
    sequence,
    offset: String(sequence),
    enqueuedAt: 0,
  })),
});

it('deletes what runs say is erased, and passes over all else', async () => {
  const restricted = memoryContentStore();
  for (const run of RUNS) await restricted.put(`restricted/${run}/hash`, Buffer.from('{}'));
  const erase = eraser({ restricted, log: memoryLog() });
  await erase(
    batchOf(
      of(MESH.runChanged, RUNS[1]!),
      Buffer.from('no event'),
      of(MESH.runErased, '../content'),
      of(MESH.runErased, RUNS[0]!),
      of(MESH.runErased, RUNS[0]!),
    ),
  );
  expect(restricted.names()).toEqual([`restricted/${RUNS[1]!}/hash`]);
});

it('asks for the batch again while the store does not answer', async () => {
  const restricted = { removeFolders: () => Promise.reject(new Error('away')) };
  await expect(
    eraser({ restricted, log: memoryLog() })(batchOf(of(MESH.runErased, RUNS[0]!))),
  ).rejects.toThrow('away');
});
