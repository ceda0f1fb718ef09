// Every message that an author can get before anything runs: where, what is wrong, what to do. Read them when they change.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { schemaBook } from '../../src/contracts/ajv-schema-book';
import { schemas } from '../../src/contracts/generated/schemas';
import type { Plan, Step } from '../../src/contracts/plan';
import { agent, anyOf, failureOf, failuresOf, is, plan, skill } from '../../src/kit';
import type { Agent, AnyRef, PlanBuilder, PlannedIntent } from '../../src/kit';
import { agentFaults, faultText } from '../../src/mesh/catalog';

interface SchemaFault {
  path: string;
  line: number;
  pointer: string;
  message: string;
}

const { schemaFaults, schemaFaultText } = require('../../scripts/generate/check-schemas.mjs') as {
  schemaFaults: (
    files: Readonly<Record<string, string>>,
    bookOf: typeof schemaBook,
  ) => readonly SchemaFault[];
  schemaFaultText: (fault: SchemaFault) => string;
};

const messageOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was said to be wrong');
};

/** What was done wrong, and what is said: as it is read in the snapshot. */
const said = (cases: Readonly<Record<string, () => unknown>>): string =>
  Object.entries(cases)
    .map(([what, work]) => `${what}\n    ${messageOf(work).replaceAll('\n', '\n    ')}`)
    .join('\n');

const looking = { input: 'mesh.run.changed@1', output: 'task.progressed@1', effects: 'none' } as const;
const look = skill({ name: 'demo.look@1', ...looking, perform: () => ({ fraction: 1 }) });
const tell = skill({
  name: 'demo.tell@1',
  input: 'task.failed@1',
  output: 'task.progressed@1',
  effects: 'external',
  perform: () => ({ fraction: 1 }),
});

type Build = (builder: PlanBuilder<'mesh.run.changed@1'>) => unknown;
const planned = (build: Build, intent: `business.${string}.intent` = 'business.demo.intent') =>
  plan(intent, 'mesh.run.changed@1', 'task.progressed@1', (builder) => {
    build(builder);
    return { fraction: 1 };
  });
const planning = (build: Build) => () => planned(build);
const good = planned(({ intent, step }) => step('look', look, intent));

/** What does not compile is written as JavaScript would. */
const untyped = (value: unknown) => value as never;

it('of skills', () => {
  const declared = (more: object) => () => skill(untyped({ name: 'demo.look@1', ...looking, ...more }));
  expect(
    said({
      'a name without a version': declared({ name: 'demo.look' }),
      'an input that has no schema': declared({ input: 'demo/nothing@1' }),
      'an output that has no schema': declared({ output: 'demo/nothing@1' }),
      'a repeat without an effect': declared({ repeat: 'keyed' }),
      'a probe that is not there': declared({ effects: 'external', repeat: 'probe' }),
      'a probe that is not asked for': declared({ effects: 'external', probe: () => undefined }),
      'half an attempt': declared({ retry: { attempts: 0.5 } }),
      'a person with effects': declared({ effects: 'external', by: 'person' }),
      'a timeout that is none': declared({ timeout: 'soon' }),
      'a timeout that no function lives to see': declared({ timeout: '10m' }),
      'a timeout that has to be had twice': declared({
        timeout: '150s',
        effects: 'external',
        repeat: 'probe',
        probe: () => undefined,
      }),
    }),
  ).toMatchSnapshot();
});

it('of plans, while they are recorded', () => {
  let stranger: AnyRef;
  planned(({ intent, step }) => {
    stranger = intent.type;
    step('a', look, intent);
  });
  expect(
    said({
      'a type that is none': () => planned(() => undefined, 'business.De_mo.intent'),
      'no steps': planning(() => undefined),
      'a name that is none': planning(({ intent, step }) => step('A_1', look, intent)),
      'a step twice': planning(({ intent, step }) => [step('a', look, intent), step('a', look, intent)]),
      'two skills of one name': planning(({ intent, step }) => [
        step('a', look, intent),
        step('b', { ...look }, intent),
      ]),
      'a function as input': planning(({ step }) => step('a', tell, untyped({ code: () => 'x' }))),
      'a date as input': planning(({ step }) => step('a', tell, untyped({ code: new Date(0) }))),
      'no number': planning(({ step }) => step('a', tell, untyped({ code: NaN }))),
      'a reference that is written': planning(({ step }) =>
        step('a', tell, untyped({ code: { $from: '/x' } })),
      ),
      'a reference that is spread': planning(({ intent, step }) => step('a', look, { ...intent })),
      'a reference in a text': planning(({ intent, step }) =>
        step('a', tell, { code: `${intent.type as unknown as string}!`, message: 'y' }),
      ),
      'a reference of another plan': planning(({ step }) => step('a', tell, untyped({ code: stranger }))),
      'an item of another step': planning(({ intent, step }) => {
        let item: unknown;
        step.each('a', tell, intent.waiting, ({ task }) => ((item = task), { code: 'x', message: 'y' }));
        step('b', tell, untyped({ code: item, message: 'y' }));
      }),
      'items of no list': planning(({ step }) =>
        step.each('a', tell, untyped([1]), () => ({ code: 'x', message: 'y' })),
      ),
      'a condition on the intent': planning(({ intent, step }) =>
        step('a', look, intent, { when: is(intent.type, 'x') }),
      ),
      'any of nothing': planning(({ intent, step }) => step('a', look, intent, { when: anyOf() })),
      'any of conditions on the intent': planning(({ intent, step }) =>
        step('a', look, intent, { when: anyOf(is(intent.type, 'x')) }),
      ),
      'a lane by what was skipped': planning(({ intent, step, lane }) => {
        const { message } = step('a', look, intent);
        lane('high', is(message, 'x', { ifSkipped: true }));
      }),
      'a lane by an item': planning(({ intent, step, lane }) =>
        step.each('a', tell, intent.waiting, ({ task }) => {
          lane('high', is(task, 'x'));
          return { code: 'x', message: 'y' };
        }),
      ),
      'waiting for the intent': planning(({ intent, step }) => step('a', look, intent, { after: intent })),
      'a failure of the intent': planning(({ intent }) => failureOf(intent)),
      'failures of a list of the intent': planning(({ intent }) => failuresOf(intent.waiting)),
      'steps that wait for each other': planning(({ intent, step }) => {
        const a = step('a', look, intent);
        const b = step('b', look, intent, { after: a });
        step('c', look, intent, { after: b, onFailure: a });
      }),
    }),
  ).toMatchSnapshot();
});

it('of agents', () => {
  const made = (more: Partial<Agent>) => () =>
    agent({ name: 'demo', version: '1.0.0', owner: 'us', plans: [good], ...more });
  const other = plan('business.other.intent', 'mesh.run.changed@1', 'task.progressed@1', ({ intent, step }) =>
    step('look', { ...look }, intent),
  );
  expect(
    said({
      'a name that is none': made({ name: 'The Demo' }),
      'a version that is none': made({ version: '1' }),
      'no owner': made({ owner: ' ' }),
      'no plans': made({ plans: [] }),
      'two plans for one type': made({ plans: [good, good] }),
      'two skills of one name': made({ plans: [good, other] }),
    }),
  ).toMatchSnapshot();
});

describe('of agents that are put together', () => {
  const book = schemaBook(schemas);
  const textsOf = (...agents: readonly Agent[]) => agentFaults(agents, book).map(faultText);
  const owned = (name: string, ...plans: readonly PlannedIntent[]): Agent => ({
    name,
    version: '1.0.0',
    owner: 'us',
    plans,
  });
  const with_ = (written: Plan) => textsOf(owned('demo', { ...good, plan: written }));
  const step = (more: Partial<Step> = {}): Step => ({ skill: 'demo.look@1', needs: [], input: {}, ...more });
  const from = (pointer: string) => ({ $from: pointer });
  const steps = (all: Readonly<Record<string, Step>>, output: unknown = {}): Plan => ({ steps: all, output });

  it('whole', () => {
    const twin = planned(({ intent, step: add }) => add('look', { ...look }, intent));
    expect({
      'no owner': textsOf({ ...owned('demo', good), owner: '' }),
      'two plans for one type, two skills of one name': textsOf(owned('demo', good), owned('twin', twin)),
      'a type that is none, and no schemas': textsOf(
        owned('demo', {
          ...good,
          intent: 'demo',
          schema: 'demo/a@1',
          output: 'demo/b@1',
          skills: [{ ...look, input: 'demo/c@1', output: 'demo/d@1' }],
        }),
      ),
    }).toMatchSnapshot();
  });

  it('by their plans', () => {
    expect({
      'no steps': with_(steps({})),
      'a name that is none': with_(steps({ 'A/1': step() })),
      'a skill without a version': with_(steps({ a: step({ skill: 'demo.look' }) })),
      'a skill that is not there': with_(steps({ a: step({ skill: 'demo.other@1' }) })),
      'a need that is not there': with_(steps({ a: step({ needs: ['b'] }) })),
      'a need of itself': with_(steps({ a: step({ needs: ['a'] }) })),
      'a need twice': with_(steps({ a: step(), b: step({ needs: ['a', 'a'] }) })),
      'a handler that is not there': with_(steps({ a: step({ onFailure: ['b'] }) })),
      'a condition on what it does not need': with_(
        steps({ a: step(), b: step({ when: { a: { schema: {} } } }) }),
      ),
      'a condition on what has failed': with_(
        steps({ a: step({ onFailure: ['b'] }), b: step({ needs: ['a'], when: { a: { schema: {} } } }) }),
      ),
      'any of nothing': with_(steps({ a: step({ whenAny: [[], [{}]] }) })),
      'one of several conditions on what it does not need': with_(
        steps({ a: step(), b: step({ whenAny: [[{ a: { schema: {} } }]] }) }),
      ),
      'a condition that is no schema': with_(
        steps({ a: step(), b: step({ needs: ['a'], when: { a: { schema: { type: 'nonsense' } } } }) }),
      ),
      'onItemFailure without forEach': with_(steps({ a: step({ onItemFailure: 'skip' }) })),
      'a list of what it does not need': with_(steps({ a: step(), b: step({ forEach: '/steps/a/output' }) })),
      'a reference with company': with_(steps({ a: step({ input: { ...from('/intent/data'), or: 1 } }) })),
      'references that lead nowhere': with_(
        steps({
          a: step({
            input: [
              from('intent.data'),
              from('/intent/body'),
              from('/steps/x/output'),
              from('/steps/a/result'),
              from('/item'),
            ],
          }),
        }),
      ),
      'a reference to what it does not need': with_(
        steps({ a: step(), b: step({ input: from('/steps/a/output') }) }),
      ),
      'a failure that it is not for': with_(
        steps({ a: step(), b: step({ needs: ['a'], input: from('/steps/a/failure') }) }),
      ),
      'an output of what has failed': with_(
        steps({ a: step({ onFailure: ['b'] }), b: step({ needs: ['a'], input: from('/steps/a/output') }) }),
      ),
      'an answer that leads nowhere': with_(steps({ a: step() }, from('/steps/b/output'))),
      'a lane by what is not there': with_({
        ...steps({ a: step() }),
        lanes: [{ lane: 'high', on: '/steps/b/output', schema: {} }],
      }),
      'steps that wait for each other': with_(
        steps({ a: step({ needs: ['b'] }), b: step({ needs: ['a'] }) }),
      ),
    }).toMatchSnapshot();
  });
});

describe('of schemas', () => {
  const right = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'demo/thing@1',
    title: 'DemoThing',
    description: 'A thing.',
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties: { name: { type: 'string', minLength: 1 }, size: { type: 'integer' } },
  };
  const PATH = 'schemas/skills/demo/thing/1.json';
  const EXAMPLES = 'schemas/skills/demo/thing/1.examples.json';
  const examples = {
    valid: [{ name: 'x' }],
    invalid: [{ why: 'a thing has a name', pointer: '/name', value: {} }],
  };
  const text = (value: unknown) => JSON.stringify(value, undefined, 2);
  const saidOf = (files: Readonly<Record<string, string>>): string[] =>
    schemaFaults({ [PATH]: text(right), [EXAMPLES]: text(examples), ...files }, schemaBook).map(
      schemaFaultText,
    );
  const schema = (more: object) => saidOf({ [PATH]: text({ ...right, ...more }) });
  const shown = (more: object) => saidOf({ [EXAMPLES]: text({ ...examples, ...more }) });

  it('finds nothing wrong with what is right', () => expect(saidOf({})).toEqual([]));

  it('themselves', () => {
    expect({
      'no JSON': saidOf({ [PATH]: text(right).replace('"DemoThing",', '"DemoThing"') }),
      'half a file': saidOf({ [PATH]: text(right).slice(0, 100) }),
      'no dialect, no id, no title, no description': schema({
        $schema: undefined,
        $id: 'demo/thing@2',
        title: 'demo thing',
        description: undefined,
      }),
      'a keyword that no types are made from': schema({
        properties: { name: { type: 'string' }, size: { type: 'integer', multipleOf: 5 } },
      }),
      'a reference to no schema': schema({ properties: { name: { $ref: 'demo/name@1' } } }),
      'a title twice': saidOf({
        'schemas/skills/demo/other/1.json': text({ ...right, $id: 'demo/other@1' }),
      }),
      'a type that is none': schema({ properties: { name: { type: 'string' }, size: { type: 'int' } } }),
      'what cannot be compiled': schema({ properties: { name: { type: 'string', pattern: '(' } } }),
      'a property that is not described': schema({ required: ['name', 'colour'] }),
    }).toMatchSnapshot();
  });

  it('by their examples', () => {
    const { [EXAMPLES]: _, ...alone } = { [PATH]: text(right), [EXAMPLES]: text(examples) };
    expect({
      'no examples': schemaFaults(alone, schemaBook).map(schemaFaultText),
      'no valid one': shown({ valid: [] }),
      'no invalid one': shown({ invalid: [] }),
      'a valid one that is not': shown({ valid: [{ name: 'x' }, { name: '', size: 'large' }] }),
      'an invalid one that is valid': shown({
        invalid: [{ why: 'sizes are numbers', pointer: '/size', value: { name: 'x', size: 1 } }],
      }),
      'an invalid one that is wrong elsewhere': shown({
        invalid: [{ why: 'sizes are numbers', pointer: '/size', value: { size: 1 } }],
      }),
    }).toMatchSnapshot();
  });
});

const { faultsIn } = require('../../scripts/dev/types.mjs') as { faultsIn: (said: string) => string[] };

describe('of the compiler', () => {
  /** What `npm run dev` makes of what it says of each plan that answers this. */
  const complaintsOf = (answers: readonly string[]): string[] => {
    mkdirSync('dist', { recursive: true });
    const folder = mkdtempSync(join('dist', 'wrong-'));
    const kit = JSON.stringify(resolve('src/kit'));
    const plans = answers.map(
      (answer) =>
        `plan('business.demo.intent', 'mesh.run.changed@1', 'task.failed@1', ({ intent, step }) => { ${answer} });`,
    );
    const module = `import { plan, skill } from ${kit};
      const tell = skill({ name: 'demo.tell@1', input: 'task.failed@1', output: 'task.progressed@1', effects: 'none', perform: () => ({ fraction: 1 }) });
      ${plans.join('\n')}`;
    try {
      writeFileSync(join(folder, 'wrong.ts'), module);
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({
          extends: '../../tsconfig.json',
          compilerOptions: { rootDir: '../..' },
          include: ['*.ts'],
        }),
      );
      const { stdout } = spawnSync(
        process.execPath,
        ['node_modules/typescript/bin/tsc', '-p', folder, '--noEmit', '--pretty', 'false'],
        { encoding: 'utf8' },
      );
      return faultsIn(stdout).map((fault) => fault.replace(/^.*?: /, ''));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it('names the member', () => {
    expect(
      complaintsOf([
        "step('a', tell, { code: 'x', message: 'y' }); return { code: 'x' };",
        "const a = step('a', tell, { code: 'x', message: 'y' }); return { code: 'x', message: a.fraction };",
        "return { code: 'x', message: 'y', mesage: 'z' };",
        "return { code: 'x', message: intent.subject };",
        "return step('a', tell, { code: 'x', message: 'y' });",
        "step('a', tell, { code: 'x' }); return { code: 'x', message: 'y' };",
        "step.each('a', tell, intent.waiting, ({ task }) => ({ code: task })); return { code: 'x', message: 'y' };",
      ]),
    ).toMatchInlineSnapshot(`
     [
       "Property 'message' is missing in type '{ readonly code: "x"; }' but required in type '{ readonly code: From<string>; readonly message: From<string>; }'.",
       "Types of property 'message' are incompatible. Type 'number' is not assignable to type 'string'.",
       "Types of property 'mesage' are incompatible. Type 'string' is not assignable to type 'NoSuchMember<"mesage">'.",
       "Types of property 'message' are incompatible. Type 'undefined' is not assignable to type 'string'.",
       "Types of property '[of]' are incompatible. Property 'code' is missing in type 'TaskProgressed' but required in type 'TaskFailed'.",
       "Property 'message' is missing in type '{ code: "x"; }' but required in type '{ readonly code: From<string>; readonly message: From<string>; }'.",
       "Property 'message' is missing in type '{ readonly code: AnyRef<string>; }' but required in type '{ readonly code: From<string>; readonly message: From<string>; }'.",
     ]
    `);
  }, 60_000);
});
