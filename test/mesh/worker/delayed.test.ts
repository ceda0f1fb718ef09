import { toStructured } from '../../../src/contracts/envelope';
import { deadLetterPoisoned, deliverDelayed } from '../../../src/mesh/worker/delayed';
import { taskEvent, world } from './world';

const DAY = 24 * 3_600_000;

const delivery = () => {
  const made = world();
  const deliver = deliverDelayed({ ...made, deadLetters: made.letters.send });
  return { ...made, deliver };
};

describe('an event of the delayed queue', () => {
  it('is published as it is when its time has come', async () => {
    const { deliver, publisher, clock, delayed } = delivery();
    await deliver({ event: taskEvent(), notBefore: clock.now() });
    await deliver(JSON.stringify({ event: taskEvent(2), notBefore: clock.now() - 1 }));
    expect(publisher.events).toEqual([taskEvent(), taskEvent(2)]);
    expect(delayed.items).toEqual([]);
  });

  it('waits on when it comes too early, with its time unchanged', async () => {
    const { deliver, publisher, clock, delayed } = delivery();
    const notBefore = clock.now() + 8 * DAY;
    await deliver({ event: taskEvent(), notBefore });
    expect(publisher.events).toEqual([]);
    expect(delayed.items).toEqual([{ event: taskEvent(), notBefore }]);
  });

  it('is fetched when it is large', async () => {
    const { deliver, publisher, clock, contents } = delivery();
    const event = taskEvent(1, { data: { skill: 'test.do@1', step: 's', input: 'x'.repeat(250_000) } });
    await contents.put('content/x/y', toStructured(event));
    await deliver({ ref: 'content/x/y', notBefore: clock.now() });
    expect(publisher.events).toEqual([event]);
  });

  it('waits on while the broker is away, and is delivered as often as it takes', async () => {
    const { deliver, publisher, clock, delayed, letters } = delivery();
    publisher.fail(() => 'away');
    await deliver({ event: taskEvent(), notBefore: clock.now() });
    for (let times = 0; times < 20; times += 1) {
      await clock.advance(15_000);
      for (const item of delayed.takeDue(clock.now())) await deliver(item);
    }
    publisher.fail();
    await clock.advance(15_000);
    for (const item of delayed.takeDue(clock.now())) await deliver(item);
    expect(publisher.events).toEqual([taskEvent()]);
    expect(letters.letters).toEqual([]);
  });

  it.each<[about: string, message: unknown, code: string]>([
    ['is no JSON', 'hello', 'invalid-message'],
    ['is nothing', null, 'invalid-message'],
    ['has no time', { event: {} }, 'invalid-message'],
    ['refers to what is gone', { ref: 'content/gone', notBefore: 0 }, 'data-gone'],
  ])('is a dead letter, whole, when it %s', async (_, message, code) => {
    const { deliver, letters } = delivery();
    await deliver(message);
    const [letter] = letters.letters;
    expect(letter).toMatchObject({ stage: 'deliver', reason: { code }, batch: { hub: 'delayed' } });
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    expect(Buffer.from(letter!.received.body).toString()).toBe(text);
  });

  it('is a dead letter when the queue has given it up', async () => {
    const made = world();
    await deadLetterPoisoned({ ...made, deadLetters: made.letters.send })({
      event: taskEvent(),
      notBefore: 0,
    });
    expect(made.letters.letters).toMatchObject([
      { stage: 'poison', event: taskEvent(), reason: { code: 'poison', passing: true } },
    ]);
    expect(made.letters.letters[0]!.received.body).toEqual(toStructured(taskEvent()));
  });
});
