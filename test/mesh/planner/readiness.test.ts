import type { Condition, Plan, Step } from '../../../src/contracts/plan';
import { graphOf } from '../../../src/mesh/planner/graph';
import type { Outcome } from '../../../src/mesh/planner/outcome';
import { verdictOf, type Verdict } from '../../../src/mesh/planner/readiness';
import { planOf, step } from './world';

const YES = { type: 'string', const: 'yes' };
const on = (more: Partial<Condition> = {}): Condition => ({ schema: YES, ...more });

/** What becomes of the last step, where `a` and `b` became this: `yes` and `no` completed. */
const verdict = (last: Partial<Step>, ...became: readonly ('yes' | 'no' | Outcome)[]): Verdict => {
  const plan: Plan = planOf({ a: step(), b: step(), last: step({ needs: ['a', 'b'], ...last }) });
  const found = new Map(['a', 'b'].map((name, index) => [name, became[index] ?? 'yes']));
  const outcomes = new Map(
    [...found].map(([name, one]) => [name, one === 'yes' || one === 'no' ? 'completed' : one] as const),
  );
  const holds = (need: string, schema: object) => schema === YES && found.get(need) === 'yes';
  return verdictOf('last', plan.steps['last']!, { graph: graphOf(plan), outcomes, holds });
};

describe('a condition', () => {
  it.each<[Partial<Condition>, 'yes' | 'no' | Outcome, Verdict]>([
    [{}, 'yes', 'go'],
    [{}, 'no', 'skip'],
    [{}, 'skipped', 'skip'],
    [{}, 'failed', 'skip'],
    [{}, 'open', 'wait'],
    [{ or: ['skipped'] }, 'yes', 'go'],
    [{ or: ['skipped'] }, 'no', 'skip'],
    [{ or: ['skipped'] }, 'skipped', 'go'],
    [{ or: ['skipped'] }, 'failed', 'skip'],
    [{ or: ['failed'] }, 'skipped', 'skip'],
    [{ or: ['failed'] }, 'failed', 'go'],
    [{ or: ['failed'] }, 'no', 'skip'],
    [{ or: ['failed', 'skipped'] }, 'failed', 'go'],
    [{ or: ['failed', 'skipped'] }, 'skipped', 'go'],
    // As it was kept before `or`: a need that failed counted as one that was skipped.
    [{ ifSkipped: true }, 'skipped', 'go'],
    [{ ifSkipped: true }, 'failed', 'go'],
    [{ ifSkipped: true }, 'no', 'skip'],
  ])('%j on what became %s: %s', (more, became, expected) =>
    expect(verdict({ when: { a: on(more) } }, became)).toBe(expected),
  );
});

describe('one of several conditions', () => {
  const either = { whenAny: [[{ a: on() }, { b: on() }]] };
  it.each<['yes' | 'no' | Outcome, 'yes' | 'no' | Outcome, Verdict]>([
    ['yes', 'yes', 'go'],
    ['yes', 'no', 'go'],
    ['no', 'yes', 'go'],
    ['no', 'no', 'skip'],
    ['skipped', 'yes', 'go'],
    ['yes', 'failed', 'go'],
    ['skipped', 'no', 'skip'],
    ['skipped', 'failed', 'skip'],
    ['yes', 'open', 'wait'],
  ])('holds on %s and %s: %s', (a, b, expected) => expect(verdict(either, a, b)).toBe(expected));

  it('may have several parts, of which all must hold', () => {
    const together = { whenAny: [[{ a: on(), b: on({ or: ['skipped'] }) }]] };
    expect(verdict(together, 'yes', 'skipped')).toBe('go');
    expect(verdict(together, 'no', 'skipped')).toBe('skip');
    expect(verdict(together, 'yes', 'failed')).toBe('skip');
  });

  it('leaves it to `when` whether a step must have completed', () => {
    expect(verdict({ whenAny: [[{ a: on() }]] }, 'yes', 'skipped')).toBe('skip');
    expect(verdict({ when: { b: { schema: {} } }, ...either }, 'yes', 'skipped')).toBe('skip');
    expect(verdict({ when: { b: on() }, ...either }, 'no', 'yes')).toBe('go');
  });

  it('is asked beside another, and beside `join`', () => {
    const both = { whenAny: [[{ a: on() }], [{ b: on() }]] };
    expect(verdict(both, 'yes', 'yes')).toBe('go');
    expect(verdict(both, 'yes', 'no')).toBe('skip');
    const passed = { join: 'any' as const, whenAny: [[{ a: on({ or: ['skipped'] }) }]] };
    expect(verdict(passed, 'skipped', 'yes')).toBe('go');
    expect(verdict(passed, 'skipped', 'skipped')).toBe('skip');
    expect(verdict(passed, 'failed', 'yes')).toBe('skip');
  });
});
