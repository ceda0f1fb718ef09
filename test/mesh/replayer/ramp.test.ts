import type { Counts } from '../../../src/mesh/replayer/progress';
import { stepsOf } from '../../../src/mesh/replayer/ramp';
import type { ReplayOptions } from '../../../src/mesh/replayer/replay';
import { whyToStop } from '../../../src/mesh/replayer/verdict';
import { dead, RUN, taskEvent } from '../letters/world';
import { replayerWorld, replayOf } from './world';

describe('stepsOf', () => {
  it.each([
    [50, [1, 10, 100], ['0-1', '1-11', '11-50']],
    [50, [1, 10], ['0-1', '1-11', '11-50']],
    [11, [1, 10, 100], ['0-1', '1-11']],
    [1, [1, 10], ['0-1']],
    [3, [], ['0-3']],
    [0, [1], []],
  ])('%i letters by %j: %j', (total, steps, expected) => {
    expect(stepsOf({ total, options: { steps } }).map(({ from, to }) => `${from}-${to}`)).toEqual(expected);
  });
});

describe('whyToStop', () => {
  const judge = (counts: Counts, options: Partial<ReplayOptions>, next = 20, stepSince?: number) =>
    whyToStop(
      replayOf(100, {
        next,
        options: { perSecond: 1, deadline: 'keep', ...options },
        ...(stepSince !== undefined && { stepSince }),
      }),
      counts,
      1_000,
    );

  it.each<[string, Counts, Partial<ReplayOptions>, boolean]>([
    ['nothing was asked', { 'dead-lettered': 20 }, {}, false],
    ['it is just the share', { completed: 8, 'dead-lettered': 2 }, { stopWhenFailed: 0.2 }, false],
    ['it is more', { completed: 7, 'dead-lettered': 3 }, { stopWhenFailed: 0.2 }, true],
    ['there are too few outcomes', { 'dead-lettered': 9, sent: 11 }, { stopWhenFailed: 0.2 }, false],
    [
      'there are as many as asked',
      { 'dead-lettered': 2, sent: 18 },
      { stopWhenFailed: 0.2, stopAfter: 2 },
      true,
    ],
    [
      'parked, failed and expired count',
      { parked: 1, failed: 1, expired: 1, delivered: 7 },
      { stopWhenFailed: 0.2 },
      true,
    ],
    [
      'what was refused was not sent',
      { refused: 30, cancelled: 5, completed: 10 },
      { stopWhenFailed: 0 },
      false,
    ],
    ['one is too many', { completed: 19, 'dead-lettered': 1 }, { stopWhenFailed: 0 }, true],
  ])('%s', (_, counts, options, stops) => {
    expect(judge(counts, options) !== undefined).toBe(stops);
  });

  it('judges the end of a step by what there is, and says what it saw', () => {
    const options = { stopWhenFailed: 0.2, steps: [1] };
    expect(judge({ 'dead-lettered': 1 }, options, 1, 0)).toBe(
      '1 of the 1 letters that have an outcome failed again (100 %): more than 20 %',
    );
    expect(judge({ 'dead-lettered': 1, sent: 2 }, { ...options, steps: [3] }, 3, 0)).toBeUndefined();
  });
});

const ramped = async (count: number, options: Partial<ReplayOptions>) => {
  const world = replayerWorld();
  const runOf = (n: number) => RUN.replace(/..$/, String(n).padStart(2, '0'));
  const eventOf = (n: number) =>
    taskEvent({ id: `${runOf(n)}.post.1`, subject: `${runOf(n)}.post`, correlationid: runOf(n) });
  for (let n = 0; n < count; n += 1) await world.setRun('blocked', runOf(n));
  const ids = await world.bury(...Array.from({ length: count }, (_, n) => dead(eventOf(n))));
  await world.replays.create(
    replayOf(count, {
      createdAt: world.clock.now(),
      options: { perSecond: 100, deadline: 'keep', ...options },
    }),
    ids,
  );
  /** The nth letter's run goes on to its end; or its task comes back. */
  const ends = (n: number) => world.setRun('completed', runOf(n));
  const fails = (n: number) =>
    world.bury(dead({ ...eventOf(n), id: `${runOf(n)}.post.2`, attempt: 2, replayid: 'r1' }));
  const sent = async () => (await world.states()).filter((state) => state !== 'pending').length;
  const replay = async () => (await world.replays.load('r1'))!.replay;
  return { ...world, ends, fails, sent, replay };
};

describe('a ramp', () => {
  it('sends a step when the one before has its outcome, and not sooner', async () => {
    const { turn, ends, sent } = await ramped(20, { steps: [1, 3] });
    await turn();
    await turn();
    expect(await sent()).toBe(1);
    await ends(0);
    await turn();
    expect(await sent()).toBe(4);
    await ends(1);
    await ends(2);
    await turn();
    expect(await sent()).toBe(4);
    await ends(3);
    await turn();
    expect(await sent()).toBe(20);
  });

  it('does not wait for ever: a run may wait for a person', async () => {
    const { turn, sent, clock } = await ramped(5, { steps: [2], stepWaitSeconds: 600 });
    await turn();
    await clock.advance(590_000);
    await turn();
    expect(await sent()).toBe(2);
    await clock.advance(10_000);
    await turn();
    expect(await sent()).toBe(5);
  });

  it('waits for nothing when all is sent', async () => {
    const { turn, sent, replays } = await ramped(3, { steps: [3] });
    await turn();
    expect(await sent()).toBe(3);
    expect(await replays.active(10)).toEqual([]);
  });
});

describe('a replay that more than a share of fails again', () => {
  it('stops itself, says why, and leaves the others as they are', async () => {
    const { turn, fails, states, replay, letters, replays } = await ramped(20, {
      steps: [1],
      stopWhenFailed: 0.2,
    });
    await turn();
    await fails(0);
    await turn();
    await turn();
    expect((await states()).slice(0, 3)).toEqual(['dead-lettered', 'pending', 'pending']);
    expect(await replay()).toMatchObject({
      next: 1,
      stoppedBy: { type: 'timer', id: 'replayer' },
      stoppedBecause: expect.stringContaining('failed again (100 %): more than 20 %'),
    });
    expect(await replays.active(10)).toEqual([]);
    expect(letters.all().every(({ state }) => state === 'new')).toBe(true);
  });

  it('goes on while it is less', async () => {
    const { turn, fails, ends, sent } = await ramped(12, { steps: [4], stopWhenFailed: 0.25 });
    await turn();
    await fails(0);
    for (const n of [1, 2, 3]) await ends(n);
    await turn();
    expect(await sent()).toBe(12);
  });

  it('survives a death of the replayer between two steps', async () => {
    const { turn, tickWith, ends, sent, replays, clock } = await ramped(4, {
      steps: [1],
      stepWaitSeconds: 3_600,
    });
    const dying = { ...replays, save: () => Promise.reject(new Error('died')) };
    await tickWith({ replays: dying }).catch(() => undefined);
    expect(await sent()).toBe(1);
    await turn();
    await turn();
    expect(await sent()).toBe(1);
    await ends(0);
    await clock.advance(60_000);
    await turn();
    expect(await sent()).toBe(4);
  });
});
