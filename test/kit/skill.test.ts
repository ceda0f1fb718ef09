import { agent, plan, skill } from '../../src/kit';
import { millisecondsOf, type Duration } from '../../src/kit/duration';

const right = {
  name: 'demo.tell@1',
  input: 'task.failed@1',
  output: 'mesh.run.cancel@1',
  effects: 'none',
  perform: () => ({}),
} as const;

describe('a skill', () => {
  it('has defaults', () => {
    expect(skill(right)).toMatchObject({
      by: 'worker',
      repeat: 'keyed',
      timeoutMs: 30_000,
      retry: { attempts: 5 },
    });
  });
  it('is never repeated on its own when its effect is external', () => {
    expect(skill({ ...right, effects: 'external' }).repeat).toBe('never');
    expect(skill({ ...right, effects: 'external', repeat: 'keyed' }).repeat).toBe('keyed');
  });
  it('is a function', () => {
    const look = skill({ ...right, perform: ({ code }) => ({ reason: code }) });
    expect(look.perform({ code: 'x', message: 'y' }, {} as never)).toEqual({ reason: 'x' });
  });
  it('may be performed by a person', () => {
    const { perform: _, ...byNobody } = right;
    const ask = skill({ ...byNobody, by: 'person' });
    expect(ask.by).toBe('person');
    expect(() => ask.perform({ code: 'x', message: 'y' }, {} as never)).toThrow('performed by a person');
  });
  it.each([
    ['a bad name', { name: 'tell' }, 'this is no name for a skill: write <domain>.<name>@<version>'],
    [
      'a version of 0',
      { name: 'demo.tell@0' },
      'this is no name for a skill: write <domain>.<name>@<version>',
    ],
    ['an unknown schema', { input: 'demo/nothing@1' as never }, "there is no schema 'demo/nothing@1'"],
    ['repeat without an effect', { repeat: 'keyed' }, "'repeat' is for external effects"],
    ['probe without a probe', { effects: 'external', repeat: 'probe' }, "add a function 'probe'"],
    ['a probe for nothing', { effects: 'external', probe: () => ({}) }, "with repeat: 'probe' only"],
    ['no attempts', { retry: { attempts: 0 } }, 'retry.attempts is 0: write a whole number from 1'],
    ['a person with effects', { by: 'person', effects: 'external' }, 'nobody here performs it'],
    ['a bad duration', { timeout: '0s' }, "skill 'demo.tell@1': '0s' is no time-out"],
  ] as const)('refuses %s', (_, members, message) => {
    expect(() => skill({ ...right, ...members })).toThrow(message);
  });
});

it.each([
  ['250ms', 250],
  ['10s', 10_000],
  ['1.5s', 1_500],
  ['2m', 120_000],
  ['1h', 3_600_000],
] as const)('reads %s', (duration, ms) => expect(millisecondsOf(duration)).toBe(ms));
it.each(['10', 's', '-1s', '1d', 'Infinitys', '0x1s', ''])('refuses %j as a duration', (text) => {
  expect(() => millisecondsOf(text as Duration)).toThrow('is no duration');
});

describe('an agent', () => {
  const tell = skill(right);
  const telling = (intent: `business.${string}.intent`, by = tell) =>
    plan(intent, 'task.failed@1', 'mesh.run.cancel@1', ({ intent: data, step }) => step('tell', by, data));
  const definition = { name: 'teller', version: '1.0.0', owner: 'us', plans: [telling('business.a.intent')] };

  it('is what it says', () => expect(agent(definition)).toEqual(definition));
  it.each([
    ['a bad name', { name: 'The Teller' }, 'this is no name for an agent: use lower-case letters'],
    ['a bad version', { version: '1' }, 'its version must be like 1.0.0'],
    ['no owner', { owner: '' }, 'it has no owner: say who answers for it'],
    ['no plans', { plans: [] }, 'it has no plans'],
    [
      'two plans for one intent',
      { plans: [telling('business.a.intent'), telling('business.a.intent')] },
      "two plans for 'business.a.intent'",
    ],
    [
      'two skills of one name',
      { plans: [telling('business.a.intent'), telling('business.b.intent', skill(right))] },
      "two different skills are named 'demo.tell@1'",
    ],
  ])('refuses %s', (_, members, message) => {
    expect(() => agent({ ...definition, ...members })).toThrow(message);
  });
});
