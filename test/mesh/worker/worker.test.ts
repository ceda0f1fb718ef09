import { BusinessFailure, PlatformError, RetryableError, TerminalError } from '../../../src/contracts/errors';
import { contentRef } from '../../../src/contracts/dataref';
import type { MeshEvent } from '../../../src/contracts/event';
import type { Skill } from '../../../src/mesh/worker/skill';
import { batchOf, book, catalogOf, kindsOf, runOf, skillOf, taskEvent, world } from './world';

const MINUTE = 60_000;

/** A skill that lasts until it is told to end, or its time is up. */
const lasting = () => {
  const ends: (() => void)[] = [];
  const perform = (input: unknown) => new Promise<unknown>((resolve) => ends.push(() => resolve(input)));
  return { perform, ends };
};

const dataOf = (event: MeshEvent | undefined) => event?.data as Record<string, unknown>;

describe('a worker', () => {
  it('performs a task and publishes what it gave, under the id of its attempt', async () => {
    const { start, done, publisher } = world();
    await done(
      start([skillOf()])(batchOf(taskEvent(7, { priority: 'high', deadline: '2026-01-02T00:00:00Z' }))),
    );
    const task = taskEvent(7);
    expect(publisher.events).toEqual([
      {
        specversion: '1.0',
        id: `${task.id}.completed`,
        type: 'business.test.task.completed',
        subject: task.subject,
        source: '/mesh/worker',
        time: '2026-01-01T00:00:00.000Z',
        datacontenttype: 'application/json',
        causationid: task.id,
        correlationid: task.correlationid,
        traceparent: task.traceparent,
        tenantid: 't',
        priority: 'high',
        deadline: '2026-01-02T00:00:00Z',
        attempt: 1,
        data: { output: { n: 7 } },
      },
    ]);
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

  it('gives a skill the key of its task, its deadline, and a log that knows the run', async () => {
    const { start, done, log } = world();
    let seen: unknown;
    const perform: Skill['perform'] = (input, context) => {
      seen = { key: context.key, deadline: context.deadline, aborted: context.signal.aborted };
      context.log.info('at work');
      return input;
    };
    const event = taskEvent(1, { deadline: '2026-01-01T01:00:00Z' });
    await done(start([skillOf({ perform })])(batchOf(event)));
    expect(seen).toEqual({ key: event.subject, deadline: Date.UTC(2026, 0, 1, 1), aborted: false });
    expect(log.lines.find(({ message }) => message === 'at work')?.fields).toEqual({
      run: runOf(1),
      task: event.subject,
      attempt: 1,
      tenant: 't',
      trace: '0af7651916cd43dd8448eb211c80319c',
      skill: 'test.do@1',
    });
  });

  it('publishes what was quick before what is slow has ended', async () => {
    const { start, done, publisher, clock } = world();
    const { perform, ends } = lasting();
    const slow = skillOf({ name: 'test.slow@1', perform, timeoutMs: 5 * MINUTE });
    const events = Array.from({ length: 100 }, (_, n) =>
      taskEvent(n, n === 40 ? { skill: 'test.slow@1' } : {}),
    );
    const work = start([skillOf(), slow])(batchOf(...events));
    await clock.advance(0);
    expect(kindsOf(publisher.events).filter((kind) => kind === 'completed')).toHaveLength(99);
    await clock.advance(4 * MINUTE);
    expect(publisher.events.at(-1)!.type).toMatch('started');
    ends[0]!();
    await done(work);
    expect(new Set(publisher.events.map(({ subject }) => subject))).toHaveProperty('size', 100);
  });

  it('claims, settles and publishes a batch of quick tasks with one call each', async () => {
    const { start, done, claims, publisher } = world();
    const calls: string[] = [];
    const counted = <P extends object>(port: P): P =>
      Object.fromEntries(
        Object.entries(port).map(([name, f]) => [
          name,
          typeof f === 'function'
            ? (...args: unknown[]) => (calls.push(name), (f as (...a: unknown[]) => unknown)(...args))
            : f,
        ]),
      ) as P;
    const work = start([skillOf({ effects: 'external' })], {
      claims: counted(claims),
      publisher: counted(publisher),
      limits: { concurrency: 100 },
    });
    await done(work(batchOf(...Array.from({ length: 100 }, (_, n) => taskEvent(n)))));
    expect(calls).toEqual(['claim', 'settle', 'publish']);
  });
});

describe('a task that fails', () => {
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
  ])('for %s is settled so', async (_, error, kind, data) => {
    const { start, done, publisher, letters } = world();
    const perform = () => Promise.reject(error);
    await done(start([skillOf({ perform })])(batchOf(taskEvent(), taskEvent(2))));
    expect(kindsOf(publisher.events)).toEqual([kind, kind]);
    expect(publisher.events[0]!.data).toEqual(data);
    for (const { reason } of letters.letters) expect(reason.passing).toBe(false);
  });

  it.each([
    ['says that it may be tried again', new RetryableError('busy', 'come back'), 'busy', true],
    ['does not say why', new TypeError('undefined is not a function'), 'skill-error', false],
  ])(
    'and %s is tried in place, then as the next attempts, then a dead letter',
    async (_, error, code, passing) => {
      const { start, drain, publisher, letters } = world();
      const keys: string[] = [];
      const perform: Skill['perform'] = (_input, { key }) => {
        keys.push(key);
        throw error;
      };
      await drain(start([skillOf({ perform, retry: { attempts: 3 } })]), taskEvent());
      expect(keys).toEqual(Array(9).fill(taskEvent().subject));
      expect(publisher.events.map(({ id }) => id)).toEqual([
        `${taskEvent(1, { attempt: 3 }).id}.deadlettered`,
      ]);
      expect(letters.letters).toMatchObject([
        { reason: { code, passing }, stage: 'work', event: { attempt: 3 } },
      ]);
    },
  );

  it('is tried once where its skill allows one attempt', async () => {
    const { start, drain, letters } = world();
    let tries = 0;
    const perform = () => {
      tries += 1;
      throw new RetryableError('busy', 'come back');
    };
    await drain(start([skillOf({ perform, retry: { attempts: 1 } })]), taskEvent());
    expect(tries).toBe(1);
    expect(letters.letters).toHaveLength(1);
  });

  it('comes back no earlier than the other side asked, as its next attempt', async () => {
    const { start, done, delayed, clock } = world();
    const perform = () => {
      throw new RetryableError('busy', 'come back', { retryAfterMs: 300_000 });
    };
    await done(start([skillOf({ perform })])(batchOf(taskEvent())));
    const next = taskEvent(1, { attempt: 2, causationid: taskEvent().id });
    expect(delayed.items).toEqual([{ event: next, notBefore: clock.now() + 300_000 }]);
  });

  it('is not tried again after its deadline, but a dead letter that a replay can save', async () => {
    const { start, done, delayed, letters } = world();
    const perform = () => {
      throw new RetryableError('busy', 'come back', { retryAfterMs: 300_000 });
    };
    const event = taskEvent(1, { deadline: '2026-01-01T00:04:00Z' });
    await done(start([skillOf({ perform })])(batchOf(event)));
    expect(delayed.items).toEqual([]);
    expect(letters.letters).toMatchObject([{ reason: { code: 'busy', passing: true } }]);
  });

  it('is a dead letter at once when its effect must not be repeated and it does not say whether that happened', async () => {
    const { start, done, letters, claims } = world();
    let effects = 0;
    const perform = () => {
      effects += 1;
      throw new Error('socket hang up');
    };
    const skill = skillOf({ effects: 'external', repeat: 'never', perform });
    await done(start([skill])(batchOf(taskEvent())));
    expect(effects).toBe(1);
    expect(letters.letters).toMatchObject([{ reason: { code: 'uncertain', passing: false } }]);
    expect(claims.read(taskEvent().subject!)?.state).toMatchObject({ outcome: 'dead' });
  });

  it('is asked after before it is tried again in place, when its effect must not be repeated blindly', async () => {
    const { start, done, publisher } = world();
    let effects = 0;
    const perform = () => {
      effects += 1;
      throw new Error('socket hang up');
    };
    const probe: Skill['perform'] = (input) => (effects > 0 ? input : undefined);
    await done(
      start([skillOf({ effects: 'external', repeat: 'probe', perform, probe })])(batchOf(taskEvent())),
    );
    expect(effects).toBe(1);
    expect(kindsOf(publisher.events)).toEqual(['completed']);
  });

  it('is performed again by a replay, as a later attempt and with the same key', async () => {
    const { start, done, publisher, letters } = world();
    const keys: string[] = [];
    const perform: Skill['perform'] = (input, { key }) => {
      if (keys.push(key) === 1) throw new TerminalError('bad', 'broken');
      return input;
    };
    const work = start([skillOf({ effects: 'external', repeat: 'never', perform })]);
    await done(work(batchOf(taskEvent())));
    await done(work(batchOf(taskEvent(1, { attempt: 2, replayid: 'r1' }))));
    await done(work(batchOf(taskEvent())));
    expect(keys).toEqual(Array(2).fill(taskEvent().subject));
    expect(letters.letters).toHaveLength(1);
    expect(kindsOf(publisher.events)).toEqual(['deadlettered', 'completed', 'completed']);
    expect(publisher.events[1]).toMatchObject({ attempt: 2, replayid: 'r1' });
  });
});

describe('a task whose time is up', () => {
  const hanging = (more: Partial<Skill> = {}) => {
    const keys: string[] = [];
    const signals: AbortSignal[] = [];
    const perform: Skill['perform'] = (_input, { key, signal }) => {
      keys.push(key);
      signals.push(signal);
      return new Promise(() => undefined);
    };
    return { keys, signals, skill: skillOf({ perform, retry: { attempts: 2 }, ...more }) };
  };

  it('holds nobody up, though it ignores its signal, and comes back as its next attempt', async () => {
    const { start, done, delayed, signals, log, skill, clock } = { ...world(), ...hanging() };
    const before = clock.now();
    await done(start([skill])(batchOf(taskEvent())));
    expect(clock.now() - before).toBe(10_000);
    expect(signals[0]!.aborted).toBe(true);
    expect(delayed.items.map(({ event }) => event.attempt)).toEqual([2]);
    expect(log.lines.map(({ message }) => message)).toContain('a skill ran out of time');
  });

  it('keeps its claim while its effect may still happen, then is repeated with the same key, then is a dead letter', async () => {
    const { keys, skill } = hanging({ effects: 'external', repeat: 'keyed' });
    const { start, done, drain, delayed, claims, letters, publisher } = world();
    const work = start([skill]);
    await done(work(batchOf(taskEvent())));
    expect(claims.read(taskEvent().subject!)).toMatchObject({
      state: { kind: 'leased' },
      leaseLeftMs: 5_000,
    });
    expect(keys).toHaveLength(1);
    await drain(work, ...delayed.takeDue(Infinity).map(({ event }) => event));
    expect(keys).toEqual(Array(2).fill(taskEvent().subject));
    expect(letters.letters).toMatchObject([{ reason: { code: 'timeout', passing: true } }]);
    expect(kindsOf(publisher.events)).toEqual(['started', 'started', 'deadlettered']);
  });

  it('is asked after when it may not be repeated blindly: what happened counts', async () => {
    const { keys, skill } = hanging({ effects: 'external', repeat: 'probe', probe: (input) => input });
    const { start, drain, publisher } = world();
    await drain(start([skill]), taskEvent());
    expect(keys).toHaveLength(1);
    expect(publisher.events.at(-1)).toMatchObject({
      type: 'business.test.task.completed',
      data: { output: { n: 1 } },
    });
  });

  it('is a dead letter, uncertain, when it must not be repeated, though a replay had brought it', async () => {
    const { keys, skill } = hanging({ effects: 'external', repeat: 'never' });
    const { start, drain, letters } = world();
    await drain(start([skill]), taskEvent(1, { replayid: 'r1' }));
    expect(keys).toHaveLength(1);
    expect(letters.letters).toMatchObject([{ reason: { code: 'uncertain', passing: false } }]);
  });
});

describe('a task past its deadline', () => {
  const late = (more: Partial<MeshEvent> = {}) => taskEvent(1, { deadline: '2025-12-31T23:59:59Z', ...more });

  it.each(['none', 'external'] as const)('expires and is not performed (effects %s)', async (effects) => {
    const { start, done, publisher } = world();
    let performed = 0;
    await done(start([skillOf({ effects, perform: () => (performed += 1) })])(batchOf(late())));
    expect(performed).toBe(0);
    expect(publisher.events).toMatchObject([{ type: 'business.test.task.expired', data: {} }]);
  });

  it('is still what it was settled as before', async () => {
    const { start, done, publisher } = world();
    const work = start([skillOf({ effects: 'external' })]);
    await done(work(batchOf(taskEvent())));
    await done(work(batchOf(late())));
    expect(kindsOf(publisher.events)).toEqual(['completed', 'completed']);
  });

  it.each([
    ['keyed', undefined, 'expired', 'its effect may have happened'],
    ['probe', { n: 5 }, 'completed', undefined],
    ['probe', undefined, 'expired', 'its effect may have happened'],
    ['never', undefined, 'deadlettered', undefined],
  ] as const)('and begun by somebody who died (%s, asked: %j)', async (repeat, found, kind, why) => {
    const { start, drain, publisher, claims } = world();
    await claims.claim([{ task: late().subject!, attempt: 1, leaseMs: 15_000, holder: 'the dead' }]);
    let performed = 0;
    const skill = skillOf({
      effects: 'external',
      repeat,
      perform: () => (performed += 1),
      probe: () => found,
    });
    await drain(start([skill]), late());
    expect(performed).toBe(0);
    expect(kindsOf(publisher.events)).toEqual([kind]);
    if (why) expect(dataOf(publisher.events[0])['reason']).toMatch(why);
  });
});

describe('what cannot be performed', () => {
  it.each<[about: string, event: MeshEvent | Uint8Array, code: string, stage: string]>([
    ['bytes that are no JSON', Buffer.from('\xff{', 'latin1'), 'invalid-event', 'parse'],
    ['an event of another type', taskEvent(1, { type: 'business.test.intent' }), 'unknown-type', 'parse'],
    ['an event whose id is not its attempt', taskEvent(1, { id: 'x' }), 'invalid-event', 'parse'],
    ['an event of another run', taskEvent(1, { correlationid: runOf(2) }), 'invalid-event', 'parse'],
    ['data that fits no schema', taskEvent(1, { data: { skill: 1 } }), 'invalid-data', 'work'],
    [
      'data of an unknown version',
      taskEvent(1, { dataschema: 'mesh:/task.created/9' }),
      'invalid-data',
      'work',
    ],
    ['data that is gone', taskEvent(1, { data: undefined, dataref: 'content/x/y' }), 'data-gone', 'work'],
    [
      'an input that does not fit',
      taskEvent(1, { data: { skill: 'test.do@1', step: 's', input: {} } }),
      'invalid-input',
      'work',
    ],
    ['a task for a person', taskEvent(1, { skill: 'test.person@1' }), 'not-for-workers', 'work'],
  ])('is a dead letter, and its neighbours are done: %s', async (_, event, code, stage) => {
    const { start, done, publisher, letters } = world();
    const skills = [skillOf(), skillOf({ name: 'test.person@1', by: 'person' })];
    await done(start(skills)(batchOf(taskEvent(8), event, taskEvent(9))));
    expect(letters.letters).toMatchObject([
      { reason: { code, passing: false }, stage, batch: { hub: 'tasks', partition: '0' } },
    ]);
    if (!(event instanceof Uint8Array))
      expect(letters.letters[0]!.received.body).toEqual(batchOf(event).events[0]!.body);
    const completed = publisher.events.filter(({ type }) => type.endsWith('completed'));
    expect(completed.map(({ data }) => data)).toEqual([{ output: { n: 8 } }, { output: { n: 9 } }]);
    expect(kindsOf(publisher.events).filter((kind) => kind === 'deadlettered')).toHaveLength(
      stage === 'work' ? 1 : 0,
    );
  });

  it('is one that the worker itself fails at, by a mistake of ours', async () => {
    const { start, done, publisher, letters } = world();
    const known = catalogOf(skillOf());
    const mistaken = {
      ...known,
      skill: (name: string) => {
        if (name === 'test.broken@1') throw new TypeError('of undefined');
        return known.skill(name);
      },
    };
    const work = start([], { catalog: mistaken });
    await done(work(batchOf(taskEvent(8), taskEvent(1, { skill: 'test.broken@1' }), taskEvent(9))));
    expect(letters.letters).toMatchObject([{ reason: { code: 'internal-error', passing: false } }]);
    expect(kindsOf(publisher.events).filter((kind) => kind === 'completed')).toHaveLength(2);
  });

  it('is an output that does not fit: it does not count', async () => {
    const { start, done, letters } = world();
    const outputs: unknown[] = [{ n: 'one' }, undefined, 7n, Symbol('x')];
    const perform: Skill['perform'] = (input) => outputs[(input as { n: number }).n];
    await done(start([skillOf({ perform })])(batchOf(...outputs.map((_, n) => taskEvent(n)))));
    expect(letters.letters.map(({ reason }) => reason.code)).toEqual(Array(4).fill('invalid-output'));
  });

  it('is a skill that nobody knows: it waits for one, for fifteen minutes, and is then a dead letter', async () => {
    const { start, drain, publisher, letters, clock } = world();
    const before = clock.now();
    await drain(start([]), taskEvent());
    expect(letters.letters).toMatchObject([{ reason: { code: 'unknown-skill', passing: false } }]);
    expect(clock.now() - before).toBe(15 * MINUTE);
    expect(kindsOf(publisher.events)).toEqual(['deadlettered']);
  });

  it('is performed by a worker that learns the skill in time, as the same attempt', async () => {
    const { start, done, drain, dueEvents, publisher } = world();
    await done(start([])(batchOf(taskEvent())));
    await drain(start([skillOf()]), ...(await dueEvents()));
    expect(publisher.events.map(({ id }) => id)).toEqual([`${taskEvent().id}.completed`]);
  });
});

describe('a task that somebody else has', () => {
  it.each([-10, 0, 10])(
    'comes back when its lease is over, by the clock of the store, %d minutes off',
    async (minutes) => {
      const { start, done, delayed, dueEvents, publisher, claims, clock } = world({
        storeSkewMs: minutes * MINUTE,
      });
      await claims.claim([{ task: taskEvent().subject!, attempt: 1, leaseMs: 15_000, holder: 'another' }]);
      const work = start([skillOf({ effects: 'external' })]);
      await done(work(batchOf(taskEvent())));
      expect(delayed.items).toEqual([{ event: taskEvent(), notBefore: clock.now() + 15_500 }]);
      await done(work(batchOf(...(await dueEvents()))));
      expect(kindsOf(publisher.events)).toEqual(['completed']);
    },
  );

  it('is told of by the other one, when that one took the claim over while it was performed', async () => {
    const { start, done, claims, publisher, clock, delayed } = world();
    const { perform, ends } = lasting();
    const work = start([skillOf({ effects: 'external', perform })])(batchOf(taskEvent()));
    await clock.advance(1_000);
    const mine = claims.read(taskEvent().subject!)!;
    const other = { task: mine.task, attempt: 2, leaseMs: 15_000, holder: 'another' };
    const taken = await claims.take(mine, other);
    const told = { ...taskEvent(), id: 'told-by-the-other' };
    const state = { kind: 'settled' as const, outcome: 'completed' as const, emissions: [{ event: told }] };
    await claims.settle([
      { task: mine.task, attempt: 2, etag: taken.kind === 'claimed' ? taken.etag : '', state },
    ]);
    ends[0]!();
    await done(work);
    expect(publisher.events).toEqual([told]);
    expect(delayed.items).toEqual([]);
  });

  it('is uncertain after a death only if it had begun, where its effect must not be repeated', async () => {
    const { start, drain, clock, letters, publisher } = world();
    const { perform } = lasting();
    const skill = skillOf({ effects: 'external', repeat: 'never' });
    const events = [taskEvent(1), taskEvent(2), taskEvent(3)];
    void start([{ ...skill, perform }], { limits: { concurrency: 1 } })(batchOf(...events));
    await clock.advance(1_000);
    await drain(start([skill]), ...events);
    expect(letters.letters.map(({ event }) => event!.subject)).toEqual([taskEvent(1).subject]);
    const completed = publisher.events.filter(({ type }) => type.endsWith('completed'));
    const subjects = new Set(completed.map(({ subject }) => subject));
    expect([...subjects]).toEqual([taskEvent(2).subject, taskEvent(3).subject]);
  });

  it('is left to the other one, when that one is still at it', async () => {
    const { start, done, claims, publisher, clock, delayed } = world();
    const { perform, ends } = lasting();
    const work = start([skillOf({ effects: 'external', perform })])(batchOf(taskEvent()));
    await clock.advance(1_000);
    const mine = claims.read(taskEvent().subject!)!;
    await claims.take(mine, { task: mine.task, attempt: 1, leaseMs: 15_000, holder: 'another' });
    ends[0]!();
    await done(work);
    expect(publisher.events).toEqual([]);
    expect(delayed.items).toMatchObject([{ event: { id: taskEvent().id } }]);
  });
});

describe('a batch for which there is no time', () => {
  it.each(['none', 'external'] as const)(
    'sends on what has not begun, and gives its claims back (effects %s)',
    async (effects) => {
      for (const repeat of ['keyed', 'probe', 'never'] as const) {
        const { start, done, delayed, drain, dueEvents, publisher, claims, letters } = world();
        let quick = false;
        const keys: string[] = [];
        const perform: Skill['perform'] = (input, { key }) => {
          keys.push(key);
          return quick ? input : new Promise(() => undefined);
        };
        const skill = skillOf({ effects, repeat, perform, timeoutMs: 90_000, probe: () => undefined });
        const work = start([skill], { limits: { concurrency: 1 } });
        await done(work(batchOf(taskEvent(1), taskEvent(2), taskEvent(3))));
        const waiting = delayed.items.filter(({ event }) => event.subject !== taskEvent(1).subject);
        expect(waiting.map(({ event }) => event)).toEqual([taskEvent(2), taskEvent(3)]);
        for (const claim of claims.all().slice(1))
          expect(claim).toMatchObject({ attempt: 0, state: { outcome: 'retrying' } });
        quick = true;
        await drain(work, ...(await dueEvents()));
        expect(keys.filter((key) => key === taskEvent(2).subject)).toHaveLength(1);
        expect(letters.letters).toHaveLength(effects === 'external' && repeat === 'never' ? 1 : 0);
        expect(
          publisher.events.filter(({ type }) => type.endsWith('completed')).map(({ attempt }) => attempt),
        ).toEqual(expect.arrayContaining([1, 1]));
      }
    },
  );

  it('prolongs a claim that waiting has used up, before it begins', async () => {
    const { start, done, claims, publisher } = world();
    const left: number[] = [];
    const perform: Skill['perform'] = async (input, { key }) => {
      left.push(claims.read(key)!.leaseLeftMs);
      if (left.length < 3) await new Promise(() => undefined);
      return input;
    };
    const work = start([skillOf({ effects: 'external', perform })], { limits: { concurrency: 1 } });
    await done(work(batchOf(taskEvent(1), taskEvent(2), taskEvent(3))));
    expect(left).toEqual([15_000, 15_000, 15_000]);
    expect(kindsOf(publisher.events)).toContain('completed');
  });
});

describe('what travels', () => {
  it('reads a task whose data is elsewhere, and puts a large output where it can be read', async () => {
    const { start, done, contents, publisher } = world();
    const { data, ...event } = taskEvent(7);
    const bytes = Buffer.from(JSON.stringify(data));
    const dataref = contentRef(runOf(7), bytes);
    await contents.put(dataref, bytes);
    const perform: Skill['perform'] = (input) => ({ ...(input as object), text: 'x'.repeat(30_000) });
    await done(start([skillOf({ perform, effects: 'external' })])(batchOf({ ...event, dataref })));
    const [result] = publisher.events;
    expect(result).not.toHaveProperty('data');
    const kept = JSON.parse(Buffer.from((await contents.get(result!.dataref!))!).toString()) as {
      output: unknown;
    };
    expect(kept.output).toMatchObject({ n: 7, text: 'x'.repeat(30_000) });
    expect(result!.dataref).toMatch(`content/${runOf(7)}/`);
    expect(book.faults('task.completed@1', kept)).toEqual([]);
  });

  it('tells that a task has started when it lasts, and how far it is, before its result', async () => {
    const { start, done, publisher, clock } = world();
    const perform: Skill['perform'] = async (input, { progress }) => {
      for (let step = 1; step <= 20; step += 1) {
        await clock.sleep(250);
        progress(step / 20, `step ${step}`);
      }
      progress(NaN);
      return input;
    };
    await done(start([skillOf({ perform })])(batchOf(taskEvent())));
    expect(kindsOf(publisher.events)).toEqual([
      'progressed',
      'progressed',
      'started',
      'progressed',
      'progressed',
      'progressed',
      'completed',
    ]);
    for (const event of publisher.events.slice(0, -1)) {
      const kind = kindsOf([event])[0]!;
      expect(book.faults(`task.${kind}@1`, event.data)).toEqual([]);
    }
    expect(new Set(publisher.events.map(({ id }) => id)).size).toBe(7);
  });

  it('does not tell that a task has started after it told how it ended', async () => {
    const { start, done, publisher, clock } = world();
    const slow = {
      ...publisher,
      publish: async (events: readonly MeshEvent[]) => {
        if (events[0]!.type.endsWith('started')) await clock.sleep(5_000);
        return publisher.publish(events);
      },
    };
    const perform: Skill['perform'] = async (input) => (await clock.sleep(3_000), input);
    await done(start([skillOf({ perform })], { publisher: slow })(batchOf(taskEvent())));
    expect(kindsOf(publisher.events)).toEqual(['started', 'completed']);
  });

  it('loses nothing when a sign of life cannot be sent', async () => {
    const { start, done, publisher, clock } = world();
    publisher.fail((message) =>
      'type' in message && message.type.endsWith('started') ? new Error('no') : undefined,
    );
    const perform: Skill['perform'] = async (input) => (await clock.sleep(5_000), input);
    await done(start([skillOf({ perform })])(batchOf(taskEvent())));
    expect(kindsOf(publisher.events)).toEqual(['completed']);
  });

  it('is sent again, alone, when the broker took the others', async () => {
    const { start, done, publisher } = world();
    let refusals = 2;
    publisher.fail((message) =>
      'subject' in message && message.subject === taskEvent(2).subject && refusals-- > 0 ? 'away' : undefined,
    );
    await done(start([skillOf()])(batchOf(taskEvent(1), taskEvent(2), taskEvent(3))));
    expect(publisher.events.map(({ data }) => data)).toEqual([1, 3, 2].map((n) => ({ output: { n } })));
  });

  it('holds the batch when the broker stays away', async () => {
    const { start, done, publisher, letters } = world();
    publisher.fail(() => 'away');
    await expect(done(start([skillOf()])(batchOf(taskEvent())))).rejects.toThrow(PlatformError);
    expect(letters.letters).toEqual([]);
  });
});

describe('a task whose run is cancelled', () => {
  const failingOnce = (repeat: Skill['repeat'] = 'keyed') => {
    const attempts: number[] = [];
    const perform: Skill['perform'] = () => {
      attempts.push(attempts.length + 1);
      throw new RetryableError('busy', 'come back', { retryAfterMs: 60_000 });
    };
    return { attempts, skill: skillOf({ effects: 'external', repeat, perform }) };
  };

  it.each(['keyed', 'probe', 'never'] as const)(
    'performs nothing more while its next attempt is delayed (%s)',
    async (repeat) => {
      const { start, done, drain, dueEvents, claims, publisher } = world();
      const { attempts, skill } = failingOnce(repeat);
      await done(start([skill])(batchOf(taskEvent())));
      expect(await claims.void([taskEvent().subject!])).toEqual([{ kind: 'settled', outcome: 'retrying' }]);
      const second = await dueEvents();
      expect(second).toMatchObject([{ attempt: 2 }]);
      await drain(start([skill]), ...second);
      expect(attempts).toEqual([1]);
      expect(publisher.events).toEqual([]);
    },
  );

  it('ends the attempt that is under way, and begins no other', async () => {
    const { start, done, drain, dueEvents, claims } = world();
    const { attempts, skill } = failingOnce();
    let stood: unknown;
    const perform: Skill['perform'] = async (input, context) => {
      [stood] = await claims.void([taskEvent().subject!]);
      return skill.perform(input, context);
    };
    await done(start([{ ...skill, perform }])(batchOf(taskEvent())));
    expect(stood).toEqual({ kind: 'leased' });
    await drain(start([skill]), ...(await dueEvents()));
    expect(attempts).toEqual([1]);
    expect(claims.read(taskEvent().subject!)).toMatchObject({ state: { kind: 'void' } });
  });

  it('performs nothing more when a replay of its dead letter comes', async () => {
    const { start, done, claims, publisher } = world();
    let tries = 0;
    const perform = () => {
      tries += 1;
      throw new TerminalError('bad', 'broken');
    };
    const skill = skillOf({ effects: 'external', perform });
    await done(start([skill])(batchOf(taskEvent())));
    expect(await claims.void([taskEvent().subject!])).toEqual([{ kind: 'settled', outcome: 'dead' }]);
    await done(start([skill])(batchOf(taskEvent(1, { attempt: 2, replayid: 'replay' }))));
    expect(tries).toBe(1);
    expect(kindsOf(publisher.events)).toEqual(['deadlettered']);
  });
});
