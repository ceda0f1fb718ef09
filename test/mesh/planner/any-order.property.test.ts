import * as fc from 'fast-check';
import type { MeshEvent, Priority } from '../../../src/contracts/event';
import type { TaskCreated } from '../../../src/contracts/generated/schemas';
import type { Condition, Conditions, Plan, Step } from '../../../src/contracts/plan';
import { planFaults } from '../../../src/mesh/planner/check-plan';
import { derive } from '../../../src/mesh/planner/derive';
import { failureOfRun } from '../../../src/mesh/planner/end-event';
import { laneOf } from '../../../src/mesh/planner/lane';
import { fold } from '../../../src/mesh/planner/fold';
import { hasEnded } from '../../../src/mesh/planner/run';
import type { Run } from '../../../src/mesh/planner/run';
import { held } from '../../../src/mesh/planner/scope';
import { NOON, RUN, book, contextAt, failed, planOf, result, sent, start, statuses, step } from './world';

/** What the worker will say of each task of a step, its items by turns. */
type Oracle = Record<string, readonly Answer[]>;
type Answer =
  { kind: 'completed'; output: { word: string; list: number[] } } | { kind: 'failed' } | { kind: 'expired' };

const answers = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('completed' as const),
      output: fc.record({ word: fc.constantFrom('x', 'y'), list: fc.array(fc.nat(9), { maxLength: 3 }) }),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'failed' as const }, { kind: 'expired' as const }) },
);

const MOST_NEEDS = 5;

interface Sketch {
  needs: boolean[];
  handlers: boolean[];
  condition: 'none' | 'x' | 'y';
  passed: Pick<Condition, 'or' | 'ifSkipped'>;
  /** Conditions of which one must hold: on which of the needs, and what may have become of it instead. */
  whenAny: readonly (readonly Entry[])[];
  join: 'all' | 'any';
  forEach: 'none' | 'intent' | 'need';
  onItemFailure: 'fail' | 'skip';
  answers: readonly Answer[];
  /** Decides the place in the plan's text, which is not the order in which steps need each other. */
  place: number;
}

type Entry = readonly (Pick<Condition, 'or' | 'ifSkipped'> & { need: number; word: 'x' | 'y' })[];

/** What else a condition takes, in plans of today and of before. */
const passed = fc.constantFrom<Pick<Condition, 'or' | 'ifSkipped'>>(
  {},
  { or: ['skipped'] },
  { or: ['failed'] },
  { or: ['skipped', 'failed'] },
  { ifSkipped: true },
);
const entries: fc.Arbitrary<Entry> = fc.array(
  fc
    .tuple(passed, fc.nat(MOST_NEEDS), fc.constantFrom('x' as const, 'y' as const))
    .map(([what, need, word]) => ({ ...what, need, word })),
  { minLength: 1, maxLength: 2 },
);

const MOST_STEPS = 7;
const flags = (chance: number) =>
  fc.array(
    fc.nat(99).map((n) => n < chance),
    { minLength: MOST_STEPS, maxLength: MOST_STEPS },
  );

const sketches: fc.Arbitrary<Sketch[]> = fc.array(
  fc.record({
    needs: flags(35),
    handlers: flags(15),
    condition: fc.constantFrom('none', 'none', 'x', 'y'),
    passed,
    whenAny: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.array(fc.array(entries, { minLength: 1, maxLength: 3 }), {
          minLength: 1,
          maxLength: 2,
        }),
      },
    ),
    join: fc.constantFrom('all', 'all', 'any'),
    forEach: fc.constantFrom('none', 'none', 'none', 'intent', 'need'),
    onItemFailure: fc.constantFrom('fail', 'skip'),
    answers: fc.array(answers, { minLength: 1, maxLength: 3 }),
    place: fc.nat(1_000),
  }),
  { minLength: 1, maxLength: MOST_STEPS },
);

const nameOf = (index: number) => `s${index}`;

const saying = (word: string) => ({
  type: 'object',
  required: ['word'],
  properties: { word: { const: word } },
});

/** On the needs that there are; none where there are none. */
const listsOf = ({ whenAny }: Sketch, needs: readonly number[]): Pick<Step, 'whenAny'> => {
  const conditionsOf = (entry: Entry): Conditions =>
    Object.fromEntries(
      entry.map(({ need, word, ...what }) => [
        nameOf(needs[need % needs.length]!),
        { schema: saying(word), ...what },
      ]),
    );
  return whenAny.length > 0 && needs.length > 0
    ? { whenAny: whenAny.map((list) => list.map(conditionsOf)) }
    : {};
};

/** Steps need only steps before them, and are mended only by steps after them: no cycles. */
const planFrom = (drawn: readonly Sketch[]): { plan: Plan; oracle: Oracle } => {
  const steps = drawn.map((sketch, index): [string, Step, number] => {
    const guards = new Set(
      drawn.flatMap(({ handlers }, before) => (before < index && handlers[index] ? [before] : [])),
    );
    const needs = sketch.needs.flatMap((is, before) =>
      is && before < index && !guards.has(before) ? [before] : [],
    );
    const [first] = needs;
    const list =
      sketch.forEach === 'need' && first !== undefined
        ? `/steps/${nameOf(first)}/output/list`
        : '/intent/data';
    return [
      nameOf(index),
      step({
        needs: needs.map(nameOf),
        join: sketch.join,
        input: needs.map((need) => ({ $from: `/steps/${nameOf(need)}/output` })),
        ...(first !== undefined &&
          sketch.condition !== 'none' && {
            when: { [nameOf(first)]: { schema: saying(sketch.condition), ...sketch.passed } },
          }),
        ...listsOf(sketch, needs),
        ...(sketch.forEach !== 'none' && { forEach: list, onItemFailure: sketch.onItemFailure }),
        onFailure: sketch.handlers.flatMap((is, after) =>
          is && after > index && after < drawn.length ? [nameOf(after)] : [],
        ),
      }),
      sketch.place,
    ];
  });
  const placed = steps.toSorted((a, b) => a[2] - b[2]).map(([name, one]) => [name, one] as const);
  const [low, high] = [drawn.length - 1, 0].map((index) => `/steps/${nameOf(index)}/output`);
  const output = Object.fromEntries(steps.map(([name]) => [name, { $from: `/steps/${name}/output` }]));
  return {
    plan: {
      ...planOf(Object.fromEntries(placed), output),
      lanes: [
        { lane: 'low', on: low!, schema: saying('y') },
        { lane: 'high', on: high!, schema: saying('x') },
      ],
    },
    oracle: Object.fromEntries(drawn.map((sketch, index) => [nameOf(index), sketch.answers])),
  };
};

const answerTo = (oracle: Oracle, task: string): MeshEvent => {
  const [name, item] = task.split('.');
  const choices = oracle[name!]!;
  const answer = choices[Number(item ?? 0) % choices.length]!;
  if (answer.kind === 'failed') return failed(task, `no-${task}`);
  return result(
    task,
    answer.kind,
    answer.kind === 'completed' ? { output: { ...answer.output, of: task } } : {},
  );
};

/** The answers to every task that could be dispatched if no failure stopped the run. */
const allAnswers = (plan: Plan, oracle: Oracle): readonly MeshEvent[] => {
  const events = new Map<string, MeshEvent>();
  for (let run = start(plan, [1, 2]).run; ;) {
    const dispatched = derive(run, contextAt()).ready.map(({ step: name, item }) =>
      item === undefined ? name : `${name}.${item}`,
    );
    const under = Object.entries(run.steps).flatMap(([name, state]) =>
      state.kind === 'items' ? state.items.map((_, item) => `${name}.${item}`) : [name],
    );
    const fresh = [...dispatched, ...under.filter((task) => isTask(run, task))].filter(
      (task) => !events.has(task),
    );
    if (fresh.length === 0) return [...events.values()];
    for (const task of fresh) {
      const event = answerTo(oracle, task);
      events.set(task, event);
      run = fold(run, event, contextAt()).run;
    }
  }
};

const isTask = (run: Run, task: string): boolean => {
  const [name, item] = task.split('.');
  const state = run.steps[name!];
  return state?.kind === 'task' || (state?.kind === 'items' && item !== undefined);
};

/** What must not depend on the order. */
const essence = (run: Run) => ({
  status: run.status,
  output: run.output && held(run.output, () => undefined),
  steps: statuses(run),
  failure: failureOfRun(run),
});

const foldInto = (run: Run, events: readonly MeshEvent[]): Run =>
  events.reduce((sofar, event) => fold(sofar, event, contextAt(NOON + 1)).run, run);

const cases = sketches.map(planFrom).chain(({ plan, oracle }) => {
  const events = allAnswers(plan, oracle);
  return fc.record({
    plan: fc.constant(plan),
    oracle: fc.constant(oracle),
    events: fc.constant(events),
    order: fc
      .shuffledSubarray([...events.keys()], { minLength: events.length })
      .chain((order) =>
        fc.array(fc.nat(Math.max(0, events.length - 1)), { maxLength: 5 }).map((more) => ({ order, more })),
      ),
  });
});

/** Each event once in this order, and some of them again at various places. */
const delivered = (
  events: readonly MeshEvent[],
  { order, more }: { order: number[]; more: number[] },
): MeshEvent[] => {
  const deliveries = order.map((index) => events[index]!);
  for (const [nth, index] of more.entries())
    if (events[index]) deliveries.splice((index * 7 + nth * 3) % (deliveries.length + 1), 0, events[index]);
  return deliveries;
};

describe('a run', () => {
  it('is drawn from plans that pass the check', () => {
    fc.assert(
      fc.property(sketches.map(planFrom), ({ plan }) => {
        expect(planFaults(plan, { skills: new Set(['test.do@1']), book })).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('ends the same whatever the order and repetition of its results', () => {
    let ends = { completed: 0, failed: 0 };
    fc.assert(
      fc.property(cases, ({ plan, events, order }) => {
        const begun = start(plan, [1, 2]).run;
        const canonical = foldInto(begun, events);
        const other = foldInto(begun, delivered(events, order));
        expect(hasEnded(canonical)).toBe(true);
        expect(essence(other)).toEqual(essence(canonical));
        ends = { ...ends, [canonical.status]: ends[canonical.status as 'completed'] + 1 };
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(ends.completed, ends.failed)).toBeGreaterThan(50);
  });

  it('always ends when each task that it sends is answered, in any order, and tells of its end once', () => {
    fc.assert(
      fc.property(sketches.map(planFrom), fc.infiniteStream(fc.nat(1_000)), ({ plan, oracle }, picks) => {
        let { run, out } = start(plan, [1, 2]);
        const open: string[] = [];
        const ends: string[] = [];
        const lanes: [string, Priority | undefined][] = [];
        for (;;) {
          for (const { type, data, priority } of sent(run, out))
            if (type.endsWith('task.created')) lanes.push([(data as TaskCreated).step, priority]);
          open.push(...out.map((id) => id.slice(RUN.length + 1)).filter((id) => /\.\d+$/.test(id)));
          ends.push(...out.filter((id) => /\.(completed|failed)$/.test(id)));
          if (open.length === 0) break;
          const [attempt] = open.splice(picks.next().value! % open.length, 1);
          ({ run, out } = fold(run, answerTo(oracle, attempt!.replace(/\.\d+$/, '')), contextAt(NOON + 1)));
        }
        // What chose the lane then says the same when all is known.
        for (const [name, lane] of lanes)
          expect([name, laneOf(run, name, contextAt())]).toEqual([name, lane]);
        expect(ends).toEqual([`${RUN}.${run.status}`]);
        expect(run.status).toBe(foldInto(start(plan, [1, 2]).run, allAnswers(plan, oracle)).status);
      }),
      { numRuns: 1_000 },
    );
  });
});
