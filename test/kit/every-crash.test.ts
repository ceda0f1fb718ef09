import { everyCrash, trial, type Crash } from '../../src/kit';
import { demoAgent, demoData, tally, waitingFor } from './demo';

const sending =
  (seen: Crash['crashAt'][], repeat: 'keyed' | 'never' = 'keyed') =>
  async (crash: Crash) => {
    const { done } = tally();
    const run = await trial(demoAgent({ done, repeat }), crash).send(
      'business.demo.intent',
      demoData({ waiting: waitingFor('a', 'b') }),
    );
    expect(run.status).toBe('completed');
    seen.push(crash.crashAt);
    return run;
  };

it('dies at every boundary, and after the effect of every step and item', async () => {
  const seen: Crash['crashAt'][] = [];
  const whole = await sending([])({});
  const died = await everyCrash(sending(seen));
  const numbers = whole.writes.map((_, at) => at + 1);
  expect(seen).toEqual([undefined, ...numbers, 'look', 'notes.0', 'notes.1', 'book']);
  expect(died).toBe(seen.length - 1);
});

it('says where the process died when something does not hold', async () => {
  // What may never be repeated is a dead letter when nobody knows whether it happened.
  const failing = everyCrash(sending([], 'never'));
  await expect(failing).rejects.toThrow(/^the process died .*book.* \(crashAt: .*\): [^]*blocked/);
  await expect(failing).rejects.toHaveProperty('cause', expect.any(Error));
});

it('says at once what does not hold without a crash', async () => {
  let sent = 0;
  const failing = everyCrash(async () => {
    sent += 1;
    throw new Error('not even so');
  });
  await expect(failing).rejects.toThrow(/^not even so$/);
  expect(sent).toBe(1);
});

it('counts what is done after an answer', async () => {
  await everyCrash(async (crash) => {
    const { done } = tally();
    const run = await trial(demoAgent({ done }), crash).send(
      'business.demo.intent',
      demoData({ status: 'waiting' }),
    );
    await run.answer('ask', { reason: 'yes' });
    expect(run.status).toBe('completed');
    expect(done.length).toBeGreaterThan(0);
    return run;
  });
});
