import { parseStructured, toStructured } from '../../../src/contracts/envelope';
import { MESH } from '../../../src/contracts/event-types';
import { hubOf } from '../../../src/contracts/hubs';
import { MAX_ITEMS, type Step } from '../../../src/contracts/plan';
import { failureOfRun } from '../../../src/mesh/planner/end-event';
import { schemaKeyOf } from '../../../src/contracts/schema-key';
import { fold, type Folded } from '../../../src/mesh/planner/fold';
import { planRun } from '../../../src/mesh/planner/plan-run';
import { hasEnded, type Run } from '../../../src/mesh/planner/run';
import { viewRun } from '../../../src/mesh/planner/view';
import {
  NOON,
  RUN,
  book,
  command,
  contextAt,
  deadlettered,
  failed,
  foldAll,
  intentOf,
  planOf,
  plannedOf,
  result,
  sent,
  short,
  start,
  statuses,
  step,
} from './world';

const chain = planOf(
  {
    a: step({ input: { $from: '/intent/data' } }),
    b: step({ needs: ['a'], input: { of: { $from: '/steps/a/output' } } }),
  },
  { answer: { $from: '/steps/b/output' } },
);

describe('planning', () => {
  it('sends the tasks that need nothing, and tells that the run is there', () => {
    const { run, out } = start(
      chain,
      { number: 7 },
      { traceparent: '00-aa-bb-01', priority: 'high', authid: 'kim' },
    );
    expect(run.status).toBe('running');
    expect(short(out)).toEqual(['a.1', 'changed-1']);
    expect(sent(run, out)).toMatchObject([
      {
        id: `${RUN}.a.1`,
        type: 'business.test.task.created',
        source: '/mesh/planner',
        subject: `${RUN}.a`,
        time: new Date(NOON).toISOString(),
        correlationid: RUN,
        causationid: 'order-1',
        tenantid: 'acme',
        traceparent: '00-aa-bb-01',
        priority: 'high',
        authid: 'kim',
        attempt: 1,
        data: { skill: 'test.do@1', step: 'a', input: { number: 7 } },
      },
      {
        type: 'mesh.run.changed',
        data: { status: 'running', type: 'business.test.intent', waiting: [], answered: [] },
      },
    ]);
  });

  it('ends at once what is past its deadline', () => {
    const { run, out } = start(chain, {}, { deadline: new Date(NOON - 1).toISOString() });
    expect(run.status).toBe('expired');
    expect(short(out)).toEqual(['changed-1', 'expired']);
    expect(run.steps).toEqual({});
  });

  it('sends the same again when the intent comes again, and only what is unanswered', () => {
    const begun = start(chain);
    const again = fold(begun.run, intentOf(), contextAt(NOON + 5));
    expect(again.run).toBe(begun.run);
    expect(sent(again.run, again.out)).toEqual(sent(begun.run, begun.out));
    const later = foldAll(begun.run, [result('a', 'completed')]);
    const repeated = fold(later, intentOf(), contextAt(NOON + 9));
    expect(sent(repeated.run, repeated.out).map(({ id }) => id)).toEqual([`${RUN}.changed-1`]);
  });

  it('refuses another wish under the same id, and notes it on the run, once', () => {
    const { run } = start(chain, { number: 7 });
    const reused = fold(run, intentOf({ number: 8 }), contextAt(NOON + 5));
    expect(reused.refused).toMatchObject({ code: 'id-reuse', passing: false });
    expect(reused.run.reused).toMatchObject([{ at: NOON + 5 }]);
    expect(fold(reused.run, intentOf({ number: 8 }), contextAt(NOON + 6)).run).toBe(reused.run);
  });

  it('does not take another order of members for another wish', () => {
    const { run } = start(chain, { a: 1, b: [{ c: 2, d: 3 }] });
    expect(fold(run, intentOf({ b: [{ d: 3, c: 2 }], a: 1 }), contextAt()).refused).toBeUndefined();
  });
});

describe('folding results', () => {
  it('goes through a chain to its output', () => {
    const begun = start(chain, { number: 7 }).run;
    const one = fold(begun, result('a', 'completed', { output: 'A' }), contextAt(NOON + 1));
    expect(sent(one.run, one.out)).toMatchObject([
      { id: `${RUN}.b.1`, causationid: `${RUN}.a.1.completed`, data: { input: { of: 'A' } } },
    ]);
    const two = fold(one.run, result('b', 'completed', { output: 'B' }), contextAt(NOON + 2));
    expect(two.run).toMatchObject({
      status: 'completed',
      output: { value: { answer: 'B' } },
      endedAt: NOON + 2,
    });
    expect(sent(two.run, two.out)).toMatchObject([
      { id: `${RUN}.changed-3`, data: { status: 'completed' } },
      { id: `${RUN}.completed`, type: 'business.test.intent.completed', data: { output: { answer: 'B' } } },
    ]);
    expect(two.run.dueAt).toBeUndefined();
  });

  it('counts the first terminal result of a task and notes the others as late', () => {
    const run = foldAll(start(chain).run, [result('a', 'completed', { output: 'first' }), failed('a')]);
    expect(statuses(run)).toEqual({ a: 'completed', b: 'dispatched' });
    expect(run.folds.at(-1)).toMatchObject({ in: { late: true }, out: [] });
  });

  it('keeps nothing of an event that it knows, and sends what is unanswered again', () => {
    const run = foldAll(start(chain).run, [result('a', 'completed')]);
    const again = fold(run, result('a', 'completed'), contextAt(NOON + 60_000));
    expect(again.run).toBe(run);
    expect(sent(run, again.out)).toMatchObject([
      { id: `${RUN}.b.1`, time: new Date(NOON + 1).toISOString() },
    ]);
  });

  it('keeps a result that comes before its task is due, and starts nothing by it', () => {
    const early = foldAll(start(chain).run, [result('b', 'completed', { output: 'B' })]);
    expect(statuses(early)).toEqual({ a: 'dispatched', b: 'completed' });
    expect(early.status).toBe('running');
    expect(foldAll(early, [result('a', 'completed')])).toMatchObject({
      status: 'completed',
      output: { value: { answer: 'B' } },
    });
    const three = planOf({ ...chain.steps, c: step({ needs: ['b'] }) });
    expect(statuses(foldAll(start(three).run, [result('b', 'completed')]))).not.toHaveProperty('c');
  });

  it('forgets an early result of a step that turns out to be skipped', () => {
    const never = planOf({ a: step(), b: step({ needs: ['a'], when: { a: { schema: { not: {} } } } }) });
    const run = foldAll(start(never).run, [failed('b'), result('a', 'completed')]);
    expect(statuses(run)).toEqual({ a: 'completed', b: 'skipped' });
    expect(run.status).toBe('completed');
  });

  it('bounds what it notes of late results', () => {
    const begun = foldAll(start(chain).run, [result('a', 'completed')]);
    const late = Array.from({ length: 300 }, (_, index) => failed('a', 'no', { attempt: index + 2 }));
    expect(foldAll(begun, late).folds.length).toBeLessThan(60);
  });

  it.each([
    ['of another tenant', result('a', 'completed', undefined, { tenantid: 'other' }), 'wrong-tenant'],
    ['of a step that is not there', result('x', 'completed'), 'unknown-task'],
    ['of an item of a step that has none', result('a.0', 'completed'), 'unknown-task'],
    ['whose data does not fit', result('a', 'failed', { code: 7 }), 'invalid-data'],
    [
      'that is no result',
      {
        ...result('a', 'completed'),
        type: 'business.test.task.created',
        data: { skill: 's', step: 'a', input: 1 },
      },
      'not-for-runs',
    ],
  ])('refuses a result %s', (_what, event, code) => {
    const { run } = start(chain);
    const folded = fold(run, event, contextAt());
    expect(folded).toMatchObject({ refused: { code }, out: [] });
    expect(folded.run).toBe(run);
  });
});

describe('the output', () => {
  const giving = (output: unknown, key = 'test/answer@1'): Run =>
    planRun(intentOf(), { ...plannedOf(planOf({ a: step() }, output)), output: key }, contextAt()).run;
  const decided = { decision: { $from: '/steps/a/output' } };

  it('completes the run when it fits the schema that the run was planned with', () => {
    const run = foldAll(giving(decided), [result('a', 'completed', { output: 'yes' })]);
    expect(run).toMatchObject({ status: 'completed', output: { value: { decision: 'yes' } } });
  });

  it('fails the run when it does not, and says where', () => {
    const failure = {
      code: 'invalid-output',
      message: "The output does not fit 'test/answer@1': /decision must be text, and is 7",
    };
    const { run, out } = fold(giving(decided), result('a', 'completed', { output: 7 }), contextAt(NOON + 1));
    expect(run).toMatchObject({ status: 'failed', endedAt: NOON + 1, failure });
    expect(run).not.toHaveProperty('output');
    expect(viewRun(run)).toMatchObject({ status: 'failed', failure });
    const events = sent(run, out);
    expect(events).toMatchObject([
      { data: { status: 'failed' } },
      { type: 'business.test.intent.failed', data: failure },
    ]);
    expect(book.faults('intent.failed@1', events[1]!.data)).toEqual([]);
  });

  it('does not fit when all that it refers to was skipped and something is required', () => {
    const run = foldAll(giving({ $from: '/steps/a/output' }), [result('a', 'completed', { output: null })]);
    expect(run).toMatchObject({
      status: 'failed',
      failure: { message: expect.stringContaining('(whole) must be an object') },
    });
  });

  it('is taken as it is by a build that does not know its schema', () => {
    const run = foldAll(giving(decided, 'test/of-tomorrow@2'), [result('a', 'completed', { output: 7 })]);
    expect(run).toMatchObject({ status: 'completed', output: { value: { decision: 7 } } });
  });
});

describe('conditions', () => {
  const isHigh = {
    schema: { type: 'object', required: ['level'], properties: { level: { const: 'high' } } },
  };
  const triage = planOf(
    {
      risk: step(),
      approve: step({ needs: ['risk'], when: { risk: isHigh } }),
      post: step({
        needs: ['approve'],
        when: { approve: { schema: {}, ifSkipped: true } },
        input: { by: { $from: '/steps/approve/output' }, all: [{ $from: '/steps/approve/output' }, 1] },
      }),
      thank: step({ needs: ['approve'] }),
    },
    { by: { $from: '/steps/approve/output' }, posted: { $from: '/steps/post/output' } },
  );

  it('takes a step whose condition holds', () => {
    const run = foldAll(start(triage).run, [result('risk', 'completed', { output: { level: 'high' } })]);
    expect(statuses(run)).toEqual({ risk: 'completed', approve: 'dispatched' });
  });

  it.each([[{ level: 'low' }], [{}], ['high'], [null]])(
    'skips it, and those that need it, for %j',
    (output) => {
      const run = foldAll(start(triage).run, [result('risk', 'completed', { output })]);
      expect(statuses(run)).toEqual({
        risk: 'completed',
        approve: 'skipped',
        post: 'dispatched',
        thank: 'skipped',
      });
    },
  );

  it('leaves out what refers to a skipped step', () => {
    const { run, out } = fold(start(triage).run, result('risk', 'completed', { output: {} }), contextAt());
    expect(sent(run, out)[0]!.data).toMatchObject({ input: { all: [1] } });
    expect((sent(run, out)[0]!.data as { input: object }).input).not.toHaveProperty('by');
    const ended = foldAll(run, [result('post', 'completed', { output: 'entry' })]);
    expect(ended.output).toEqual({ value: { posted: 'entry' } });
  });
});

describe('join: any', () => {
  const plan = planOf({
    a: step(),
    b: step(),
    either: step({ needs: ['a', 'b'], join: 'any' }),
  });
  const handled = planOf({
    ...plan.steps,
    a: step({ onFailure: ['mend'] }),
    b: step({ onFailure: ['mend'] }),
    mend: step(),
  });

  it('waits until all have settled', () => {
    expect(statuses(foldAll(start(plan).run, [result('a', 'completed')]))).not.toHaveProperty('either');
  });
  it('goes when one has completed', () => {
    const run = foldAll(start(handled).run, [failed('a'), result('b', 'completed')]);
    expect(statuses(run)).toMatchObject({ either: 'dispatched', mend: 'dispatched' });
  });
  it('is skipped when none has', () => {
    const run = foldAll(start(handled).run, [failed('a'), failed('b')]);
    expect(statuses(run)).toMatchObject({ either: 'skipped', mend: 'dispatched' });
  });
});

describe('failure', () => {
  it('stops dispatch, lets tasks end, and then fails the run', () => {
    const plan = planOf({ a: step(), b: step(), c: step({ needs: ['b'] }) });
    const first = foldAll(start(plan).run, [failed('a', 'too-dear')]);
    expect(first.status).toBe('running');
    const { run, out } = fold(first, result('b', 'completed'), contextAt(NOON + 9));
    expect(run.status).toBe('failed');
    expect(statuses(run)).toEqual({ a: 'failed', b: 'completed' });
    expect(sent(run, out)).toMatchObject([
      { data: { status: 'failed' } },
      {
        type: 'business.test.intent.failed',
        data: { code: 'too-dear', message: 'a said too-dear', step: 'a' },
      },
    ]);
  });

  it('names the first failure in the order of the plan, whichever came first', () => {
    const plan = planOf({ a: step(), b: step() });
    const run = foldAll(start(plan).run, [failed('b'), failed('a')]);
    expect(failureOfRun(run)).toMatchObject({ step: 'a' });
  });

  it('takes the steps that onFailure names, which see the failure', () => {
    const plan = planOf(
      {
        a: step({ onFailure: ['mend'] }),
        b: step({ needs: ['a'] }),
        mend: step({ input: { why: { $from: '/steps/a/failure/code' } } }),
      },
      { mended: { $from: '/steps/mend/output' } },
    );
    const { run, out } = fold(start(plan).run, failed('a', 'torn'), contextAt());
    expect(statuses(run)).toEqual({ a: 'failed', b: 'skipped', mend: 'dispatched' });
    expect(sent(run, out)[0]!.data).toMatchObject({ step: 'mend', input: { why: 'torn' } });
    expect(foldAll(run, [result('mend', 'completed', { output: 'whole' })])).toMatchObject({
      status: 'completed',
      output: { value: { mended: 'whole' } },
    });
  });

  it('is told by the answer of the run, and by steps that are taken all the same', () => {
    const why = { $from: '/steps/a/failure/message' };
    const plan = planOf(
      {
        a: step({ onFailure: ['mend'] }),
        mend: step(),
        last: step({ needs: ['a'], input: { why }, when: { a: { schema: {}, or: ['failed'] } } }),
      },
      { why },
    );
    const inputOf = ({ run, out }: Folded) =>
      sent(run, out)
        .map(({ data }) => data as { step?: string; input?: unknown })
        .find((data) => data.step === 'last')?.input;
    const torn = fold(start(plan).run, failed('a', 'torn'), contextAt());
    expect(inputOf(torn)).toEqual({ why: 'a said torn' });
    const whole = fold(start(plan).run, result('a', 'completed'), contextAt());
    expect(inputOf(whole)).toEqual({});
    const ends = [result('mend', 'completed'), result('last', 'completed')];
    expect(foldAll(torn.run, ends).output).toEqual({ value: { why: 'a said torn' } });
    expect(foldAll(whole.run, ends.slice(1)).output).toEqual({ value: {} });
  });

  it('skips them when nothing failed', () => {
    const plan = planOf({ a: step({ onFailure: ['mend'] }), mend: step() });
    const run = foldAll(start(plan).run, [result('a', 'completed')]);
    expect(run.status).toBe('completed');
    expect(statuses(run)).toEqual({ a: 'completed', mend: 'skipped' });
  });

  it('treats an expired task as a failed one', () => {
    const plan = planOf({
      a: step({ onFailure: ['mend'] }),
      mend: step({ input: { $from: '/steps/a/failure' } }),
    });
    const { run, out } = fold(start(plan).run, result('a', 'expired', {}), contextAt());
    expect(sent(run, out)[0]!.data).toMatchObject({ input: { code: 'expired' } });
  });

  it('fails the run when what was to mend it failed, or was skipped', () => {
    const plan = planOf({
      a: step({ onFailure: ['mend'] }),
      b: step(),
      mend: step({ needs: ['b'], when: { b: { schema: { const: 'mendable' } } } }),
    });
    expect(foldAll(start(plan).run, [failed('a'), result('b', 'completed')]).status).toBe('failed');
    const mended = [failed('a'), result('b', 'completed', { output: 'mendable' }), failed('mend')];
    expect(failureOfRun(foldAll(start(plan).run, mended))).toMatchObject({ step: 'mend' });
  });
});

describe('the failures of items', () => {
  const failures = { $from: '/steps/line/failures' };
  const planFor = (more: Partial<Step>) =>
    planOf(
      {
        line: step({ forEach: '/intent/data', onFailure: ['mend'], ...more }),
        mend: step({ forEach: '/steps/line/failures', input: { $from: '/item/message' } }),
      },
      { failures },
    );
  const no = (item: number) => ({ item, code: 'no', message: `line.${item} said no` });

  it('are all that failed, in the order of the items, and may be the items of a step', () => {
    const plan = planFor({});
    const { run, out } = fold(
      foldAll(start(plan, [1, 2, 3]).run, [failed('line.2'), result('line.1', 'completed')]),
      failed('line.0'),
      contextAt(NOON + 9),
    );
    expect(sent(run, out).map(({ data }) => (data as { input?: unknown }).input)).toEqual(
      [no(0), no(2)].map(({ message }) => message),
    );
    const mended = foldAll(run, [result('mend.0', 'completed'), result('mend.1', 'completed')]);
    expect(mended).toMatchObject({ status: 'completed', output: { value: { failures: [no(0), no(2)] } } });
  });

  it('are there too where the step goes on without those items', () => {
    const run = foldAll(start(planFor({ onItemFailure: 'skip' }), [1, 2]).run, [
      result('line.0', 'completed'),
      result('line.1', 'expired', {}),
    ]);
    expect(statuses(run)).toMatchObject({ mend: 'skipped' });
    expect(run.output).toMatchObject({ value: { failures: [{ item: 1, code: 'expired' }] } });
  });

  it('are none where all completed, and absent where the step was skipped', () => {
    const whole = foldAll(start(planFor({}), [1]).run, [result('line.0', 'completed')]);
    expect(whole.output).toEqual({ value: { failures: [] } });
    const skipped = planOf(
      {
        a: step(),
        line: step({ needs: ['a'], when: { a: { schema: { const: 'never' } } }, forEach: '/intent/data' }),
      },
      { failures },
    );
    expect(foldAll(start(skipped, [1]).run, [result('a', 'completed')]).output).toEqual({ value: {} });
  });
});

describe('forEach', () => {
  const lines = (more = {}) =>
    planOf(
      {
        read: step(),
        line: step({
          needs: ['read'],
          forEach: '/steps/read/output',
          input: { of: { $from: '/item' }, at: { $from: '/index' } },
          ...more,
        }),
      },
      { lines: { $from: '/steps/line/output' } },
    );
  const read = (output: unknown) => result('read', 'completed', { output });

  it('makes one task an item', () => {
    const { run, out } = fold(start(lines()).run, read(['x', 'y']), contextAt());
    expect(sent(run, out)).toMatchObject([
      { id: `${RUN}.line.0.1`, subject: `${RUN}.line.0`, data: { item: 0, input: { of: 'x', at: 0 } } },
      { id: `${RUN}.line.1.1`, data: { item: 1, input: { of: 'y', at: 1 } } },
    ]);
  });

  it('gives its output in the order of the items', () => {
    const run = foldAll(start(lines()).run, [
      read(['x', 'y', 'z']),
      result('line.2', 'completed', { output: 'Z' }),
      result('line.0', 'completed', { output: 'X' }),
      result('line.1', 'completed', { output: 'Y' }),
    ]);
    expect(run).toMatchObject({ status: 'completed', output: { value: { lines: ['X', 'Y', 'Z'] } } });
  });

  it.each([[[]], [undefined]])('is done at once when there is nothing to do (%j)', (output) => {
    const plan = output ? lines() : lines({ forEach: '/steps/read/output/nothing' });
    expect(foldAll(start(plan).run, [read(output ?? {})])).toMatchObject({
      status: 'completed',
      output: { value: { lines: [] } },
    });
  });

  it.each([
    ['too-many-items', Array.from({ length: MAX_ITEMS + 1 }, () => 0)],
    ['not-a-list', { length: 3 }],
  ])('fails with %s', (code, output) => {
    const run = foldAll(start(lines()).run, [read(output)]);
    expect(run.status).toBe('failed');
    expect(failureOfRun(run)).toMatchObject({ code, step: 'line' });
  });

  it('takes the most items that there may be', () => {
    const { out } = fold(start(lines()).run, read(Array.from({ length: MAX_ITEMS }, () => 0)), contextAt());
    expect(out).toHaveLength(MAX_ITEMS);
  });

  it('fails with the first item that failed, once all have ended', () => {
    const two = foldAll(start(lines()).run, [
      read(['x', 'y', 'z']),
      failed('line.2', 'late'),
      failed('line.1', 'early'),
    ]);
    expect(two.status).toBe('running');
    const run = foldAll(two, [result('line.0', 'completed')]);
    expect(run.status).toBe('failed');
    expect(failureOfRun(run)).toMatchObject({ code: 'early' });
  });

  it("leaves failed items out under onItemFailure: 'skip'", () => {
    const run = foldAll(start(lines({ onItemFailure: 'skip' })).run, [
      read(['x', 'y']),
      failed('line.0'),
      result('line.1', 'completed', { output: 'Y' }),
    ]);
    expect(run).toMatchObject({ status: 'completed', output: { value: { lines: ['Y'] } } });
  });

  it('refuses an item that is not there', () => {
    const run = foldAll(start(lines()).run, [read(['x'])]);
    expect(fold(run, result('line.1', 'completed'), contextAt()).refused).toMatchObject({
      code: 'unknown-task',
    });
  });
});

describe('people', () => {
  const plan = planOf(
    {
      ask: step({ skill: 'test.ask@1', input: { title: { $from: '/intent/data/title' } } }),
      other: step(),
      next: step({ needs: ['ask'] }),
    },
    { $from: '/steps/ask/output' },
  );
  const answer = (data: unknown, id = 'answer-1') => command(MESH.taskAnswer, data, { id });
  const task = `${RUN}.ask`;

  it('waits for them, and sends nothing to a worker', () => {
    const { run, out } = start(plan, { title: 'Is it right?' });
    expect(run.status).toBe('waiting');
    expect(short(out)).toEqual(['other.1', 'changed-1']);
    expect(sent(run, out)[1]!.data).toMatchObject({
      status: 'waiting',
      waiting: [{ task, skill: 'test.ask@1', title: 'Is it right?' }],
    });
  });

  it('goes on with the first valid answer', () => {
    const { run, out } = fold(
      start(plan).run,
      answer({ task, output: { decision: 'yes' } }),
      contextAt(NOON + 1),
    );
    expect(run.status).toBe('running');
    expect(statuses(run)).toMatchObject({ ask: 'completed', next: 'dispatched' });
    expect(sent(run, out).at(-1)!.data).toMatchObject({ status: 'running', waiting: [], answered: [task] });
    const second = fold(
      run,
      answer({ task, failure: { code: 'no', message: 'no' } }, 'answer-2'),
      contextAt(NOON + 2),
    );
    expect(statuses(second.run)).toMatchObject({ ask: 'completed' });
    expect(second.run.folds.at(-1)!.in.late).toBe(true);
  });

  it('tells the same of a fold, whatever happened since', () => {
    const begun = start(plan, { title: 'T' });
    const before = sent(begun.run, begun.out).at(-1);
    const answered = foldAll(begun.run, [answer({ task, output: { decision: 'yes' } })]);
    expect(sent(answered, begun.out).at(-1)).toEqual(before);
  });

  it('takes a no for a failure', () => {
    const run = foldAll(start(plan).run, [
      answer({ task, failure: { code: 'unfit', message: 'no' } }),
      result('other', 'completed'),
    ]);
    expect(run.status).toBe('failed');
    expect(failureOfRun(run)).toMatchObject({ code: 'unfit' });
  });

  it.each([
    ['invalid-answer', { task, output: { decision: 7 } }],
    ['not-waiting', { task: `${RUN}.other`, output: 1 }],
    ['unknown-task', { task: `${RUN}.nobody`, output: 1 }],
  ])('refuses an answer as %s and waits on', (code, data) => {
    const { run } = start(plan);
    const folded = fold(run, answer(data), contextAt());
    expect(folded.refused).toMatchObject({ code });
    expect(folded.run).toBe(run);
  });

  it('asks nobody any more for a run that is going to fail', () => {
    const run = foldAll(start(plan).run, [failed('other')]);
    expect(run.status).toBe('failed');
    expect(statuses(run)).toMatchObject({ ask: 'cancelled' });
    expect(sent(run, run.folds.at(-1)!.out)[0]!.data).toMatchObject({ status: 'failed', answered: [task] });
  });
});

describe('dead letters', () => {
  const deadline = NOON + 60_000;
  const begun = start(chain, {}, { deadline: new Date(deadline).toISOString() }).run;

  it('block the run, and its deadline stands still', () => {
    const blocked = foldAll(begun, [deadlettered('a')]);
    expect(blocked).toMatchObject({ status: 'blocked', blockedSince: NOON + 1 });
    expect(blocked.dueAt).toBeUndefined();
    expect(fold(blocked, command(MESH.runCheck), contextAt(deadline + 1)).run).toBe(blocked);
  });

  it('let it go on when a later attempt completes, its deadline moved', () => {
    const blocked = foldAll(begun, [deadlettered('a')]);
    const { run, out } = fold(
      blocked,
      result('a', 'completed', undefined, { attempt: 2 }),
      contextAt(NOON + 100_001),
    );
    expect(run).toMatchObject({ status: 'running', deadline: deadline + 100_000 });
    expect(run.blockedSince).toBeUndefined();
    expect(short(out)).toEqual(['b.1', 'changed-3']);
  });

  it('do not undo a result', () => {
    const run = foldAll(begun, [result('a', 'completed'), deadlettered('a')]);
    expect(statuses(run)).toMatchObject({ a: 'completed' });
    expect(run.status).toBe('running');
  });

  it('may follow each other', () => {
    const run = foldAll(begun, [deadlettered('a'), deadlettered('a', { attempt: 2 })]);
    expect(run).toMatchObject({ status: 'blocked', blockedSince: NOON + 1 });
  });
});

describe('cancel and expiry', () => {
  const plan = planOf({
    buy: step({ skill: 'test.buy@1' }),
    think: step(),
    ask: step({ skill: 'test.ask@1' }),
  });
  const cancel = command(MESH.runCancel, { reason: 'by mistake' });

  it('ends the run and says what may have happened', () => {
    const context = contextAt(NOON + 1, { claim: () => ({ kind: 'leased' }) });
    const { run, out } = fold(start(plan).run, cancel, context);
    expect(run.status).toBe('cancelled');
    expect(statuses(run)).toEqual({ buy: 'cancelled', think: 'cancelled', ask: 'cancelled' });
    expect(sent(run, out)).toMatchObject([
      { data: { status: 'cancelled', answered: [`${RUN}.ask`] } },
      { type: 'business.test.intent.cancelled', data: { reason: 'by mistake', uncertain: [`${RUN}.buy`] } },
    ]);
  });

  it.each([
    ['a try that failed', { kind: 'settled', outcome: 'retrying' }, true],
    ['a dead letter', { kind: 'settled', outcome: 'dead' }, true],
    ['a booking whose result is on its way', { kind: 'settled', outcome: 'completed' }, true],
    ['a no for a business reason', { kind: 'settled', outcome: 'failed' }, false],
    ['a task that nobody began in time', { kind: 'settled', outcome: 'expired' }, false],
  ] as const)('judges by the claim of %s whether the effect may have happened', (_, claim, may) => {
    const { run } = fold(start(plan).run, cancel, contextAt(NOON + 1, { claim: () => claim }));
    expect(run.steps.buy).toMatchObject({ task: { status: 'cancelled' } });
    expect(run.steps.buy).toEqual(
      may
        ? { kind: 'task', task: expect.objectContaining({ uncertain: true }) }
        : { kind: 'task', task: expect.not.objectContaining({ uncertain: true }) },
    );
  });

  it('is certain of what had not been claimed', () => {
    const { run } = fold(start(plan).run, cancel, contextAt(NOON + 1, { claim: () => undefined }));
    expect(run.steps.buy).not.toHaveProperty('task.uncertain');
  });

  it('keeps what becomes known after the end, and changes nothing else', () => {
    const ended = fold(
      start(plan).run,
      cancel,
      contextAt(NOON + 1, { claim: () => ({ kind: 'leased' }) }),
    ).run;
    const { run, out } = fold(ended, result('buy', 'completed', { output: 'bought' }), contextAt(NOON + 2));
    expect(run).toMatchObject({
      status: 'cancelled',
      endedAt: NOON + 1,
      steps: { buy: { task: { status: 'completed' } } },
    });
    expect(run.steps.buy).not.toHaveProperty('task.uncertain');
    expect(out).toEqual([]);
  });

  it('does not cancel what has ended', () => {
    const ended = foldAll(start(chain).run, [result('a', 'completed'), result('b', 'completed')]);
    const { run } = fold(ended, cancel, contextAt(NOON + 9));
    expect(run.status).toBe('completed');
    expect(run.folds.at(-1)!.in.late).toBe(true);
  });

  it('expires a run that is past its deadline when it is checked, or when anything comes', () => {
    const deadline = { deadline: new Date(NOON + 1_000).toISOString() };
    const begun = start(chain, {}, deadline).run;
    expect(begun.dueAt).toBe(NOON + 1_000);
    expect(fold(begun, command(MESH.runCheck), contextAt(NOON + 1_000)).run.status).toBe('expired');
    expect(fold(begun, result('a', 'completed'), contextAt(NOON + 1_000)).run.status).toBe('expired');
  });

  it('does not expire a run that is done, if late', () => {
    const deadline = { deadline: new Date(NOON + 1_000).toISOString() };
    const last = foldAll(start(chain, {}, deadline).run, [result('a', 'completed')]);
    expect(fold(last, result('b', 'completed'), contextAt(NOON + 2_000)).run.status).toBe('completed');
  });
});

describe('silence', () => {
  const check = (id: string) => command(MESH.runCheck, {}, { id });
  const begun = start(chain).run;

  it('is due when the oldest task should have answered', () => {
    expect(begun.dueAt).toBe(NOON + 120_000);
  });

  it('does nothing before that', () => {
    expect(fold(begun, check('c1'), contextAt(NOON + 119_999))).toMatchObject({ run: begun, out: [] });
  });

  it('emits the very same event again, and waits longer each time', () => {
    const one = fold(begun, check('c1'), contextAt(NOON + 120_000));
    expect(sent(one.run, one.out)).toEqual(sent(begun, [`${RUN}.a.1`]));
    expect(one.run.dueAt).toBe(NOON + 120_000 + 240_000);
    expect(fold(one.run, check('c2'), contextAt(NOON + 130_000)).out).toEqual([]);
  });

  it('listens to a worker that says it is at it', () => {
    const heard = fold(begun, result('a', 'started', { skill: 'test.do@1' }), contextAt(NOON + 60_000)).run;
    expect(heard.dueAt).toBe(NOON + 180_000);
    const progress = (at: number) =>
      fold(heard, result('a', 'progressed', { fraction: 0.5 }, { id: `p${at}` }), contextAt(at));
    expect(progress(NOON + 61_000).run).toBe(heard);
    expect(progress(NOON + 100_000).run.dueAt).toBe(NOON + 220_000);
  });

  it('keeps the journal bounded, however long nobody answers', () => {
    let run = begun;
    for (let n = 0; n < 500; n += 1) run = fold(run, check(`c${n}`), contextAt(run.dueAt)).run;
    expect(run.folds.length).toBeLessThan(60);
    expect(run.folds.at(-1)!.n).toBe(501);
  });
});

describe('whatever a run sends', () => {
  const all = planOf(
    {
      a: step({ onFailure: ['mend'] }),
      each: step({ forEach: '/intent/data' }),
      mend: step(),
      ask: step({ skill: 'test.ask@1', input: { title: '' } }),
      buy: step({ skill: 'test.buy@1' }),
    },
    { $from: '/steps/each/output' },
  );
  const attributes = {
    subject: 'R-1',
    deadline: new Date(NOON + 9_000).toISOString(),
    traceparent: '00-aa-bb-01',
  };
  const begun = start(all, [1, 2], attributes).run;
  const context = { claim: () => ({ kind: 'leased' as const }) };
  const nearly = [
    failed('a'),
    result('mend', 'completed'),
    result('buy', 'completed'),
    ...[0, 1].map((n) => result(`each.${n}`, 'completed')),
  ];
  const answer = (data: object) => command(MESH.taskAnswer, { task: `${RUN}.ask`, ...data });

  it.each([
    ['completes', [...nearly, answer({ output: { decision: 'yes' } })]],
    ['fails', [...nearly, answer({ failure: { code: 'no', message: 'no' } })]],
    ['is cancelled', [failed('a'), command(MESH.runCancel, { reason: 'why not' })]],
    [
      'is blocked and expires',
      [deadlettered('a'), result('a', 'completed'), command(MESH.runCheck, {}, { time: 'late' })],
    ],
  ])('is an event that fits its schema: it %s', (_what, events) => {
    let run = begun;
    const given = [...sent(run, run.folds[0]!.out)];
    for (const [nth, event] of events.entries()) {
      const folded = fold(run, event, contextAt(event.time === 'late' ? NOON + 99_000 : NOON + nth, context));
      run = folded.run;
      given.push(...sent(run, folded.out));
    }
    expect(hasEnded(run)).toBe(true);
    for (const event of given) {
      expect(book.faults(schemaKeyOf(event.type), event.data)).toEqual([]);
      expect(parseStructured(toStructured(event))).toMatchObject({ ok: true, event });
      expect(hubOf(event)).toBeDefined();
    }
    expect(new Set(given.map(({ id }) => id)).size).toBe(given.length);
  });
});

describe('large data', () => {
  const large = 'x'.repeat(30_000);

  it('sends an input that is large by reference', () => {
    const { run, out } = start(chain, { large });
    const [event] = sent(run, out);
    expect(event!.dataref).toMatch(new RegExp(`^content/${RUN}/`));
    expect(event).not.toHaveProperty('data');
  });

  it('keeps what came by reference as a reference, and reads it when it is needed', () => {
    const read = (ref: string) => ({ 'content/one': { output: { word: 'hello' } } })[ref];
    const event = { ...result('a', 'completed'), data: undefined, dataref: 'content/one' };
    const { run, out } = fold(start(chain).run, event, contextAt(NOON, { read }));
    expect(run.steps.a).toMatchObject({ task: { output: { ref: 'content/one' } } });
    expect(sent(run, out, read)[0]!.data).toMatchObject({ input: { of: { word: 'hello' } } });
  });

  it('keeps a large output of the run as a reference', () => {
    const run = foldAll(start(chain).run, [result('a', 'completed')]);
    const ended = fold(run, result('b', 'completed', { output: large }), contextAt());
    expect(ended.run.output).toEqual({ ref: ended.contents[0]!.ref });
    expect(JSON.parse(Buffer.from(ended.contents[0]!.bytes).toString())).toMatchObject({
      output: { answer: large },
    });
    expect(sent(ended.run, ended.out).at(-1)).toMatchObject({ dataref: ended.contents[0]!.ref });
  });

  it('keeps outputs inline only while the run stays small', () => {
    const plan = planOf({ all: step({ forEach: '/intent/data' }) }, null);
    const begun = start(
      plan,
      Array.from({ length: 100 }, (_, index) => index),
    ).run;
    const kib24 = 'y'.repeat(24 * 1024 - 2);
    const run = foldAll(
      begun,
      begun.plan && Array.from({ length: 100 }, (_, i) => result(`all.${i}`, 'completed', { output: kib24 })),
      {
        read: () => ({ output: kib24 }),
      },
    );
    expect(run.status).toBe('completed');
    expect(JSON.stringify(run).length).toBeLessThan(400 * 1024);
  });
});
