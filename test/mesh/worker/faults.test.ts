import { BusinessFailure, PlatformError, RetryableError } from '../../../src/contracts/errors';
import type { MeshEvent } from '../../../src/contracts/event';
import type { ReceivedBatch } from '../../../src/mesh/batch/received';
import type { Stood } from '../../../src/mesh/ports/claim-store';
import type { Repeat, Skill } from '../../../src/mesh/worker/skill';
import { dyingAt, failingAt, meddled, meddledSkill, recording, type Meddle, type When } from './fault-ports';
import { batchOf, skillOf, taskEvent, world } from './world';

type World = ReturnType<typeof world>;

/** The other side of an external effect: counts what happens, and gives the same answer for the same key. */
const downstream = () => {
  const performed: string[] = [];
  const answers = new Map<string, unknown>();
  return {
    times: (key: string) => performed.filter((other) => other === key).length,
    effect: (key: string, answer: unknown) => {
      performed.push(key);
      answers.set(key, answer);
      return answer;
    },
    ask: (key: string) => answers.get(key),
  };
};
type Downstream = ReturnType<typeof downstream>;

interface Scenario {
  name: string;
  perform: (side: Downstream) => Skill['perform'];
  /** How the tasks end when nothing goes wrong. */
  ends: string;
}

/** Somebody had it when it was cancelled, or had ended it: that is told. */
const isOnItsWay = (stood: Stood | undefined): boolean =>
  stood?.kind === 'leased' || (stood?.kind === 'settled' && stood.outcome !== 'retrying');

const nOf = (input: unknown) => (input as { n: number }).n;

const scenarios: readonly Scenario[] = [
  {
    name: 'that succeeds',
    perform:
      (side) =>
      (input, { key }) =>
        side.effect(key, input),
    ends: 'completed',
  },
  {
    name: 'with a large output',
    perform:
      (side) =>
      (input, { key }) =>
        side.effect(key, { n: nOf(input), text: 'x'.repeat(30_000) }),
    ends: 'completed',
  },
  {
    name: 'that says no',
    perform: () => () => {
      throw new BusinessFailure('no', 'no');
    },
    ends: 'failed',
  },
  {
    name: 'that needs a later attempt',
    perform: (side) => {
      const tries = new Map<string, number>();
      return (input, { key }) => {
        tries.set(key, (tries.get(key) ?? 0) + 1);
        if (tries.get(key)! <= 3) throw new RetryableError('busy', 'later', { retryAfterMs: 5_000 });
        return side.effect(key, input);
      };
    },
    ends: 'completed',
  },
  {
    name: 'that gives something invalid',
    perform:
      (side) =>
      (input, { key }) =>
        side.effect(key, { n: 'wrong', of: input }),
    ends: 'deadlettered',
  },
];

const effects: readonly [effects: Skill['effects'], repeat: Repeat][] = [
  ['none', 'keyed'],
  ['idempotent', 'keyed'],
  ['external', 'keyed'],
  ['external', 'probe'],
  ['external', 'never'],
];

const kinds = effects.flatMap(([kind, repeat]) =>
  scenarios.map((scenario) => ({
    label: `${kind}, ${repeat}: a task ${scenario.name}`,
    kind,
    repeat,
    scenario,
  })),
);
type Kind = (typeof kinds)[number];

const tasks = [taskEvent(1), taskEvent(2), taskEvent(3)];

/** A mesh of one worker at a time; what is delivered and not settled is delivered to the next worker. */
const mesh = ({ kind, repeat, scenario }: Kind) => {
  const around = world();
  const side = downstream();
  const skill = skillOf({
    effects: kind,
    repeat,
    perform: scenario.perform(side),
    ...(repeat === 'probe' && {
      probe: (_input: unknown, { key }: { key: string }) => side.ask(key),
    }),
  });
  const { claims, contents, publisher, delayed, letters, clock } = around;
  const start = (meddle: Meddle) => {
    const ports = meddled({ claims, contents, publisher, delayed, deadLetters: letters.send }, meddle);
    return around.start([meddledSkill(skill, meddle)], ports);
  };
  let inFlight: readonly MeshEvent[] = tasks;
  const run = async (work: (batch: ReceivedBatch) => Promise<void>) => {
    for (let rounds = 0; inFlight.length > 0; rounds += 1) {
      if (rounds === 100) throw new Error('it never ends');
      await work(batchOf(...inFlight));
      inFlight = await dueOf(around);
    }
  };
  return { ...around, side, start, run, delayed, clock };
};
type Mesh = ReturnType<typeof mesh>;

const dueOf = async ({ delayed, clock }: Pick<World, 'delayed' | 'clock'>): Promise<readonly MeshEvent[]> => {
  const next = delayed.next();
  if (next === undefined) return [];
  await clock.sleep(Math.max(0, next - clock.now()));
  return delayed.takeDue(clock.now()).map(({ event }) => event);
};

/** What the planner would take as the end of each task: its first terminal result. */
const endsOf = ({ publisher }: Mesh): Map<string, MeshEvent[]> =>
  Map.groupBy(
    publisher.events.filter(({ type }) => /completed|failed|expired|deadlettered/.test(type)),
    ({ subject }) => subject!,
  );

const expectSettled = (made: Mesh, { kind, repeat, scenario }: Kind, died: boolean) => {
  for (const { subject } of tasks) {
    const ends = endsOf(made).get(subject!) ?? [];
    const types = [...new Set(ends.map(({ type }) => type.split('.').at(-1)!))];
    const uncertain = kind === 'external' && repeat === 'never' && died;
    expect(uncertain ? [scenario.ends, 'deadlettered'] : [scenario.ends]).toContain(types[0]);
    expect(types).toHaveLength(1);
    if (kind === 'external' && repeat !== 'keyed') expect(made.side.times(subject!)).toBeLessThanOrEqual(1);
    expect(made.claims.all().every(({ state }) => state.kind === 'settled')).toBe(true);
  }
};

const traceOf = async (kind: Kind): Promise<string[]> => {
  const trace: string[] = [];
  const made = mesh(kind);
  await made.done(made.run(made.start(recording(trace))));
  expectSettled(made, kind, false);
  return trace;
};

const boundaries = (trace: readonly string[]) =>
  trace.flatMap((name, index) => (['before', 'after'] as const).map((when: When) => ({ name, index, when })));

describe.each(kinds)('$label', (kind) => {
  it('is settled once, wherever its worker dies', async () => {
    const trace = await traceOf(kind);
    expect(trace).toEqual(expect.arrayContaining(['skill.perform', 'publisher.publish']));
    for (const { index, when } of boundaries(trace)) {
      const made = mesh(kind);
      const { meddle, died, isDead } = dyingAt(index, when);
      const first = await made.done(Promise.race([made.run(made.start(meddle)), died]));
      expect({ index, when, first, visited: isDead() }).toEqual({
        index,
        when,
        first: 'died',
        visited: true,
      });
      await made.done(made.run(made.start(recording([]))));
      expectSettled(made, kind, true);
    }
  });

  it('is settled once, whatever port fails it for a moment', async () => {
    const trace = (await traceOf(kind)).filter((name) => !name.startsWith('skill.'));
    for (const { index, when } of boundaries(trace)) {
      const made = mesh(kind);
      const { meddle, wasVisited } = failingAt(index, when);
      await made.done(made.run(made.start(meddle)));
      expect(wasVisited()).toBe(true);
      expectSettled(made, kind, false);
      for (const { subject } of tasks) expect(made.side.times(subject!)).toBeLessThanOrEqual(1);
    }
  });

  it('is settled once after minutes in which nothing answers, and is no dead letter for it', async () => {
    const trace = (await traceOf(kind)).filter((name) => !name.startsWith('skill.'));
    for (const { index, when } of boundaries(trace)) {
      const made = mesh(kind);
      let calls = 0;
      let until: number | undefined;
      const work = made.start(async (name, call) => {
        if (name.startsWith('skill.')) return call();
        if (calls++ === index) {
          until = made.clock.now() + 180_000;
          if (when === 'after') await call();
        }
        if (until !== undefined && made.clock.now() < until) throw new PlatformError('away');
        return call();
      });
      let failures = 0;
      const delivering = async (batch: ReceivedBatch): Promise<void> => {
        await work(batch).catch(async (error: unknown) => {
          expect(error).toBeInstanceOf(PlatformError);
          failures += 1;
          await made.clock.sleep(5_000);
          await delivering(batch);
        });
      };
      await made.done(made.run(delivering));
      expect(failures).toBeGreaterThan(0);
      expectSettled(made, kind, false);
      for (const { subject } of tasks) expect(made.side.times(subject!)).toBeLessThanOrEqual(1);
    }
  });

  it('does not start its effect once it was cancelled and nobody had it, and tells nothing of it then', async () => {
    if (kind.kind !== 'external') return;
    const trace = await traceOf(kind);
    for (const { index, when } of boundaries(trace)) {
      const made = mesh(kind);
      const [task] = tasks.map(({ subject }) => subject!);
      let calls = 0;
      const cancelled: { stood: Stood | undefined; times: number; attempt: number | undefined }[] = [];
      const cancel = async () => {
        const attempt = made.claims.read(task!)?.attempt;
        const [stood] = await made.claims.void([task!]);
        cancelled.push({ stood, times: made.side.times(task!), attempt });
      };
      const work = made.start(async (_name, call) => {
        const here = calls++ === index;
        if (here && when === 'before') await cancel();
        try {
          return await call();
        } finally {
          if (here && when === 'after') await cancel();
        }
      });
      await made.done(made.run(work));
      expect(cancelled).toHaveLength(1);
      const [{ stood, times, attempt }] = cancelled as [(typeof cancelled)[number]];
      const { state, attempt: last } = made.claims.read(task!)!;
      if (stood === undefined) expect(times).toBe(0);
      if (!isOnItsWay(stood)) expect([state.kind, made.side.times(task!)]).toEqual(['void', times]);
      // Whoever had it may end it, but nobody comes after.
      if (state.kind !== 'void') expect(last).toBe(attempt);
      const isTold =
        stood !== undefined && stood.kind === 'settled' ? isOnItsWay(stood) : state.kind !== 'void';
      expect(endsOf(made).has(task!)).toBe(isTold);
    }
  });
});
