import { runIdOf } from '../../../../src/contracts/ids';
import { NOW, world } from '../world';

const answer = { output: { decision: 'approved' } };

describe('GET /api/tasks', () => {
  it('lists what waits in the tenant, the most urgent first', async () => {
    const w = world();
    const run = await w.waiting();
    const waiting = (step: string, changes = {}) => ({
      task: `${run}.${step}`,
      run,
      tenant: 'contoso',
      skill: 'test.ask@1',
      since: NOW,
      ...changes,
    });
    await w.index.write([
      {
        run: { run, tenant: 'contoso', status: 'waiting', type: 't', acceptedAt: NOW, at: NOW },
        waiting: [
          waiting('b'),
          waiting('a', { due: NOW + 1_000, title: 'Approve it' }),
          waiting('c', { tenant: 'fabrikam' }),
        ],
        answered: [],
      },
    ]);
    expect((await w.call('GET', '/api/tasks?status=waiting')).body).toMatchObject({
      tasks: [
        {
          taskId: `${run}.a`,
          runId: run,
          status: 'waiting',
          skill: 'test.ask@1',
          title: 'Approve it',
          since: '2026-11-21T10:00:00.000Z',
          due: '2026-11-21T10:00:01.000Z',
          link: `https://mesh.example/api/runs/${run}`,
        },
        { taskId: `${run}.b` },
      ],
    });
  });

  it('lists nothing else', async () => {
    expect(await world().call('GET', '/api/tasks?status=completed')).toMatchObject({ status: 400 });
  });
});

describe('POST /api/tasks/{id}/complete', () => {
  const complete = (
    w: ReturnType<typeof world>,
    run: string,
    body: unknown,
    step = 'ask',
    tenant = 'contoso',
  ) => w.call('POST', `/api/tasks/${run}.${step}/complete`, { body, tenant });

  it('publishes the answer, which the run takes in', async () => {
    const w = world();
    const run = await w.waiting();
    expect(await complete(w, run, answer)).toEqual({
      status: 202,
      body: {
        taskId: `${run}.ask`,
        runId: run,
        status: 'accepted',
        link: `https://mesh.example/api/runs/${run}`,
      },
    });
    const [command] = w.publisher.events;
    expect(command).toMatchObject({
      type: 'mesh.task.answer',
      subject: `${run}.ask`,
      correlationid: run,
      tenantid: 'contoso',
      authid: 'caller',
      data: { task: `${run}.ask`, ...answer },
    });
    expect((await w.happens(run, command!)).status).toBe('completed');
  });

  it('gives the same answer of the same caller the same id, and another answer another', async () => {
    const w = world();
    const run = await w.waiting();
    for (const body of [answer, answer, { output: { decision: 'rejected' } }]) await complete(w, run, body);
    const [first, again, other] = w.publisher.events.map(({ id }) => id);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('takes a no for an answer', async () => {
    const w = world();
    const run = await w.waiting();
    expect(await complete(w, run, { failure: { code: 'no', message: 'No.' } })).toMatchObject({
      status: 202,
    });
  });

  it('keeps a large answer elsewhere', async () => {
    const w = world();
    const run = await w.waiting();
    await complete(w, run, { output: { decision: 'approved', note: 'x'.repeat(40_000) } });
    expect(w.publisher.events[0]).toMatchObject({ dataref: expect.stringMatching(`^content/${run}/`) });
  });

  it.each([
    ['an output that does not fit the skill', { output: { decision: 7 } }, '/output/decision'],
    ['an output with a member too many', { output: { decision: 'x', why: 'y' } }, '/output/why'],
    ['neither output nor failure', {}, ''],
    ['both', { ...answer, failure: { code: 'no', message: 'No.' } }, ''],
  ])('refuses %s', async (_, body, pointer) => {
    const w = world();
    const run = await w.waiting();
    expect(await complete(w, run, body)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
    expect(w.publisher.events).toEqual([]);
  });

  it('says what became of a task that takes no answer any more', async () => {
    const w = world();
    const run = await w.begun();
    expect(await complete(w, run, answer)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('not begun'), taskStatus: 'pending' },
    });
    expect(await complete(w, run, answer, 'do')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('worker') },
    });
    await w.completes(run, 'do', 1);
    await w.happens(run, { type: 'mesh.task.answer', data: { task: `${run}.ask`, ...answer } });
    expect(await complete(w, run, answer)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('completed'), taskStatus: 'completed', runStatus: 'completed' },
    });
    expect(w.publisher.events).toEqual([]);
  });

  it('knows no task of another tenant, of an unknown step, or of no run', async () => {
    const w = world();
    const run = await w.waiting();
    const nowhere = runIdOf({ tenant: 'contoso', source: '/nowhere', id: '1' });
    expect(await complete(w, run, answer, 'ask', 'fabrikam')).toMatchObject({ status: 404 });
    expect(await complete(w, run, answer, 'constructor')).toMatchObject({ status: 404 });
    expect(await complete(w, nowhere, answer)).toMatchObject({ status: 404 });
    expect(await w.call('POST', '/api/tasks/42/complete', { body: answer })).toMatchObject({ status: 404 });
  });
});
