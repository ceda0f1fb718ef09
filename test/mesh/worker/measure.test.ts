import { BusinessFailure, RetryableError, TerminalError } from '../../../src/contracts/errors';
import type { Skill } from '../../../src/mesh/worker/skill';
import { batchOf, skillOf, taskEvent, world } from './world';

const throws = (error: Error): Partial<Skill> => ({
  perform: () => {
    throw error;
  },
});

describe('what a worker measures', () => {
  it.each<[outcome: string, Partial<Skill>, attempts: number[]]>([
    ['completed', {}, [1]],
    ['failed', throws(new BusinessFailure('declined', 'no')), [1]],
    ['dead-lettered', throws(new TerminalError('broken', 'never')), [1]],
    [
      'retried',
      { ...throws(new RetryableError('busy', 'later', { retryAfterMs: 60_000 })), retry: { attempts: 3 } },
      [],
    ],
  ])('counts a task as %s, once, with its time', async (outcome, skill, attempts) => {
    const { start, done, metrics } = world();
    await done(start([skillOf(skill)])(batchOf(taskEvent())));
    const attributes = { 'mesh.skill': 'test.do@1', 'mesh.outcome': outcome };
    expect(metrics.of('mesh.tasks')).toEqual([{ name: 'mesh.tasks', value: 1, attributes }]);
    expect(metrics.of('mesh.task.duration')).toMatchObject([{ attributes }]);
    expect(metrics.of('mesh.task.attempts').map(({ value }) => value)).toEqual(attempts);
  });

  it('tells how long the skill took, and not how long its task waited', async () => {
    const { start, done, metrics, clock } = world();
    const perform: Skill['perform'] = async (input) => (await clock.sleep(1_500), input);
    const events = [taskEvent(1), taskEvent(2)];
    await done(start([skillOf({ perform })], { limits: { concurrency: 1 } })(batchOf(...events)));
    expect(metrics.of('mesh.task.duration').map(({ value }) => value)).toEqual([1.5, 1.5]);
  });

  it('counts what was settled before as a duplicate, without a time or attempts', async () => {
    const { start, done, metrics } = world();
    const skill = skillOf({ effects: 'external' });
    await done(start([skill])(batchOf(taskEvent())));
    await done(start([skill])(batchOf(taskEvent())));
    expect(metrics.of('mesh.tasks').map(({ attributes }) => attributes['mesh.outcome'])).toEqual([
      'completed',
      'duplicate',
    ]);
    expect(metrics.of('mesh.task.duration')).toHaveLength(1);
    expect(metrics.of('mesh.task.attempts')).toHaveLength(1);
  });

  it('counts what a run no longer waits for as voided', async () => {
    const { start, done, metrics, claims } = world();
    await claims.void([taskEvent().subject!]);
    await done(start([skillOf({ effects: 'external' })])(batchOf(taskEvent())));
    expect(metrics.of('mesh.tasks')).toMatchObject([{ attributes: { 'mesh.outcome': 'voided' } }]);
  });

  it('counts as lost what lost its lease while it was performed, not as completed', async () => {
    const { start, done, metrics, claims, clock } = world();
    const taken: Skill['perform'] = async (input) => {
      const { state } = claims.read(taskEvent().subject!)!;
      expect(state.kind).toBe('leased');
      await clock.sleep(1);
      return input;
    };
    const settle: typeof claims.settle = async (items) => {
      await claims.void(items.map(({ task }) => task));
      return items.map(() => ({ kind: 'lost' as const }));
    };
    const skill = skillOf({ effects: 'external', perform: taken });
    await done(start([skill], { claims: { ...claims, settle } })(batchOf(taskEvent())));
    expect(metrics.of('mesh.tasks')).toMatchObject([{ attributes: { 'mesh.outcome': 'postponed' } }]);
  });

  it('has no series for a skill that nobody knows', async () => {
    const { start, done, metrics } = world();
    await done(start([])(batchOf(taskEvent(1, { skill: 'made.up@9' }))));
    expect(metrics.of('mesh.tasks').map(({ attributes }) => attributes)).toEqual([
      { 'mesh.skill': 'unknown', 'mesh.outcome': 'postponed' },
    ]);
  });

  it('does not count bytes that are no task', async () => {
    const { start, done, metrics } = world();
    await done(start([skillOf()])(batchOf(Buffer.from('{'))));
    expect(metrics.all).toEqual([]);
  });
});
