import { MESH } from '../../../src/contracts/event-types';
import { fold } from '../../../src/mesh/planner/fold';
import { NOON, SILENCE, command, contextAt, planOf, skill, start, step } from './world';

const plan = planOf({ last: step({ skill: 'test.last@1' }) });
const lasting = (name: string) => ({ ...skill(name), timeoutMs: 200_000 });
const at = (ms: number) => contextAt(NOON + ms, { skill: lasting });

it('of a task that may last begins when it should have ended', () => {
  const { run } = start(plan, {}, {}, at(0));
  expect(run.dueAt).toBe(NOON + 200_000 + SILENCE);
  const checked = (ms: number) => fold(run, command(MESH.runCheck), at(ms)).out;
  expect(checked(SILENCE + 1)).toEqual([]);
  expect(checked(200_000 + SILENCE + 1)).toHaveLength(1);
});
