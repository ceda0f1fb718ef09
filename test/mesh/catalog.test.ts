import { catalogOf } from '../../src/mesh/catalog';
import type { Agent, PlannedIntent } from '../../src/mesh/catalog';
import { INTENT, book, planOf, skill, step } from './planner/world';

const planned = (more: Partial<PlannedIntent> = {}): PlannedIntent => ({
  intent: INTENT,
  schema: 'test/any@1',
  output: 'test/any@1',
  plan: planOf({ a: step() }),
  skills: [skill('test.do@1')],
  ...more,
});
const agent = (name: string, ...plans: readonly PlannedIntent[]): Agent => ({
  name,
  version: '1.0.0',
  owner: 'us',
  plans,
});

describe('a catalog', () => {
  it('knows plans and skills of all agents', () => {
    const one = planned();
    const catalog = catalogOf(
      [agent('one', one), agent('two', planned({ intent: 'business.other.intent', skills: one.skills }))],
      book,
    );
    expect(catalog.planFor(INTENT)).toMatchObject({
      plan: one.plan,
      agent: { name: 'one', version: '1.0.0' },
    });
    expect(catalog.planFor('business.nothing.intent')).toBeUndefined();
    expect(catalog.skill('test.do@1')).toBe(one.skills[0]);
    expect(catalog.skill('constructor')).toBeUndefined();
    expect(catalog.intents().map(({ intent }) => intent)).toEqual([INTENT, 'business.other.intent']);
  });

  it('does not take an agent that nobody answers for', () => {
    expect(() => catalogOf([{ ...agent('one', planned()), owner: ' ' }], book)).toThrow(
      "agent 'one': it has no owner: say who answers for it",
    );
  });

  it('says all that is wrong at once, with agent, place, and what to do', () => {
    const bad = planned({
      intent: 'invoice',
      schema: 'test/nothing@1',
      plan: planOf({ a: step({ skill: 'test.other@1' }) }),
    });
    expect(() =>
      catalogOf(
        [agent('one', planned()), agent('two', planned({ skills: [skill('test.do@1')] })), agent('bad', bad)],
        book,
      ),
    ).toThrowErrorMatchingInlineSnapshot(`
     "the agents cannot be put together:
     - agent 'bad', plan for 'invoice': this is no type of an intent: name it business.<domain>.intent
     - agent 'bad', plan for 'invoice': there is no schema 'test/nothing@1' for its data: add it under schemas/ and run npm run generate
     - agent 'bad', plan for 'invoice', step 'a', /steps/a/skill: 'test.other@1' is unknown: the plan may use 'test.do@1'
     - agent 'two', plan for 'business.test.intent': there is another plan for this type: one type has one plan, so name another, or join them
     - agent 'two': there is another skill 'test.do@1': use the same definition, or give one of them another version
     - agent 'bad': there is another skill 'test.do@1': use the same definition, or give one of them another version"
    `);
  });
});
