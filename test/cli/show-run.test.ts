import type { Hint } from '../../src/cli/hint';
import type { RunView, StepView } from '../../src/cli/run-view';
import { showRun } from '../../src/cli/show-run';

beforeAll(() => {
  process.env['NO_COLOR'] = '1';
});

const hint: Hint = (...words) => `npm run mesh -- ${words.join(' ')}`;

const run = (status: string, ...steps: StepView[]): RunView => ({
  runId: 'r1',
  type: 'business.invoice.intent',
  status,
  steps,
});

it('says how to answer an approval that waits', () => {
  const text = showRun(
    run('waiting', { step: 'approve', skill: 'approval.request@1', status: 'waiting' }),
    hint,
  );
  expect(text).toContain('npm run mesh -- answer r1.approve --approve');
  expect(text).toContain('npm run mesh -- answer r1.approve --reject');
});

it('says how to answer another skill, one item of a list', () => {
  const items = [{ status: 'completed' }, { status: 'waiting' }];
  const text = showRun(
    run('waiting', { step: 'code', skill: 'line.code@1', status: 'waiting', items }),
    hint,
  );
  expect(text).toContain('npm run mesh -- answer r1.code.1 --output');
});

it('says how to replay the dead letter that blocks a run', () => {
  const text = showRun(
    run('blocked', { step: 'post', skill: 'invoice.post@1', status: 'deadlettered', letter: 'l1' }),
    hint,
  );
  expect(text).toContain('npm run mesh -- replay --id l1 --dry-run');
});

it('says nothing is to be done where nothing is', () => {
  expect(showRun(run('completed'), hint)).not.toContain('npm run mesh');
});
