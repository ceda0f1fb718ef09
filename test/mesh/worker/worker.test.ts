import { BusinessFailure, RetryableError, TerminalError } from '../../../src/contracts/errors';
import { batchOf, kindsOf, skillOf, taskEvent, world } from './world';

describe('a worker', () => {
  it('performs a task and publishes what it gave, under the id of its attempt', async () => {
    const { start, done, publisher } = world();
    await done(start([skillOf()])(batchOf(taskEvent(7))));
    const [result] = publisher.events;
    expect(publisher.events).toHaveLength(1);
    expect(result).toMatchObject({
      id: `${taskEvent(7).id}.completed`,
      type: 'business.test.task.completed',
      subject: taskEvent(7).subject,
      source: '/mesh/worker',
      causationid: taskEvent(7).id,
      correlationid: taskEvent(7).correlationid,
      traceparent: taskEvent(7).traceparent,
      tenantid: 't',
      attempt: 1,
      data: { output: { n: 7 } },
    });
  });

  it.each(['keyed', 'probe', 'never'] as const)(
    'performs an external effect once, however often it is delivered (%s)',
    async (repeat) => {
      const { start, done, publisher, claims } = world();
      let effects = 0;
      const skill = skillOf({ effects: 'external', repeat, perform: (input) => ((effects += 1), input) });
      const event = taskEvent();
      await done(start([skill])(batchOf(event)));
      await done(start([skill])(batchOf(event, event)));
      expect(effects).toBe(1);
      expect(kindsOf(publisher.events)).toEqual(['completed', 'completed']);
      expect(claims.read(event.subject!)?.state).toMatchObject({ outcome: 'completed' });
    },
  );

  it.each([
    [
      'a business reason',
      new BusinessFailure('no', 'not ours'),
      'failed',
      { code: 'no', message: 'not ours' },
    ],
    [
      'a terminal error',
      new TerminalError('bad', 'broken'),
      'deadlettered',
      { letter: 'letter-1', reason: { code: 'bad', message: 'broken' } },
    ],
  ])('settles a skill that throws %s', async (_, error, kind, data) => {
    const { start, done, publisher } = world();
    const perform = () => Promise.reject(error);
    await done(start([skillOf({ perform })])(batchOf(taskEvent())));
    expect(kindsOf(publisher.events)).toEqual([kind]);
    expect(publisher.events[0]!.data).toEqual(data);
  });

  it('tries again in place, then through the delayed queue as the next attempt, then gives up', async () => {
    const { start, drain, publisher, letters } = world();
    let tries = 0;
    const perform = () => {
      tries += 1;
      throw new RetryableError('busy', 'come back');
    };
    await drain(start([skillOf({ perform, retry: { attempts: 3 } })]), taskEvent());
    expect(tries).toBe(9);
    expect(publisher.events.map(({ id }) => id)).toEqual([`${taskEvent(1, { attempt: 3 }).id}.deadlettered`]);
    expect(letters.letters[0]).toMatchObject({ reason: { code: 'busy', passing: true }, stage: 'work' });
  });
});
