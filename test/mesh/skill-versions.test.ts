import { catalogOf, type Agent } from '../../src/mesh/catalog';
import { book, INTENT, planOf, skill, step } from './planner/world';

const one = skill('test.do@1');
const two = skill('test.do@2');
const agent = (offers = [two]): Agent => ({
  name: 'one',
  version: '1.0.0',
  owner: 'us',
  plans: [
    {
      intent: INTENT,
      schema: 'test/any@1',
      output: 'test/any@1',
      plan: planOf({ a: step(), b: step({ needs: ['a'], skill: 'test.later@1' }) }),
      skills: [one, skill('test.later@1')],
    },
  ],
  offers,
});

const skillsOf = (versions: Record<string, string>) =>
  Object.values(catalogOf([agent()], book, versions).planFor(INTENT)!.plan.steps).map(({ skill }) => skill);

it('makes new runs with the version of the setting, and leaves other skills alone', () => {
  expect(skillsOf({})).toEqual(['test.do@1', 'test.later@1']);
  expect(skillsOf({ 'test.do': '2' })).toEqual(['test.do@2', 'test.later@1']);
});

it('knows the version before still, for runs in flight, and the offered one before it is current', () => {
  expect(catalogOf([agent()], book, { 'test.do': '2' }).skill('test.do@1')).toBe(one);
  expect(catalogOf([agent()], book).skill('test.do@2')).toBe(two);
});

it.each([
  [{ 'test.od': '2' }, "no plan uses a skill 'test.od'"],
  [
    { 'test.do': '3' },
    "no agent has 'test.do@3': there is test.do@1, test.do@2; add it to the agent's 'offers'",
  ],
])('does not start with %j', (versions, said) => {
  expect(() => catalogOf([agent()], book, versions)).toThrow(said);
});

it('does not put a version in the place of one with another input or output', () => {
  const other = { ...two, output: 'test/answer@1' };
  expect(() => catalogOf([agent([other])], book, { 'test.do': '2' })).toThrow(
    "'test.do@2' takes test/any@1 and gives test/answer@1, and 'test.do@1' test/any@1 and test/any@1: change the plan instead",
  );
});

it('does not take an offer under the name of another skill', () => {
  expect(() => catalogOf([agent([skill('test.do@1')])], book)).toThrow("it offers another skill 'test.do@1'");
});
