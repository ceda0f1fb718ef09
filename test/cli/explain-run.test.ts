import { explainRun, type Explained, type JournalView } from '../../src/cli/explain-run';
import type { Hint } from '../../src/cli/hint';
import type { StepView } from '../../src/cli/run-view';
import type { Plan, Step } from '../../src/contracts/plan';

const hint: Hint = (...words) => `mesh ${words.join(' ')}`;
const told = (of: Explained) => explainRun(of, { hint });

const RUN = '00000000-0000-8000-8000-000000000001';
const START = Date.UTC(2024, 4, 3, 12);
const at = (seconds: number): string => new Date(START + seconds * 1_000).toISOString();

const step = (skill: string, needs: readonly string[], more: Partial<Step> = {}): Step => ({
  skill,
  needs,
  input: {},
  ...more,
});
const when = (member: string, schema: object) => ({
  schema: { type: 'object', required: [member], properties: { [member]: schema } },
});

const PLAN: Plan = {
  steps: {
    extract: step('invoice.extract@1', []),
    risk: step('invoice.score-risk@1', ['extract']),
    approve: step('approval.request@1', ['risk'], { when: { risk: when('level', { const: 'high' }) } }),
    post: step('invoice.post@1', ['extract', 'approve'], {
      when: { approve: { ...when('decision', { const: 'approved' }), ifSkipped: true } },
      onFailure: ['sorry'],
    }),
    sorry: step('mail.send@1', ['post']),
    lines: step('invoice.code-line@1', ['extract'], { forEach: '/steps/extract/output/lines' }),
  },
  output: {},
};

let n = 0;
const entry = (
  seconds: number,
  type: string,
  name: string,
  fields: Partial<JournalView['in']> = {},
  out: readonly string[] = [],
): JournalView => ({
  n: ++n,
  at: at(seconds),
  in: {
    id: `e${n}`,
    type: type.includes('.') ? type : `business.invoice.task.${type}`,
    subject: `${RUN}.${name}`,
    ...fields,
  },
  out,
});
const id = (name: string, attempt = 1) => `${RUN}.${name}.${attempt}`;

const view = (name: string, status: string, more: Partial<StepView> = {}): StepView => ({
  step: name,
  skill: PLAN.steps[name]!.skill,
  status,
  ...more,
});

const explained = (
  status: string,
  steps: readonly StepView[],
  journal: readonly JournalView[] = [],
  run: Partial<Explained['run']> = {},
): Explained => ({
  run: { runId: RUN, type: 'business.invoice.intent', status, acceptedAt: at(0), steps, ...run },
  journal,
  plan: PLAN,
});

it('says why each step ran or was skipped, and how long it took', () => {
  const text = told(
    explained(
      'completed',
      [
        view('extract', 'completed', { attempt: 1, output: { lines: [1, 2] } }),
        view('risk', 'completed', { attempt: 2, output: { level: 'low' } }),
        view('approve', 'skipped'),
        view('post', 'completed', { attempt: 3 }),
        view('sorry', 'skipped'),
        view('lines', 'completed', { items: [{ status: 'completed' }, { status: 'failed' }] }),
      ],
      [
        entry(0, 'business.invoice.intent', '', {}, [id('extract')]),
        entry(1.5, 'completed', 'extract', {}, [id('risk'), id('lines.0'), id('lines.1')]),
        entry(14, 'completed', 'risk', {}, [id('post')]),
        entry(80, 'mesh.run.check', '', {}, [id('post')]),
        entry(200, 'completed', 'post', { by: 'ada', replay: 'r1' }),
        entry(201, 'completed', 'post', { late: true }),
      ],
      { endedAt: at(200) },
    ),
  );
  expect(text).toMatchSnapshot();
});

it('says what a step lacked that others failed to give', () => {
  const steps = [view('extract', 'failed'), view('risk', 'skipped'), view('post', 'skipped')];
  expect(told(explained('failed', steps))).toContain('it needs extract, which failed.');
});

it('says what a run waits for, what is a dead letter, and what is next', () => {
  const steps = [
    view('extract', 'completed', { attempt: 1, output: {} }),
    view('risk', 'completed', { attempt: 1, output: { level: 'high' } }),
    view('approve', 'waiting', { attempt: 1 }),
    view('post', 'pending'),
    view('sorry', 'pending'),
    view('lines', 'deadlettered', { letter: 'l1', failure: { code: 'timeout', message: 'no answer' } }),
  ];
  expect(told(explained('waiting', steps, [], { deadline: at(900) }))).toMatchSnapshot();
});

it('says which run a step waits for, where its skill goes in the order of a key', () => {
  const first = '00000000-0000-8000-8000-000000000002';
  const behind = { run: first, key: 'supplier-42' };
  const steps = [
    view('extract', 'completed', { attempt: 1, output: {} }),
    view('post', 'pending', { behind }),
    view('lines', 'pending', { items: [{ status: 'pending' }], behind }),
  ];
  const text = told(explained('running', steps));
  const sentence = `could start, and waits for run ${first}, which holds key 'supplier-42'.`;
  expect(text).toMatch(new RegExp(`post.* ${sentence}`));
  expect(text).toMatch(new RegExp(`lines.* ${sentence}`));
});

it('says who answered and who cancelled, and what failed', () => {
  const steps = [
    view('extract', 'completed', { attempt: 1, output: {} }),
    view('risk', 'completed', { attempt: 1, output: { level: 'high' } }),
    view('approve', 'completed', { attempt: 1, output: { decision: 'rejected' } }),
    view('post', 'skipped'),
    view('sorry', 'failed', { attempt: 1, failure: { code: 'no-address', message: 'nobody to write to' } }),
  ];
  const journal = [
    entry(0, 'business.invoice.intent', '', {}, [id('extract')]),
    entry(9, 'mesh.task.answer', 'approve', { by: 'ada' }),
    entry(10, 'mesh.run.cancel', '', { by: 'bob' }),
  ];
  const text = told(explained('cancelled', steps, journal, { endedAt: at(10), reason: 'sent twice' }));
  expect(text).toMatchSnapshot();
});

it('says which lane the plan chose for a step, and by what', () => {
  const { risk, approve, post, lines } = PLAN.steps;
  const high = { lane: 'high', on: '/steps/risk/output' } as const;
  const plan: Plan = {
    ...PLAN,
    steps: { risk: risk!, approve: approve!, post: post!, lines: lines! },
    lanes: [
      { ...high, schema: when('level', { const: 'high' }).schema },
      { lane: 'low', on: '/intent/data', schema: when('bulk', { const: true }).schema },
    ],
  };
  const steps = [
    view('risk', 'completed', { attempt: 1, output: { level: 'high' } }),
    view('post', 'completed', { attempt: 1, lane: 'high' }),
    view('lines', 'completed', { items: [{ status: 'completed', lane: 'low' }] }),
  ];
  const text = told({ ...explained('completed', steps), plan });
  expect(text).toContain('ran in lane high (risk.level is "high") once ');
  expect(text).toContain('ran in lane low (intent.bulk is true) once ');
});

describe('a step with one of several conditions', () => {
  const { risk, approve } = PLAN.steps;
  const plan: Plan = {
    ...PLAN,
    steps: {
      risk: risk!,
      approve: approve!,
      post: step('invoice.post@1', ['risk', 'approve'], {
        whenAny: [
          [
            { approve: when('decision', { const: 'approved' }) },
            {
              risk: {
                schema: {
                  allOf: [when('level', { const: 'low' }).schema, when('sum', { maximum: 9 }).schema],
                },
              },
              approve: { ...when('decision', {}), or: ['skipped'] },
            },
          ],
        ],
      }),
    },
  };
  const said = (output: object, approval: Partial<StepView>, status: string) =>
    told({
      ...explained('completed', [
        view('risk', 'completed', { attempt: 1, output }),
        view('approve', 'completed', { attempt: 1, ...approval }),
        view('post', status, { attempt: 1 }),
      ]),
      plan,
    }).match(/post +(.*)/)![1];

  it('says which of them it was', () => {
    expect(said({ level: 'high', sum: 9 }, { output: { decision: 'approved' } }, 'completed')).toBe(
      'ran once risk and approve had settled, for approve.decision is "approved", and completed at the first try.',
    );
    expect(said({ level: 'low', sum: 9 }, { status: 'skipped' }, 'completed')).toBe(
      'ran once risk and approve had settled, for risk.level is "low" and risk.sum is at most 9 and approve was skipped, and completed at the first try.',
    );
  });

  it('says what it wanted, and what was there instead', () =>
    expect(said({ level: 'low', sum: 10 }, { status: 'skipped' }, 'skipped')).toBe(
      'was skipped: it runs only when approve.decision is "approved", or risk.level is "low" and risk.sum is at most 9 and approve.decision is there, and approve was skipped, risk.level was "low" and risk.sum was 10.',
    ));
});
