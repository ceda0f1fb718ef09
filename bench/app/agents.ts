import { appendFileSync } from 'node:fs';
import { schemas as ofTheProduct } from '../../src/contracts/generated/schemas';
import type { Agent } from '../../src/mesh/catalog';
import type { Skill } from '../../src/mesh/worker/skill';

const order = {
  type: 'object',
  additionalProperties: false,
  required: ['number', 'customer', 'lines'],
  properties: {
    number: { type: 'string', minLength: 1 },
    customer: { type: 'string', minLength: 1 },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['item', 'quantity', 'price'],
        properties: {
          item: { type: 'string' },
          quantity: { type: 'integer', minimum: 1 },
          price: { type: 'number' },
        },
      },
    },
  },
};

export const schemas = {
  ...ofTheProduct,
  'business.chain.intent@1': { $id: 'business.chain.intent@1', ...order },
  'business.claimed.intent@1': { $id: 'business.claimed.intent@1', ...order },
  'bench/order@1': { $id: 'bench/order@1', ...order },
};

const skill = (name: string, over: Partial<Skill> = {}): Skill => ({
  name,
  input: 'bench/order@1',
  output: 'bench/order@1',
  effects: 'none',
  repeat: 'never',
  timeoutMs: 5_000,
  retry: { attempts: 3 },
  by: 'worker',
  perform: (input) => input,
  ...over,
});

/** An effect that a second one would show: a line with the key of its task. */
const booked = skill('bench.book@1', {
  effects: 'external',
  repeat: 'keyed',
  perform: (input, { key }) => {
    appendFileSync(process.env['BENCH_EFFECTS']!, `${key}\n`);
    return input;
  },
});

const chained = (skills: readonly Skill[]) => ({
  skills,
  plan: {
    steps: Object.fromEntries(
      skills.map(({ name }, nth) => [
        `s${nth}`,
        {
          skill: name,
          needs: nth === 0 ? [] : [`s${nth - 1}`],
          input: { $from: nth === 0 ? '/intent/data' : `/steps/s${nth - 1}/output` },
        },
      ]),
    ),
    output: { $from: `/steps/s${skills.length - 1}/output` },
  },
});

const planned = (domain: string, ...skills: Skill[]) => ({
  intent: `business.${domain}.intent`,
  schema: `business.${domain}.intent@1`,
  output: 'bench/order@1',
  ...chained(skills),
});

/** Three steps without effects, and one with an external effect. */
export const agentsOf = (): readonly Agent[] => [
  {
    name: 'bench',
    version: '1.0.0',
    owner: 'bench',
    plans: [
      planned('chain', skill('bench.first@1'), skill('bench.second@1'), skill('bench.third@1')),
      planned('claimed', booked),
    ],
  },
];
