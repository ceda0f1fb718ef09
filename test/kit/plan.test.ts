import {
  anyOf,
  failureOf,
  failuresOf,
  is,
  isAtLeast,
  isAtMost,
  isOneOf,
  isThere,
  plan,
  skill,
  sure,
} from '../../src/kit';
import type { ConditionOptions, PlanBuilder } from '../../src/kit';

const look = skill({
  name: 'demo.look@1',
  input: 'mesh.run.changed@1',
  output: 'task.progressed@1',
  effects: 'none',
  perform: ({ waiting, type }) => ({ fraction: 1 / waiting.length, message: type }),
});
const tell = skill({
  name: 'demo.tell@1',
  input: 'task.failed@1',
  output: 'mesh.run.changed@1',
  effects: 'external',
  perform: ({ code }) => ({
    status: 'failed',
    type: code,
    acceptedAt: '',
    at: '',
    waiting: [],
    answered: [],
  }),
});

type Build = (builder: PlanBuilder<'mesh.run.changed@1'>) => unknown;
const planned = (build: Build) =>
  plan('business.demo.intent', 'mesh.run.changed@1', 'task.progressed@1', (builder) => {
    build(builder);
    return { fraction: 1 };
  });
const stepsOf = (build: Build) => planned(build).plan.steps;

describe('a plan', () => {
  it('is data', () => {
    const made = plan(
      'business.demo.intent',
      'mesh.run.changed@1',
      'task.progressed@1',
      ({ intent, step }) => {
        const progress = step('look', look, intent);
        const told = step(
          'tell',
          tell,
          { code: 'x', message: sure(progress.message) },
          { when: isThere(progress.message) },
        );
        return { fraction: progress.fraction, message: told.type };
      },
    );
    expect(made).toEqual({
      intent: 'business.demo.intent',
      schema: 'mesh.run.changed@1',
      output: 'task.progressed@1',
      skills: [look, tell],
      plan: {
        steps: {
          look: { skill: 'demo.look@1', needs: [], input: { $from: '/intent/data' } },
          tell: {
            skill: 'demo.tell@1',
            needs: ['look'],
            input: { code: 'x', message: { $from: '/steps/look/output/message' } },
            when: {
              look: { schema: { type: 'object', required: ['message'], properties: { message: {} } } },
            },
          },
        },
        output: {
          fraction: { $from: '/steps/look/output/fraction' },
          message: { $from: '/steps/tell/output/type' },
        },
      },
    });
    expect(JSON.parse(JSON.stringify(made.plan))).toEqual(made.plan);
  });

  it('infers what a step needs from all that it refers to', () => {
    const { last } = stepsOf(({ intent, step }) => {
      const a = step('a', look, intent);
      const b = step('b', look, intent);
      const c = step('c', look, intent);
      step(
        'last',
        tell,
        { code: sure(a.message), message: 'x' },
        { when: is(b.fraction, 1), after: [c, a], join: 'any' },
      );
    });
    expect(last).toMatchObject({ needs: ['a', 'b', 'c'], join: 'any' });
  });

  it('requires every member on the way of a condition', () => {
    const { b } = stepsOf(({ intent, step }) => {
      const told = step('a', tell, { code: 'x', message: 'y' });
      step('b', look, intent, { when: is(told.status, 'failed', { ifSkipped: true }) });
    });
    expect(b!.when).toEqual({
      a: {
        schema: { type: 'object', required: ['status'], properties: { status: { const: 'failed' } } },
        or: ['skipped'],
      },
    });
  });

  it('joins conditions on one step', () => {
    const { b } = stepsOf(({ intent, step }) => {
      const { fraction } = step('a', look, intent);
      step('b', look, intent, {
        when: [isAtLeast(fraction, 0.1), isAtMost(fraction, 0.9, { ifSkipped: true })],
      });
    });
    const on = (leaf: object) => ({ type: 'object', required: ['fraction'], properties: { fraction: leaf } });
    expect(b!.when).toEqual({
      a: { schema: { allOf: [on({ type: 'number', minimum: 0.1 }), on({ type: 'number', maximum: 0.9 })] } },
    });
  });

  it('tells what was skipped from what failed', () => {
    const orOf = (options: ConditionOptions, ...more: readonly ConditionOptions[]) => {
      const { b } = stepsOf(({ intent, step }) => {
        const told = step('a', tell, { code: 'x', message: 'y' });
        step('b', look, intent, { when: [options, ...more].map((each) => isThere(told.status, each)) });
      });
      return b!.when!['a']!.or;
    };
    expect(orOf({ ifSkipped: true })).toEqual(['skipped']);
    expect(orOf({ ifFailed: true })).toEqual(['failed']);
    expect(orOf({ ifSkipped: true, ifFailed: true })).toEqual(['skipped', 'failed']);
    expect(orOf({ ifSkipped: true, ifFailed: true }, { ifFailed: true })).toEqual(['failed']);
    expect(orOf({ ifSkipped: true }, {})).toBeUndefined();
  });

  it('takes one of several conditions, on whichever steps', () => {
    const { c } = stepsOf(({ intent, step }) => {
      const a = step('a', look, intent);
      const b = step('b', tell, { code: 'x', message: 'y' });
      step('c', look, intent, {
        when: [
          isThere(a.fraction),
          anyOf(is(b.status, 'failed'), [is(a.message, 'x'), isAtLeast(a.fraction, 1)]),
        ],
      });
    });
    const on = (name: string, leaf: object) => ({
      type: 'object',
      required: [name],
      properties: { [name]: leaf },
    });
    expect(c).toMatchObject({
      needs: ['a', 'b'],
      when: { a: { schema: on('fraction', {}) } },
      whenAny: [
        [
          { b: { schema: on('status', { const: 'failed' }) } },
          {
            a: {
              schema: {
                allOf: [on('message', { const: 'x' }), on('fraction', { type: 'number', minimum: 1 })],
              },
            },
          },
        ],
      ],
    });
  });

  it('takes one of several values', () => {
    const { b } = stepsOf(({ intent, step }) => {
      const told = step('a', tell, { code: 'x', message: 'y' });
      step('b', look, intent, { when: isOneOf(told.status, ['failed', 'expired']) });
    });
    expect(b!.when!['a']!.schema).toMatchObject({ properties: { status: { enum: ['failed', 'expired'] } } });
  });

  it('takes a step once for each item', () => {
    const { each, after } = stepsOf(({ intent, step }) => {
      const told = step.each(
        'each',
        tell,
        intent.waiting,
        (task, index) => ({ code: task.task, message: task.skill, at: index }) as never,
        { onItemFailure: 'skip' },
      );
      step.each('after', tell, told, (one) => ({ code: one.type, message: 'x' }));
    });
    expect(each).toEqual({
      skill: 'demo.tell@1',
      needs: [],
      forEach: '/intent/data/waiting',
      input: { code: { $from: '/item/task' }, message: { $from: '/item/skill' }, at: { $from: '/index' } },
      onItemFailure: 'skip',
    });
    expect(after).toMatchObject({ needs: ['each'], forEach: '/steps/each/output' });
  });

  it('names the steps that handle a failure, from either side', () => {
    const {
      a,
      b,
      tell: told,
    } = stepsOf(({ intent, step }) => {
      const help = step('help', tell, { code: 'x', message: 'y' });
      const first = step('a', look, intent, { onFailure: help });
      const second = step('b', look, intent);
      step('tell', tell, { code: failureOf(second).code, message: 'y' }, { onFailureOf: [first, second] });
    });
    expect(a!.onFailure).toEqual(['help', 'tell']);
    expect(b!.onFailure).toEqual(['tell']);
    expect(told).toMatchObject({ needs: ['b', 'a'], input: { code: { $from: '/steps/b/failure/code' } } });
  });

  it('chooses the lane by what a step gave, or by the intent', () => {
    const { plan: made } = planned(({ intent, step, lane }) => {
      const told = step('a', tell, { code: 'x', message: 'y' });
      lane('high', is(told.status, 'failed'));
      lane('low', is(intent.type, 'x'));
    });
    const on = (name: string, value: string) => ({
      type: 'object',
      required: [name],
      properties: { [name]: { const: value } },
    });
    expect(made.lanes).toEqual([
      { lane: 'high', on: '/steps/a/output', schema: on('status', 'failed') },
      { lane: 'low', on: '/intent/data', schema: on('type', 'x') },
    ]);
    expect(planned(({ intent, step }) => step('a', look, intent)).plan).not.toHaveProperty('lanes');
  });

  it('hands on why items failed, as a list', () => {
    const { told } = stepsOf(({ intent, step }) => {
      const each = step.each('a', tell, intent.waiting, ({ task }) => ({ code: task, message: 'y' }));
      step.each('told', tell, failuresOf(each), ({ code, message }) => ({ code, message }), {
        onFailureOf: each,
      });
    });
    expect(told).toMatchObject({ needs: ['a'], forEach: '/steps/a/failures' });
  });

  it('may answer why a step failed', () => {
    const { plan: made } = plan(
      'business.demo.intent',
      'mesh.run.changed@1',
      'intent.cancelled@1',
      ({ intent, step }) => {
        const a = step('a', look, intent);
        step('b', tell, { code: 'x', message: 'y' }, { onFailureOf: a });
        return { reason: failureOf(a).message };
      },
    );
    expect(made.output).toEqual({ reason: { $from: '/steps/a/failure/message' } });
  });

  it('escapes members as JSON Pointers do, whatever their names', () => {
    const { a } = stepsOf(({ intent, step }) => {
      const odd = intent as unknown as Record<'a/b~c' | 'toJSON' | 'valueOf', string>;
      step('a', tell, { code: odd['a/b~c'], message: odd.toJSON, value: odd.valueOf } as never);
    });
    expect(a!.input).toEqual({
      code: { $from: '/intent/data/a~1b~0c' },
      message: { $from: '/intent/data/toJSON' },
      value: { $from: '/intent/data/valueOf' },
    });
  });

  it('leaves out what is undefined', () => {
    const { a } = stepsOf(({ step }) => step('a', tell, { code: 'x', message: undefined } as never));
    expect(a!.input).toEqual({ code: 'x' });
  });
});

describe('a plan that is wrong says where and why', () => {
  const other = { ref: undefined as unknown };
  planned(({ intent, step }) => {
    other.ref = intent.type;
    step('a', look, intent);
  });

  it.each<[string, Build, string]>([
    [
      'a step twice',
      ({ intent, step }) => [step('a', look, intent), step('a', look, intent)],
      "step 'a': there is a step of this name already",
    ],
    [
      'a bad name',
      ({ intent, step }) => step('A_1', look, intent),
      "step 'A_1': this is no name for a step: use up to 50 lower-case letters",
    ],
    [
      'a function',
      ({ step }) => step('a', tell, { code: () => 'x', message: 'y' } as never),
      'a function cannot stand in a plan',
    ],
    [
      'a date',
      ({ step }) => step('a', tell, { code: new Date(0), message: 'y' } as never),
      'a Date cannot stand in a plan',
    ],
    [
      'no number',
      ({ step }) => step('a', tell, { code: NaN, message: 'y' } as never),
      'NaN cannot stand in a plan',
    ],
    [
      'a written reference',
      ({ step }) => step('a', tell, { code: { $from: '/x' }, message: 'y' } as never),
      "'$from' is what references are written with",
    ],
    [
      'a spread',
      ({ intent, step }) => step('a', look, { ...intent }),
      '/intent/data is a reference to a value that is not there yet',
    ],
    [
      'text made of a reference',
      ({ intent, step }) => step('a', tell, { code: `${intent.type as unknown as string}!`, message: 'y' }),
      '/intent/data/type is a reference to a value that is not there yet',
    ],
    [
      'a condition on the intent',
      ({ intent, step }) => step('a', look, intent, { when: is(intent.type, 'x') }),
      'a condition is on what a step gave, and /intent/data/type is not',
    ],
    [
      'a reference of another plan',
      ({ step }) => step('a', tell, { code: other.ref, message: 'y' } as never),
      '/intent/data/type belongs to another plan',
    ],
    [
      'waiting for the intent',
      ({ intent, step }) => step('a', look, intent, { after: intent }),
      'only what `step` gave can be waited for',
    ],
    ['a failure of the intent', ({ intent }) => failureOf(intent), 'failureOf is for what `step` gave'],
    [
      'another skill of the same name',
      ({ intent, step }) => [step('a', look, intent), step('b', { ...look }, intent)],
      "step 'b': two different skills are named 'demo.look@1'",
    ],
    ['no steps', () => undefined, 'it has no steps'],
    [
      'items without a list',
      ({ step }) => step.each('a', tell, [1] as never, () => ({ code: 'x', message: 'y' })),
      '`step.each` takes a reference to a list',
    ],
    [
      'items of another step',
      ({ intent, step }) => {
        let item: unknown;
        step.each('a', tell, intent.waiting, (one) => ((item = one.task), { code: 'x', message: 'y' }));
        step('b', tell, { code: item, message: 'y' } as never);
      },
      "step 'b': /item/task belongs to another plan, or to the items of another step",
    ],
    [
      'steps that wait for each other',
      ({ intent, step }) => {
        const a = step('a', look, intent);
        const b = step('b', look, intent, { after: a });
        step('c', look, intent, { after: b, onFailure: a });
      },
      'wait for each other',
    ],
  ])('%s', (_, build, message) => {
    expect(() => planned(build)).toThrow(message);
    expect(() => planned(build)).toThrow(/^plan for 'business\.demo\.intent'(, step '[^']+')?: /);
  });

  it('a bad intent', () => {
    const build = () =>
      plan('business.De-mo.intent', 'mesh.run.changed@1', 'task.progressed@1', () => ({ fraction: 1 }));
    expect(build).toThrow('name it business.<domain>.intent');
  });
});
