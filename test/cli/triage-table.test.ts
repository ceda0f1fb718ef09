import type { RunView } from '../../src/cli/run-view';
import { triageTable } from '../../src/cli/triage-table';

beforeAll(() => {
  process.env['NO_COLOR'] = '1';
});

const run = (members: Partial<RunView>): RunView => ({
  runId: '8480c031-80f7-8c5c-b487-50a37ee68d31',
  type: 'business.invoice.intent',
  status: 'completed',
  ...members,
});

const facts = {
  number: '1107',
  currency: 'EUR',
  supplier: { name: 'Baltic Turbine' },
  totals: { payable: '84000.00' },
};

it('shows what was decided, and why', () => {
  const output = {
    decision: 'posted',
    supplier: 'Müller',
    number: 'A1',
    amount: '1692.63',
    currency: 'EUR',
    reasons: [{ text: 'It is new' }],
  };
  expect(triageTable([{ file: 'a.xml', ms: 1234, run: run({ output }) }], 120)).toMatchSnapshot();
});

it('shows of a run that waits what its steps have found', () => {
  const steps = [
    { step: 'extract', skill: 'invoice.extract@1', status: 'completed', output: facts },
    {
      step: 'score-risk',
      skill: 'invoice.score-risk@1',
      status: 'completed',
      output: { reasons: [{ text: 'It is over the limit of what is paid without a question to somebody' }] },
    },
  ];
  expect(
    triageTable([{ file: 'b.xml', ms: 200, run: run({ status: 'waiting', steps }) }], 60),
  ).toMatchSnapshot();
});

it('shows of a document that could not be read its file, and why', () => {
  const failure = { code: 'doctype', message: 'the document has a DOCTYPE', step: 'extract' };
  expect(
    triageTable([{ file: '10-doctype.xml', ms: 200, run: run({ status: 'failed', failure }) }], 120),
  ).toMatchSnapshot();
});
