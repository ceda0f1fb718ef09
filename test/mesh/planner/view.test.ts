import { MESH } from '../../../src/contracts/event-types';
import { journalOf, refsOf, viewRun } from '../../../src/mesh/planner/view';
import {
  NOON,
  RUN,
  command,
  contextAt,
  deadlettered,
  failed,
  foldAll,
  intentOf,
  planOf,
  result,
  start,
  step,
} from './world';
import { fold } from '../../../src/mesh/planner/fold';

const plan = planOf(
  {
    read: step(),
    line: step({ needs: ['read'], forEach: '/steps/read/output' }),
    ask: step({ skill: 'test.ask@1', needs: ['read'], when: { read: { schema: { const: 'ask' } } } }),
    last: step({ needs: ['line'] }),
  },
  { lines: { $from: '/steps/line/output' } },
);

describe('the view of a run', () => {
  it('shows every step, what it gave, and what is still to come', () => {
    const begun = start(
      plan,
      {},
      { subject: 'R-1', traceparent: '00-4bf92f-00f067-01', deadline: new Date(NOON + 9_000).toISOString() },
    ).run;
    const run = foldAll(begun, [
      result('read', 'completed', { output: ['x', 'y'] }),
      result('line.0', 'completed', { output: 'X' }),
      deadlettered('line.1'),
    ]);
    expect(viewRun(run)).toEqual({
      runId: RUN,
      type: 'business.test.intent',
      status: 'blocked',
      subject: 'R-1',
      acceptedAt: new Date(NOON).toISOString(),
      deadline: new Date(NOON + 9_000).toISOString(),
      traceId: '4bf92f',
      steps: [
        { step: 'read', skill: 'test.do@1', status: 'completed', attempt: 1, output: ['x', 'y'] },
        {
          step: 'line',
          skill: 'test.do@1',
          status: 'deadlettered',
          items: [
            { status: 'completed', attempt: 1, output: 'X' },
            {
              status: 'deadlettered',
              attempt: 1,
              letter: 'letter-of-line.1',
              failure: { code: 'broken', message: 'is broken' },
            },
          ],
        },
        { step: 'ask', skill: 'test.ask@1', status: 'skipped' },
        { step: 'last', skill: 'test.do@1', status: 'pending' },
      ],
    });
  });

  it('shows why a run failed, and nothing of steps that will never be', () => {
    const run = foldAll(start(plan).run, [failed('read', 'unreadable')]);
    expect(viewRun(run)).toMatchObject({
      status: 'failed',
      endedAt: new Date(NOON + 1).toISOString(),
      failure: { code: 'unreadable', step: 'read' },
      steps: [
        { step: 'read', status: 'failed' },
        { status: 'skipped' },
        { status: 'skipped' },
        { status: 'skipped' },
      ],
    });
  });

  it('shows what is kept elsewhere as if it were here', () => {
    const one = planOf({ a: step() }, { $from: '/steps/a/output' });
    const kept: Record<string, unknown> = { 'content/one': { output: 'large' } };
    const read = (ref: string) => kept[ref];
    const event = { ...result('a', 'completed'), data: undefined, dataref: 'content/one' };
    const { run } = fold(start(one).run, event, contextAt(NOON, { read }));
    expect(refsOf(run)).toEqual(['content/one']);
    expect(viewRun(run, read)).toMatchObject({ output: 'large', steps: [{ output: 'large' }] });
    expect(viewRun(run).steps[0]).not.toHaveProperty('output');
  });

  it('shows that an id came with another body', () => {
    const { run } = fold(start(plan).run, intentOf({ other: true }), contextAt());
    expect(viewRun(run).reused).toBe(1);
  });

  it('tells what was taken in and given out', () => {
    const run = fold(start(plan).run, command(MESH.runCancel), contextAt(NOON + 1)).run;
    expect(journalOf(run)).toEqual([
      {
        n: 1,
        at: new Date(NOON).toISOString(),
        in: { id: 'order-1', type: 'business.test.intent' },
        out: [`${RUN}.read.1`, `${RUN}.changed-1`],
        status: 'running',
      },
      {
        n: 2,
        at: new Date(NOON + 1).toISOString(),
        in: { id: 'mesh.run.cancel-1', type: 'mesh.run.cancel', subject: RUN },
        out: [`${RUN}.changed-2`, `${RUN}.cancelled`],
        status: 'cancelled',
      },
    ]);
  });
});
