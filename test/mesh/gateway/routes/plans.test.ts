import { TYPE, catalog, world } from '../world';

const reader = { roles: ['Mesh.Read' as const] };
const plan = catalog.planFor(TYPE)!.plan;
const skills = {
  'test.do@1': { by: 'worker', effects: 'none' },
  'test.ask@1': { by: 'person', effects: 'none' },
};

it('lists plans, whose they are, and what they take and give', async () => {
  const { status, body } = await world().call('GET', '/api/plans', reader);
  expect({ status, body }).toMatchObject({
    status: 200,
    body: {
      plans: [
        {
          type: TYPE,
          agent: { name: 'tester', version: '1.0.0' },
          schema: `${TYPE}@1`,
          output: 'test/any@1',
        },
        { type: 'business.paper.intent' },
      ],
    },
  });
});

it('shows a plan, and who performs its skills', async () => {
  const { status, body } = await world().call('GET', `/api/plans/${TYPE}`, reader);
  expect({ status, body }).toMatchObject({ status: 200, body: { type: TYPE, plan, skills } });
});

it('says where to look when there is no plan', async () => {
  const { status, body } = await world().call('GET', '/api/plans/business.none.intent', reader);
  expect({ status, body }).toMatchObject({
    status: 404,
    body: { detail: "There is no plan for 'business.none.intent'. See /api/plans." },
  });
});

it.each(['/api/plans', `/api/plans/${TYPE}`])('shows %s to readers only', async (path) => {
  expect((await world().call('GET', path, { roles: ['Mesh.Publish'] })).status).toBe(403);
});

describe('the check of a plan', () => {
  const check = (body: unknown) => world().call('POST', '/api/plans/check', { ...reader, body });
  const step = { skill: 'test.do@1', needs: [], input: {} };

  it('finds nothing wrong with a plan that is kept', async () => {
    expect(await check({ plan })).toMatchObject({ status: 200, body: { faults: [], skills } });
  });
  it('knows all that a plan can say', async () => {
    const wanted = { schema: { type: 'object' } };
    const whole = {
      steps: {
        a: { ...step, onFailure: ['mend'] },
        mend: { ...step, forEach: '/intent/data', onItemFailure: 'skip' },
        b: {
          ...step,
          needs: ['a', 'mend'],
          join: 'any',
          when: { a: { ...wanted, ifSkipped: true }, mend: { ...wanted, or: ['skipped', 'failed'] } },
          whenAny: [[{ a: wanted }, { a: wanted, mend: { ...wanted, or: ['failed'] } }]],
        },
      },
      output: { why: { $from: '/steps/a/failure/message' }, all: { $from: '/steps/mend/failures' } },
      lanes: [{ lane: 'high', on: '/steps/a/output', ...wanted }],
    };
    expect(await check({ plan: whole })).toMatchObject({ status: 200, body: { faults: [] } });
  });
  it.each<[string, unknown, string, RegExp]>([
    [
      'a lane that there is not',
      { steps: { a: step }, output: {}, lanes: [{ lane: 'fast', on: '/intent/data', schema: {} }] },
      '/lanes/0/lane',
      /"high", "normal", "low"/,
    ],
    [
      'an outcome that there is not',
      { steps: { a: { ...step, when: { b: { schema: {}, or: ['late'] } } } }, output: {} },
      '/steps/a/when/b/or/0',
      /"skipped", "failed"/,
    ],
    ['no object', 'a plan', '', /must be an object/],
    ['no output', { steps: { a: step } }, '/output', /is missing/],
    [
      'needs that are no list',
      { steps: { a: { ...step, needs: 'b' } }, output: {} },
      '/steps/a/needs',
      /a list/,
    ],
    ['a misspelt member', { steps: { a: { ...step, wen: {} } }, output: {} }, '/steps/a/wen', /spelling/],
    [
      'an unknown skill',
      { steps: { a: { ...step, skill: 'x.y@1' } }, output: {} },
      '/steps/a/skill',
      /is unknown/,
    ],
    [
      'a need that is not there',
      { steps: { a: { ...step, needs: ['b'] } }, output: {} },
      '/steps/a/needs/0',
      /no step/,
    ],
  ])('names %s, where, and what to do', async (_, wrong, pointer, message) => {
    const { status, body } = await check({ plan: wrong });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { faults: [{ pointer, message: expect.stringMatching(message) }] },
    });
  });
  it('takes nothing but a plan', async () => {
    expect(await check({ steps: {} })).toMatchObject({ status: 400 });
  });
});
