import type { Plan, Step } from '../../../src/contracts/plan';
import { planFaults } from '../../../src/mesh/planner/check-plan';
import { book, planOf, step } from './world';

const faults = (plan: Plan) => planFaults(plan, { skills: new Set(['test.do@1']), book });
const faultsOf = (steps: Record<string, Step>, output: unknown = null) => faults(planOf(steps, output));

const good = planOf(
  {
    read: step({ input: { $from: '/intent/data' }, onFailure: ['mend'] }),
    line: step({
      needs: ['read'],
      forEach: '/steps/read/output/lines',
      onItemFailure: 'skip',
      input: { of: { $from: '/item/text' }, at: { $from: '/index' }, by: { $from: '/intent/subject' } },
      when: { read: { schema: { type: 'object' }, ifSkipped: true } },
    }),
    mend: step({ input: { $from: '/steps/read/failure/code' } }),
  },
  { lines: { $from: '/steps/line/output' }, why: { $from: '/steps/read/failure' } },
);

describe('the check of a plan', () => {
  it('finds nothing wrong with a good plan', () => {
    expect(faults(good)).toEqual([]);
  });

  it.each<[string, Record<string, Step>, unknown, string, RegExp]>([
    ['no steps', {}, null, '/steps', /at least one/],
    ['a name that cannot be part of an id', { 'A.b': step() }, null, '/steps/A.b', /lower-case letters/],
    [
      'a skill without a version',
      { a: step({ skill: 'test.do' }) },
      null,
      '/steps/a/skill',
      /<domain>.<name>@<version>/,
    ],
    ['an unknown skill', { a: step({ skill: 'test.other@1' }) }, null, '/steps/a/skill', /'test.do@1'/],
    ['a need that is no step', { a: step({ needs: ['b'] }) }, null, '/steps/a/needs/0', /name one of 'a'/],
    ['a step that needs itself', { a: step({ needs: ['a'] }) }, null, '/steps/a/needs/0', /itself/],
    ['a need twice', { a: step(), b: step({ needs: ['a', 'a'] }) }, null, '/steps/b/needs/1', /once more/],
    ['a handler that is no step', { a: step({ onFailure: ['x'] }) }, null, '/steps/a/onFailure/0', /no step/],
    [
      'a condition on what is not needed',
      { a: step(), b: step({ when: { a: { schema: {} } } }) },
      null,
      '/steps/b/when/a',
      /add it to needs/,
    ],
    [
      'a condition that is no schema',
      { a: step(), b: step({ needs: ['a'], when: { a: { schema: { type: 'nonsense' } } } }) },
      null,
      '/steps/b/when/a/schema',
      /JSON Schema/,
    ],
    [
      'a condition on a step whose failure it is for',
      { a: step({ onFailure: ['b'] }), b: step({ needs: ['a'], when: { a: { schema: {} } } }) },
      null,
      '/steps/b/when/a',
      /no output/,
    ],
    [
      'a reference to a step that is not needed',
      { a: step(), b: step({ input: { x: { $from: '/steps/a/output' } } }) },
      null,
      '/steps/b/input',
      /add 'a' to its needs/,
    ],
    [
      'a reference to no step',
      { a: step({ input: { $from: '/steps/x/output' } }) },
      null,
      '/steps/a/input',
      /no step 'x'/,
    ],
    [
      'a reference to nowhere',
      { a: step({ input: { $from: 'intent.data' } }) },
      null,
      '/steps/a/input',
      /leads nowhere/,
    ],
    [
      'a reference to a failure that it is not for',
      { a: step(), b: step({ needs: ['a'], input: { $from: '/steps/a/failure' } }) },
      null,
      '/steps/b/input',
      /onFailure/,
    ],
    [
      'the failures of no items',
      { a: step({ onFailure: ['b'] }), b: step({ input: { $from: '/steps/a/failures' } }) },
      null,
      '/steps/b/input',
      /no items, so write \/steps\/a\/failure/,
    ],
    [
      'a failure of a step that must have completed',
      {
        a: step(),
        b: step({
          needs: ['a'],
          when: { a: { schema: {}, or: ['skipped'] } },
          input: { $from: '/steps/a/failure' },
        }),
      },
      null,
      '/steps/b/input',
      /let a condition hold where it failed/,
    ],
    [
      'an item without forEach',
      { a: step({ input: { $from: '/item' } }) },
      null,
      '/steps/a/input',
      /forEach/,
    ],
    [
      'a list of what is not needed',
      { a: step(), b: step({ forEach: '/steps/a/output' }) },
      null,
      '/steps/b/forEach',
      /needs/,
    ],
    [
      'onItemFailure without forEach',
      { a: step({ onItemFailure: 'skip' }) },
      null,
      '/steps/a/onItemFailure',
      /forEach/,
    ],
    [
      'a reference with company',
      { a: step({ input: { x: { $from: '/intent/data', or: 1 } } }) },
      null,
      '/steps/a/input',
      /stands alone/,
    ],
    ['an output that leads nowhere', { a: step() }, { $from: '/steps/b/output' }, '/output', /no step 'b'/],
    [
      'steps that wait for each other',
      { a: step({ needs: ['b'] }), b: step({ needs: ['a'] }) },
      null,
      '/steps',
      /a -> b -> a/,
    ],
    [
      'a handler that waits for whom it mends, through others',
      { a: step({ needs: ['mend'], onFailure: ['mend'] }), mend: step() },
      null,
      '/steps',
      /wait for each other/,
    ],
  ])('names %s, where, and what to do', (_what, steps, output, pointer, message) => {
    expect(faultsOf(steps, output)).toEqual([{ pointer, message: expect.stringMatching(message) }]);
  });
});
