import { TerminalError } from '../../../src/contracts/errors';
import { toStructured } from '../../../src/contracts/envelope';
import { hubOf } from '../../../src/contracts/hubs';
import { runIdOf } from '../../../src/contracts/ids';
import { dead, deadBytes, intentEvent, received, RUN, taskEvent } from '../letters/world';
import { REPLAY_LIMITS } from '../../../src/mesh/replayer/deps';
import { replayerWorld, replayOf } from './world';

const blockedRun = async () => {
  const world = replayerWorld();
  await world.setRun('blocked');
  const [id] = await world.bury(dead(taskEvent({ deadline: '2026-01-01T00:10:00.000Z' })));
  return { ...world, id: id! };
};

describe('a replay', () => {
  it('brings a task back as its next attempt, and its letter ends as its run does', async () => {
    const { turn, replays, publisher, id, letter, setRun, states, clock } = await blockedRun();
    await replays.create(replayOf(1), [id]);
    await clock.advance(60_000);
    await turn();
    expect(publisher.events).toEqual([
      taskEvent({
        id: `${RUN}.post.2`,
        attempt: 2,
        replayid: 'r1',
        replayedby: 'u1',
        deadline: '2026-01-01T00:11:00.000Z',
      }),
    ]);
    expect(await letter(id)).toMatchObject({ state: 'replaying', replay: { id: 'r1', index: 0 } });
    expect(await states()).toEqual(['sent']);
    expect(await replays.active(10)).toEqual([]);

    await setRun('completed');
    await turn();
    expect(await letter(id)).toMatchObject({ state: 'resolved', end: { kind: 'completed' } });
    expect(await letter(id)).not.toHaveProperty('dueAt');
    expect(await states()).toEqual(['completed']);
    expect(publisher.events).toHaveLength(1);
  });

  it('brings a task back by the lane that its plan had chosen', async () => {
    const { turn, replays, publisher, bury, setRun } = replayerWorld();
    await setRun('blocked');
    const [id] = await bury(dead(taskEvent({ priority: 'high' })));
    await replays.create(replayOf(1), [id!]);
    await turn();
    expect(publisher.events.map(hubOf)).toEqual(['tasks-priority']);
  });

  it('counts what became of its letters, each once', async () => {
    const { turn, replays, id, setRun, metrics, bury } = await blockedRun();
    const outcomes = () =>
      metrics.of('mesh.replays.letters').map(({ attributes }) => attributes['mesh.outcome']);
    await replays.create(replayOf(1), [id]);
    await turn();
    await turn();
    expect(outcomes()).toEqual([]);
    await bury(dead(taskEvent({ id: `${RUN}.post.2`, attempt: 2, replayid: 'r1' })));
    expect(outcomes()).toEqual(['failed-again']);
    await replays.create(replayOf(1, { id: 'r2' }), [id]);
    await turn();
    await setRun('completed');
    await turn();
    await turn();
    expect(outcomes()).toEqual(['failed-again', 'resolved']);
    await replays.create(replayOf(1, { id: 'r3' }), [id]);
    await turn();
    expect(outcomes()).toEqual(['failed-again', 'resolved', 'refused']);
  });

  it.each([
    ['keep', '2026-01-01T00:10:00.000Z'],
    ['extend', '2026-01-01T00:11:00.000Z'],
    ['drop', undefined],
  ] as const)('treats the deadline as asked: %s', async (deadline, expected) => {
    const { turn, replays, publisher, id, clock } = await blockedRun();
    await replays.create(replayOf(1, { options: { perSecond: 1, deadline } }), [id]);
    await clock.advance(60_000);
    await turn();
    expect(publisher.events[0]!.deadline).toBe(expected);
  });

  it('brings an intent back under its own id, for its run follows from it', async () => {
    const { turn, replays, publisher, bury } = replayerWorld();
    const ids = await bury(dead(intentEvent(), { stage: 'plan' }));
    await replays.create(replayOf(1), ids);
    await turn();
    expect(publisher.events).toEqual([intentEvent({ attempt: 2, replayid: 'r1', replayedby: 'u1' })]);
  });

  it('brings bytes back as they came, 1 MB of them too, to the partition that they came from', async () => {
    const { turn, replays, publisher, bury } = replayerWorld();
    const body = Buffer.alloc(1_000_000, 0xfe);
    const properties = { own: 'x', 'cloudEvents:attempt': 2 };
    const ids = await bury(
      deadBytes(body, { received: received(body, { properties, contentType: 'text/plain' }) }),
    );
    await replays.create(replayOf(1), ids);
    await turn();
    const [message] = publisher.raw;
    expect(message).toMatchObject({
      hub: 'intents',
      bucket: 5,
      contentType: 'text/plain',
      properties: { own: 'x', 'cloudEvents:attempt': 3, 'cloudEvents:replayid': 'r1' },
    });
    expect(Buffer.compare(Buffer.from(message!.body), body)).toBe(0);
  });

  it('calls what has no run delivered once it has not come back for a while', async () => {
    const { turn, replays, bury, clock, letter, states } = replayerWorld();
    const [id] = await bury(deadBytes(Buffer.from('?')));
    await replays.create(replayOf(1), [id!]);
    await turn();
    await turn();
    expect(await letter(id!)).toMatchObject({ state: 'replaying' });
    await clock.advance(REPLAY_LIMITS.deliveredAfterMs);
    await turn();
    expect(await letter(id!)).toMatchObject({ state: 'resolved', end: { kind: 'delivered' } });
    expect(await states()).toEqual(['delivered']);
  });

  it('edits the data of events, and says why it cannot', async () => {
    const { turn, replays, publisher, bury, setRun, states } = replayerWorld();
    await setRun('blocked');
    const far = taskEvent({ subject: `${RUN}.extract`, dataref: 'content/x/y' });
    const ids = await bury(dead(taskEvent()), dead(far), deadBytes(Buffer.from('?')));
    const options = { perSecond: 10, deadline: 'keep', edit: { input: { total: 7, extra: null } } } as const;
    await replays.create(replayOf(3, { options }), ids);
    await turn();
    expect(publisher.events.map(({ data }) => data)).toEqual([
      { skill: 'invoice.post@1', step: 'post', input: { total: 7 } },
    ]);
    expect(await states()).toEqual(['sent', 'refused', 'refused']);
  });

  it('sends a letter once when two replays take it at once', async () => {
    const { turn, replays, publisher, id, states } = await blockedRun();
    await replays.create(replayOf(1), [id]);
    await replays.create(replayOf(1, { id: 'r2' }), [id]);
    await turn();
    expect(publisher.events).toHaveLength(1);
    expect([await states('r1'), await states('r2')]).toEqual([['sent'], ['refused']]);
    expect((await replays.items('r2', 0, 1))[0]).toMatchObject({
      reason: 'it is being replayed already, by r1',
    });
  });

  it('sends a letter once when another replay takes it at the same moment', async () => {
    const { deps, turn, tickWith, replays, publisher, id, states, letter } = await blockedRun();
    await replays.create(replayOf(1), [id]);
    await replays.create(replayOf(1, { id: 'r2' }), [id]);
    const only = (name: string) => ({ ...replays, active: async () => [name] });
    let others: Promise<unknown> | undefined;
    // Both have read the letter when the other one takes it.
    const letters = {
      ...deps.letters,
      save: async (changes: Parameters<typeof deps.letters.save>[0]) => {
        await (others ??= tickWith({ replays: only('r2') }));
        return deps.letters.save(changes);
      },
    };
    await tickWith({ letters, replays: only('r1') });
    await turn();
    expect(await letter(id)).toMatchObject({ state: 'replaying', replay: { id: 'r2' } });
    expect(publisher.events.map(({ replayid }) => replayid)).toEqual(['r2']);
    expect([await states('r1'), await states('r2')]).toEqual([['refused'], ['sent']]);
  });

  it('takes a letter before it sends it, so that what comes back at once finds it taken', async () => {
    const { deps, tickWith, replays, id, letter } = await blockedRun();
    await replays.create(replayOf(1), [id]);
    const found: string[] = [];
    const publisher = {
      ...deps.publisher,
      publish: async (events: Parameters<typeof deps.publisher.publish>[0]) => {
        found.push((await letter(id)).state);
        return deps.publisher.publish(events);
      },
    };
    await tickWith({ publisher });
    expect(found).toEqual(['replaying']);
  });

  it.each(['completed', 'failed', 'expired', 'cancelled'] as const)(
    'refuses a letter whose run is %s, with the reason, and resolves it',
    async (status) => {
      const { turn, replays, publisher, id, letter, setRun } = await blockedRun();
      await setRun(status);
      await replays.create(replayOf(1), [id]);
      await turn();
      expect(publisher.events).toEqual([]);
      const reason = `its run has ended: it is ${status}`;
      expect(await replays.items('r1', 0, 1)).toMatchObject([{ state: 'refused', reason }]);
      expect(await letter(id)).toMatchObject({ state: 'resolved', end: { kind: 'refused', reason } });
    },
  );

  it('parks a letter whose third replay failed, and takes it again only when asked to by name', async () => {
    const { turn, replays, id, letter, bury, states } = await blockedRun();
    for (const n of [1, 2, 3]) {
      await replays.create(replayOf(1, { id: `r${n}` }), [id]);
      await turn();
      await bury(dead(taskEvent({ id: `${RUN}.post.${n + 1}`, attempt: n + 1, replayid: `r${n}` })));
    }
    expect(await letter(id)).toMatchObject({ state: 'parked', failedReplays: 3, attempt: 4 });
    expect([await states('r1'), await states('r2'), await states('r3')]).toEqual([
      ['dead-lettered'],
      ['dead-lettered'],
      ['parked'],
    ]);
    await replays.create(replayOf(1, { id: 'timer', by: { type: 'timer', id: 'replayer' } }), [id]);
    await replays.create(replayOf(1, { id: 'r4' }), [id]);
    await turn();
    expect([await states('timer'), await states('r4')]).toEqual([['refused'], ['sent']]);
  });

  it('says of each letter of its set what became of it', async () => {
    const { turn, replays, states } = await blockedRun();
    await replays.create(replayOf(1), ['unknown']);
    await turn();
    expect(await states()).toEqual(['refused']);
    expect(await replays.items('r1', 0, 1)).toMatchObject([{ reason: 'there is no such letter' }]);
  });

  it('refuses what was erased', async () => {
    const { turn, replays, bury, contents, states } = replayerWorld();
    const ids = await bury(deadBytes(Buffer.alloc(50_000)));
    for (const name of contents.names()) contents.erase(name);
    await replays.create(replayOf(1), ids);
    await turn();
    expect(await states()).toEqual(['refused']);
  });
});

describe('the rate', () => {
  const many = async (perSecond: number, rampSeconds?: number) => {
    const world = replayerWorld();
    const bodies = Array.from({ length: 100 }, (_, n) => deadBytes(Buffer.from(`bytes ${n}`)));
    const ids = await world.bury(...bodies);
    const options = { perSecond, deadline: 'keep', ...(rampSeconds && { rampSeconds }) } as const;
    await world.replays.create(replayOf(100, { options }), ids);
    return world;
  };

  it('is kept within a tick and over ticks', async () => {
    const { turn, publisher } = await many(5);
    await turn();
    expect(publisher.raw).toHaveLength(20);
    await turn();
    expect(publisher.raw).toHaveLength(40);
  });

  it('is reached though each send takes a while', async () => {
    const { tickWith, publisher, clock } = await many(5);
    const slow: typeof publisher.publishRaw = async (messages) => {
      await clock.sleep(700);
      return publisher.publishRaw(messages);
    };
    await tickWith({ publisher: { ...publisher, publishRaw: slow } });
    expect(publisher.raw).toHaveLength(20);
  });

  it('rises along a ramp', async () => {
    const { turn, publisher } = await many(8, 4);
    await turn();
    expect(publisher.raw).toHaveLength(1 + 2 + 4 + 6);
  });

  it('leaves the rest of a replay that was stopped', async () => {
    const { turn, publisher, replays, clock, states } = await many(5);
    await turn();
    const { replay, etag } = (await replays.load('r1'))!;
    await replays.save({ ...replay, stoppedAt: clock.now() }, etag);
    await turn();
    expect(publisher.raw).toHaveLength(20);
    expect((await states()).filter((state) => state === 'pending')).toHaveLength(80);
  });
});

describe('a broker', () => {
  it('that is away leaves the letters to the next tick', async () => {
    const { turn, publisher, replays, id, states } = await blockedRun();
    await replays.create(replayOf(1), [id]);
    publisher.fail(() => new Error('away'));
    await turn();
    expect(await replays.active(1)).toEqual(['r1']);
    publisher.fail();
    await turn();
    expect(publisher.events.map((event) => event.id)).toEqual([`${RUN}.post.2`]);
    expect(await states()).toEqual(['sent']);
  });

  it('that will never take an event gives the letter back', async () => {
    const { turn, publisher, replays, id, letter } = await blockedRun();
    await replays.create(replayOf(1), [id]);
    publisher.fail(() => new TerminalError('event-too-large', 'it is too large'));
    await turn();
    expect(await letter(id)).toMatchObject({ state: 'new' });
    expect(await letter(id)).not.toHaveProperty('dueAt');
    expect(await replays.items('r1', 0, 1)).toMatchObject([{ state: 'refused', reason: 'it is too large' }]);
    expect(await replays.active(1)).toEqual([]);
  });
});

describe('a letter under way', () => {
  it('is sent again, under the same id, when its run stays blocked', async () => {
    const { turn, publisher, replays, id, clock } = await blockedRun();
    await replays.create(replayOf(1), [id]);
    await turn();
    await clock.advance(REPLAY_LIMITS.resendAfterMs + REPLAY_LIMITS.watchAtMostMs);
    for (let ticks = 0; ticks < 20; ticks += 1) await turn();
    expect(publisher.events).toHaveLength(2);
    expect(publisher.events[1]).toEqual(publisher.events[0]);
  });

  it('is looked after ever more seldom while its run goes on', async () => {
    const { turn, replays, id, letter, clock, setRun } = await blockedRun();
    await replays.create(replayOf(1), [id]);
    await turn();
    await setRun('waiting');
    await clock.advance(20_000);
    await turn();
    const { dueAt } = await letter(id);
    expect(dueAt! - clock.now()).toBeGreaterThan(15_000);
  });
});

describe('the timer', () => {
  const automatic = { ...REPLAY_LIMITS, automatic: 2 };
  const other = (name: string) => runIdOf({ tenant: 't1', source: '/erp', id: name });

  it('brings back what failed for a passing reason, after a while, and nothing else', async () => {
    const { turn, publisher, bury, clock, setRun } = replayerWorld({ limits: automatic });
    await setRun('blocked');
    const stays = { reason: { code: 'no', message: 'never', passing: false } };
    await bury(dead(taskEvent()), dead(taskEvent({ subject: `${RUN}.extract` }), stays));
    await turn();
    expect(publisher.events).toEqual([]);
    await clock.advance(60_000);
    await turn();
    expect(publisher.events.map(({ subject }) => subject)).toEqual([`${RUN}.post`]);
    expect(publisher.events[0]!.replayid).toBeDefined();
  });

  it('waits twice as long each time, and gives up after three', async () => {
    const { tickWith, publisher, bury, clock, setRun, letter } = replayerWorld({ limits: automatic });
    await setRun('blocked');
    const [id] = await bury(dead(taskEvent()));
    const started = clock.now();
    const sentAt: number[] = [];
    for (let seconds = 0; seconds < 600; seconds += 10) {
      await clock.advance(6_000);
      await tickWith();
      for (const event of publisher.take()) {
        sentAt.push(Math.floor((clock.now() - started) / 60_000));
        await bury(dead(event));
      }
    }
    expect(sentAt).toEqual([1, 3, 7]);
    expect(await letter(id!)).toMatchObject({ state: 'parked', failedReplays: 3 });
  });

  it('takes no more at a time than its limit', async () => {
    const { turn, publisher, bury, clock, setRun } = replayerWorld({ limits: automatic });
    const runs = ['a', 'b', 'c'].map(other);
    for (const run of runs) await setRun('blocked', run);
    await bury(...runs.map((run) => dead(taskEvent({ subject: `${run}.post`, correlationid: run }))));
    await clock.advance(60_000);
    await turn();
    expect(publisher.events).toHaveLength(2);
    await turn();
    expect(publisher.events).toHaveLength(3);
  });

  it('does not take a letter into a second replay while the first has not come to it', async () => {
    const slow = { ...REPLAY_LIMITS, automatic: 10, automaticPerSecond: 1 };
    const { turn, bury, clock, replays, letter } = replayerWorld({ limits: slow });
    await bury(...Array.from({ length: 9 }, (_, n) => dead(intentEvent({ id: `${n}` }))));
    await clock.advance(1_000);
    const [late] = await bury(dead(intentEvent({ id: 'late' })));
    await clock.advance(59_000);
    await turn();
    await turn();
    const { replay } = await letter(late!);
    expect(await replays.items(replay!.id, 0, 10)).toEqual([{ index: 0, letter: late, state: 'sent' }]);
  });

  it('keeps tenants apart', async () => {
    const { turn, publisher, bury, clock, replays } = replayerWorld({ limits: automatic });
    const ids = await bury(dead(intentEvent()), dead(intentEvent({ tenantid: 't2' })));
    await clock.advance(60_000);
    await turn();
    expect(publisher.events).toHaveLength(2);
    const made = await Promise.all(publisher.events.map(({ replayid }) => replays.load(replayid!)));
    expect(made.map((stored) => stored!.replay.tenant).sort()).toEqual(['t1', 't2']);
    expect(ids).toHaveLength(2);
  });

  it('does nothing by itself when it is switched off', async () => {
    const { turn, publisher, bury, clock } = replayerWorld();
    await bury(dead(intentEvent()));
    await clock.advance(600_000);
    await turn();
    expect(publisher.events).toEqual([]);
  });
});

it('brings back an event that the mesh does not know as the bytes that it was', async () => {
  const { turn, replays, publisher, bury } = replayerWorld();
  const event = intentEvent({ type: 'somebody.elses' });
  await replays.create(
    replayOf(1),
    await bury(dead(event, { batch: { hub: 'intents', group: 'g', partition: '1' } })),
  );
  await turn();
  expect(publisher.raw.map(({ body }) => Buffer.from(body))).toEqual([Buffer.from(toStructured(event))]);
});

describe('what a queue gave up', () => {
  const queue = { hub: 'delayed', group: '', partition: '' };

  it('goes to the hub where its type belongs', async () => {
    const { turn, replays, publisher, bury, setRun } = replayerWorld();
    await setRun('blocked');
    await replays.create(replayOf(1), await bury(dead(taskEvent(), { batch: queue })));
    await turn();
    expect(publisher.events.map(({ id }) => id)).toEqual([`${RUN}.post.2`]);
  });

  it('goes nowhere when it is no event', async () => {
    const { turn, replays, bury } = replayerWorld();
    await replays.create(replayOf(1), await bury(deadBytes(Buffer.from('?'), { batch: queue })));
    await turn();
    expect(await replays.items('r1', 0, 1)).toMatchObject([
      { state: 'refused', reason: "it came from 'delayed', which is no hub that it could go back to" },
    ]);
  });
});

describe('looking after many letters', () => {
  const MANY = 1_000;
  const runNo = (n: number) => RUN.replace(/.{4}$/, String(n).padStart(4, '0'));
  const underWay = async () => {
    const world = replayerWorld();
    const events = Array.from({ length: MANY }, (_, n) =>
      taskEvent({ id: `${runNo(n)}.post.1`, subject: `${runNo(n)}.post`, correlationid: runNo(n) }),
    );
    for (let n = 0; n < MANY; n += 1) await world.setRun('blocked', runNo(n));
    const ids = await world.bury(...events.map((event) => dead(event)));
    const options = { perSecond: MANY, deadline: 'keep' as const };
    await world.replays.create(replayOf(MANY, { options }), ids);
    await world.turn();
    for (let n = 0; n < MANY; n += 1) await world.setRun('completed', runNo(n));
    await world.clock.advance(10_000);
    return { ...world, ids };
  };
  const completed = (states: readonly string[]) => states.filter((state) => state === 'completed').length;

  it('comes round to all of them in one turn', async () => {
    const { turn, states, letters } = await underWay();
    await turn();
    expect(completed(await states())).toBe(MANY);
    expect(letters.all().filter(({ state }) => state !== 'resolved')).toEqual([]);
  }, 30_000);

  it('stops when its time is over, and goes on in the next turn', async () => {
    const { tickWith, turn, states, letters, clock } = await underWay();
    // A store that takes a second for each look.
    const slow = {
      ...letters,
      due: async (...args: Parameters<typeof letters.due>) => {
        await clock.sleep(1_000);
        return letters.due(...args);
      },
    };
    await tickWith({ letters: slow });
    const first = completed(await states());
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(MANY);
    await turn();
    expect(completed(await states())).toBe(MANY);
  }, 30_000);
});
