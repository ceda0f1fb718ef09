import type { MeshEvent } from '../../../src/contracts/event';
import { MESH } from '../../../src/contracts/event-types';
import { entry } from '../../../src/mesh/planner/journal';

const event = (fields: Partial<MeshEvent>): MeshEvent => ({
  specversion: '1.0',
  id: 'e',
  source: '/x',
  type: 'business.invoice.task.completed',
  ...fields,
});
const taken = (fields: Partial<MeshEvent>) => entry(event(fields), { n: 1, at: 0, out: [] }).in;

describe('the journal tells who is behind', () => {
  it.each([
    ['a cancel', { type: MESH.runCancel, authid: 'ada' }, { by: 'ada' }],
    ['an answer', { type: MESH.taskAnswer, authid: 'ada' }, { by: 'ada' }],
    ['what a replay brought', { replayid: 'r1', replayedby: 'ada' }, { by: 'ada', replay: 'r1' }],
    ['what an older release brought', { replayid: 'r1' }, { replay: 'r1' }],
  ])('%s', (_, fields, expected) => {
    expect(taken(fields)).toEqual({ id: 'e', type: event(fields).type, ...expected });
  });

  it('nobody else: a result has no author', () => {
    expect(taken({ authid: 'ada' })).toEqual({ id: 'e', type: 'business.invoice.task.completed' });
  });
});
