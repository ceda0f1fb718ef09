import { schemaBook } from '../../../src/contracts/ajv-schema-book';
import type { Plan } from '../../../src/contracts/plan';
import { agentFaults, faultText } from '../../../src/mesh/catalog';
import { restrictedFaults } from '../../../src/mesh/planner/check-restricted';
import { leave, leaveSchemas } from '../../fixture/leave';

const schemas = {
  ...leaveSchemas,
  'leave/strange@1': { type: 'object', 'x-data-classification': 'secret' },
  'leave/deep@1': {
    type: 'object',
    properties: {
      name: { type: 'string', 'x-data-classification': 'personal', 'x-exposed': true },
      address: { type: 'object', properties: { city: { type: 'string', 'x-exposed': true } } },
    },
  },
};
const book = schemaBook(schemas);
const [planned] = leave.plans;
const skills = new Map(planned!.skills.map((skill) => [skill.name, skill]));
const around = { book, intent: planned!.schema, skill: (name: string) => skills.get(name) };
const { steps, output } = planned!.plan;

const faultsOf = (plan: Partial<Plan>) => restrictedFaults({ steps, output, ...plan }, around);
const withStep = (name: string, over: object) => ({
  steps: { ...steps, [name]: { ...steps[name]!, ...over } },
});

it('finds nothing wrong with a plan that looks at what is exposed, and hands on the rest as it is', () => {
  expect(faultsOf({})).toEqual([]);
  expect(agentFaults([leave], book)).toEqual([]);
});

it.each<[string, Partial<Plan>, string]>([
  [
    'an output that everybody would see',
    { output: { letter: { $from: '/steps/assess/output/letter' } } },
    "/output '/steps/assess/output/letter' is restricted (leave/assessment@1), and whoever sees the run sees its output: refer to what is exposed (level), or mark more of it with x-exposed",
  ],
  [
    'the whole of it as output',
    { output: { $from: '/intent/data' } },
    "/output '/intent/data' is restricted (business.leave.intent@1), and whoever sees the run sees its output: refer to what is exposed (case, mode), or mark more of it with x-exposed",
  ],
  [
    'a condition on what is not exposed',
    withStep('approve', {
      when: { assess: { schema: { allOf: [{ type: 'object', required: ['letter'] }] } } },
    }),
    "/steps/approve/when/assess/schema looks at 'letter' of '/steps/assess/output', which is restricted (leave/assessment@1): refer to what is exposed (level), or mark more of it with x-exposed",
  ],
  [
    'a condition on all of it',
    withStep('approve', { when: { assess: { schema: { minProperties: 3 } } } }),
    "/steps/approve/when/assess/schema looks at 'minProperties' of '/steps/assess/output', which is restricted (leave/assessment@1): refer to what is exposed (level), or mark more of it with x-exposed",
  ],
  [
    'one of several conditions on it',
    withStep('approve', {
      whenAny: [
        [{ assess: { schema: { required: ['level'] } } }, { assess: { schema: { required: ['letter'] } } }],
      ],
    }),
    "/steps/approve/whenAny/0/1/assess/schema looks at 'letter' of '/steps/assess/output', which is restricted (leave/assessment@1): refer to what is exposed (level), or mark more of it with x-exposed",
  ],
  [
    'a lane chosen by it',
    { lanes: [{ lane: 'high', on: '/intent/data', schema: { required: ['employee'] } }] },
    "/lanes/0/schema looks at 'employee' of '/intent/data', which is restricted (business.leave.intent@1): refer to what is exposed (case, mode), or mark more of it with x-exposed",
  ],
  [
    'a list that cannot be counted',
    withStep('file', { forEach: '/intent/data/employee' }),
    "/steps/file/forEach '/intent/data/employee' is restricted, and nobody can count it: refer to what is exposed (case, mode), or mark more of it with x-exposed, or let one skill work through it",
  ],
  [
    'a person who would have to see it',
    withStep('approve', { input: { title: { $from: '/intent/data/employee/name' } } }),
    "/steps/approve/input '/intent/data/employee/name' is restricted, and 'leave.approve@1' is performed by: person, who sees only what is exposed: refer to what is exposed (case, mode), or mark more of it with x-exposed",
  ],
])('refuses %s', (_, plan, said) =>
  expect(faultsOf(plan).map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([said]),
);

it('refuses a skill that does not say that it takes such data', () => {
  const file = { ...skills.get('leave.file@1')!, input: 'leave/question@1' };
  const skill = (name: string) => (name === file.name ? file : skills.get(name));
  expect(restrictedFaults({ steps, output }, { ...around, skill })).toEqual([
    {
      pointer: '/steps/file/input',
      message:
        "'/intent/data/employee' is restricted, and 'leave/question@1' does not say that 'leave.file@1' takes such data: mark that schema with x-data-classification, or refer to what is exposed (case, mode), or mark more of it with x-exposed",
    },
  ]);
});

const textsOf = (over: object) =>
  agentFaults([{ ...leave, plans: [{ ...planned!, ...over }] }], book).map(faultText);

it('refuses a run whose output is restricted', () =>
  expect(textsOf({ output: 'leave/answer@1' })).toEqual([
    "agent 'sick-leave', plan for 'business.leave.intent': its output 'leave/answer@1' is restricted, and whoever sees the run sees its output: let it hold what is exposed, and no more",
  ]));

it('refuses labels and marks that mean nothing', () => {
  const skill = planned!.skills[1]!;
  const given = (input: string) =>
    textsOf({ skills: planned!.skills.map((one) => (one === skill ? { ...skill, input } : one)) });
  expect(given('leave/strange@1')).toEqual([
    `agent 'sick-leave', plan for 'business.leave.intent': the schema 'leave/strange@1' says x-data-classification: "secret": write personal or health`,
  ]);
  expect(given('leave/deep@1').map((text) => /marks (\S+) with/.exec(text)?.[1])).toEqual([
    '/properties/name',
    '/properties/address/properties/city',
  ]);
});
