import { agent, is, plan, skill, trial, virtualClock } from '../../src/kit';
import { demoAgent, demoData, tally, waitingFor } from './demo';

const INTENT = 'business.demo.intent';

describe('a trial', () => {
  it('runs a plan to its end', async () => {
    const { done } = tally();
    const run = await trial(demoAgent({ done })).send(INTENT, demoData({ waiting: waitingFor('a', 'b') }));
    expect(run.status).toBe('completed');
    expect(run.steps).toEqual({ look: 'completed', notes: 'completed', ask: 'skipped', book: 'completed' });
    expect(run.output).toEqual({ reason: 'work', uncertain: ['work'] });
    expect(done).toEqual([`${run.id}.book`]);
    expect(run.letters).toEqual([]);
    expect(run.journal.length).toBeGreaterThan(2);
  });

  it('leaves out items that failed, where the plan says so', async () => {
    const run = await trial(demoAgent()).send(INTENT, demoData({ waiting: waitingFor('a', 'bad', 'c') }));
    expect(run.status).toBe('completed');
    const notes = run.view.steps.find(({ step }) => step === 'notes');
    expect(notes?.items?.map(({ status }) => status)).toEqual(['completed', 'failed', 'completed']);
  });

  it('waits for a person, and goes on with the answer', async () => {
    const run = await trial(demoAgent()).send(INTENT, demoData({ status: 'waiting' }));
    expect(run.status).toBe('waiting');
    await run.answer('ask', { reason: 'yes' });
    expect(run.status).toBe('completed');
    expect(run.steps).toMatchObject({ ask: 'completed', book: 'completed' });
  });

  it('skips what the answer forbids', async () => {
    const { done } = tally();
    const run = await trial(demoAgent({ done })).send(INTENT, demoData({ status: 'waiting' }));
    await run.answer('ask', { reason: 'no' });
    expect(run.steps['book']).toBe('skipped');
    expect(done).toEqual([]);
  });

  it('fails when a person refuses', async () => {
    const run = await trial(demoAgent()).send(INTENT, demoData({ status: 'waiting' }));
    await run.refuse('ask', { code: 'unknown', message: 'Nobody knows.' });
    expect(run.status).toBe('failed');
    expect(run.failure).toEqual({ code: 'unknown', message: 'Nobody knows.', step: 'ask' });
  });

  it('fails for a business reason', async () => {
    const run = await trial(demoAgent()).send(INTENT, demoData({ type: 'nonsense' }));
    expect(run.status).toBe('failed');
    expect(run.failure).toEqual({ code: 'nonsense', message: 'This is nonsense.', step: 'look' });
    expect(run.letters).toEqual([]);
  });

  it('tries again what asks for it, in no time', async () => {
    const { done } = tally();
    const run = await trial(demoAgent({ done, refusals: 2 })).send(INTENT, demoData());
    expect(run.status).toBe('completed');
    expect(done).toHaveLength(1);
  });

  it('blocks a run when its tries are used up, and shows the dead letter', async () => {
    const run = await trial(demoAgent({ refusals: 99 })).send(INTENT, demoData());
    expect(run.status).toBe('blocked');
    expect(run.steps['book']).toBe('deadlettered');
    expect(run.letters).toMatchObject([{ task: `${run.id}.book`, reason: { code: 'busy', passing: true } }]);
  });

  it('performs in the order of a key what is to be, as the mesh does', async () => {
    const { done } = tally();
    const { send } = trial(demoAgent({ done, order: 'key' }), { deliver: 'twice' });
    const first = await send(INTENT, demoData({ status: 'waiting' }), { partitionKey: 'supplier-42' });
    const second = await send(INTENT, demoData(), { partitionKey: 'supplier-42' });
    const other = await send(INTENT, demoData(), { partitionKey: 'supplier-7' });
    expect(other.status).toBe('completed');
    expect(second.view.steps.find(({ step }) => step === 'book')).toMatchObject({
      status: 'pending',
      behind: { run: first.id, key: 'supplier-42' },
    });
    await first.answer('ask', { reason: 'yes' });
    await second.advance(0);
    expect([first.status, second.status]).toEqual(['completed', 'completed']);
    expect(done).toEqual([other, first, second].map(({ id }) => `${id}.book`));
    expect(second.view.steps.find(({ step }) => step === 'book')).not.toHaveProperty('behind');
  });

  it('cancels', async () => {
    const run = await trial(demoAgent()).send(INTENT, demoData({ status: 'waiting' }));
    await run.cancel('by mistake');
    expect(run.status).toBe('cancelled');
    expect(run.view.reason).toBe('by mistake');
  });

  it('expires when time passes', async () => {
    const clock = virtualClock();
    const run = await trial(demoAgent(), { clock }).send(INTENT, demoData({ status: 'waiting' }), {
      deadline: '1h',
    });
    await run.advance('59m');
    expect(run.status).toBe('waiting');
    await run.advance('2m');
    expect(run.status).toBe('expired');
  });

  it('lets a skill run out of time that waits for it', async () => {
    const pause = (signal: AbortSignal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    const run = await trial(demoAgent({ pause, repeat: 'never' })).send(INTENT, demoData());
    expect(run.status).toBe('blocked');
    expect(run.letters).toMatchObject([{ task: `${run.id}.book` }]);
  });

  it('waits in earnest for a skill that takes turns of its own', async () => {
    const turns = async () => {
      for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
    };
    const clock = virtualClock();
    const before = clock.now();
    const run = await trial(demoAgent({ pause: turns }), { clock }).send(INTENT, demoData());
    expect(run.status).toBe('completed');
    expect(clock.now()).toBe(before);
  });

  it('lets time pass for doubles that share its clock', async () => {
    const clock = virtualClock();
    const pause = () => clock.sleep(3_000);
    const before = clock.now();
    const run = await trial(demoAgent({ pause }), { clock }).send(INTENT, demoData());
    expect(run.status).toBe('completed');
    expect(clock.now() - before).toBe(3_000);
    expect(run.events.map(({ type }) => type)).toContain('business.demo.task.started');
  });

  it('fails a run whose output does not fit its schema, and says where', async () => {
    const look = skill({
      name: 'demo.look@1',
      input: 'task.failed@1',
      output: 'task.failed@1',
      effects: 'none',
      perform: (failure) => failure,
    });
    const forgetful = plan('business.demo.intent', 'task.failed@1', 'task.failed@1', ({ intent, step }) => {
      const first = step('first', look, intent);
      return step('second', look, intent, { when: is(first.code, 'never') });
    });
    const onTrial = trial(agent({ name: 'forgetful', version: '1.0.0', owner: 'us', plans: [forgetful] }));
    const run = await onTrial.send(INTENT, { code: 'x', message: 'y' });
    expect(run.status).toBe('failed');
    expect(run.failure).toEqual({
      code: 'invalid-output',
      message: "The output does not fit 'task.failed@1': (whole) must be an object, and is null",
    });
  });

  it('keeps large data aside and shows it all the same', async () => {
    const waiting = waitingFor(...Array.from({ length: 400 }, (_, index) => `task-${index}`));
    const run = await trial(demoAgent()).send(INTENT, demoData({ waiting }));
    expect(run.status).toBe('completed');
    expect(run.events[0]).toMatchObject({ dataref: expect.stringMatching(/^content\//) as unknown });
    expect(run.events.every((event) => JSON.stringify(event).length < 30_000)).toBe(true);
  });

  it('gives the same run for the same id', async () => {
    const { done } = tally();
    const onTrial = trial(demoAgent({ done }));
    const first = await onTrial.send(INTENT, demoData(), { id: 'same' });
    const second = await onTrial.send(INTENT, demoData(), { id: 'same' });
    expect(second.id).toBe(first.id);
    expect(done).toHaveLength(1);
  });
});

describe('an effect', () => {
  it.each(['twice', 'shuffled'] as const)('happens once when everything is delivered %s', async (deliver) => {
    const { done } = tally();
    const onTrial = trial(demoAgent({ done, repeat: 'never' }), { deliver });
    const run = await onTrial.send(INTENT, demoData({ waiting: waitingFor('a', 'b', 'c') }));
    expect(run.status).toBe('completed');
    expect(done).toEqual([`${run.id}.book`]);
  });

  it('is not performed again when its event comes twice, as other skills are', async () => {
    const run = await trial(demoAgent(), { deliver: 'twice' }).send(INTENT, demoData());
    const times = (what: string) => run.writes.filter((each) => each === what).length;
    expect([times('perform look'), times('perform book')]).toEqual([2, 1]);
  });

  it('finds its events in another order when they are shuffled', async () => {
    const orderOf = async (deliver: 'once' | 'shuffled') => {
      const data = demoData({ waiting: waitingFor('a', 'b', 'c', 'd') });
      const { writes } = await trial(demoAgent(), { deliver }).send(INTENT, data);
      return writes.filter((each) => each.startsWith('perform'));
    };
    const [straight, mixed] = [await orderOf('once'), await orderOf('shuffled')];
    expect(mixed).not.toEqual(straight);
    expect([...mixed].sort()).toEqual([...straight].sort());
  });

  it.each([
    ['keyed', 'completed', 2],
    ['probe', 'completed', 1],
    ['never', 'blocked', 1],
  ] as const)(
    'that may be repeated %s survives a death right after it',
    async (repeat, status, performed) => {
      const { done } = tally();
      const run = await trial(demoAgent({ done, repeat }), { crashAt: 'book' }).send(INTENT, demoData());
      expect(run.status).toBe(status);
      expect(done).toHaveLength(1);
      expect(run.writes.filter((each) => each === 'perform book')).toHaveLength(performed);
    },
  );

  it('happens once wherever the process dies', async () => {
    const data = demoData({ waiting: waitingFor('a', 'b') });
    const { writes } = await trial(demoAgent()).send(INTENT, data);
    expect(new Set(writes)).toContain('perform book');
    expect(new Set(writes)).toContain('runs.save');
    for (let crashAt = 1; crashAt <= writes.length; crashAt++) {
      const { done } = tally();
      const run = await trial(demoAgent({ done, repeat: 'probe' }), { crashAt }).send(INTENT, data);
      expect({ crashAt, status: run.status, done: done.length }).toEqual({
        crashAt,
        status: 'completed',
        done: 1,
      });
    }
  });
});

it('is the same each time', async () => {
  const options = { deliver: 'shuffled', seed: 7 } as const;
  const data = demoData({ waiting: waitingFor('a', 'b', 'c', 'd') });
  const runs = await Promise.all([1, 2].map(() => trial(demoAgent(), options).send(INTENT, data)));
  expect(runs[0]!.events).toEqual(runs[1]!.events);
  expect(runs[0]!.journal).toEqual(runs[1]!.journal);
});

describe('mistakes', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    [
      'an unknown intent',
      () => trial(demoAgent()).send('business.other.intent', {}),
      'the agent has no plan for business.other.intent, only for business.demo.intent',
    ],
    [
      'data that does not fit',
      () => trial(demoAgent()).send(INTENT, demoData({ status: 'x' })),
      'the data does not fit mesh.run.changed@1: /status must be one of',
    ],
    [
      'an answer that does not fit',
      async () =>
        (await trial(demoAgent()).send(INTENT, demoData({ status: 'waiting' }))).answer('ask', { reason: 1 }),
      'the answer does not fit mesh.run.cancel@1: /reason must be text',
    ],
    [
      'an answer to nobody',
      async () => (await trial(demoAgent()).send(INTENT, demoData())).answer('book', {}),
      "step 'book' does not wait for an answer: it is completed",
    ],
    [
      'a step that is not there',
      async () => (await trial(demoAgent()).send(INTENT, demoData())).answer('nothing', {}),
      "the plan has no step 'nothing'",
    ],
  ])('%s is told', async (_, work, message) => expect(work()).rejects.toThrow(message));
});
