import { derivedId, runIdOf } from '../../../../src/contracts/ids';
import { pollAfterS } from '../../../../src/mesh/gateway/routes/run-result';
import { NOW, TYPE, world } from '../world';

const MINUTE = 60_000;
const SOMEWHERE = runIdOf({ tenant: 'contoso', source: '/nowhere', id: '1' });

describe('GET /api/runs/{id}', () => {
  it('shows a run', async () => {
    const w = world();
    const run = await w.begun();
    expect(await w.call('GET', `/api/runs/${run}`)).toMatchObject({
      status: 200,
      body: {
        runId: run,
        type: TYPE,
        status: 'running',
        steps: [
          { step: 'do', status: 'dispatched' },
          { step: 'ask', status: 'pending' },
        ],
      },
    });
  });

  it('shows outputs that are kept elsewhere', async () => {
    const w = world();
    const run = await w.begun();
    await w.contents.put('content/x/y', Buffer.from('{"output":{"large":true}}'));
    await w.happens(run, {
      id: `${run}.do.1.completed`,
      type: 'business.test.task.completed',
      subject: `${run}.do`,
      attempt: 1,
      dataref: 'content/x/y',
    });
    expect(await w.call('GET', `/api/runs/${run}`)).toMatchObject({
      body: { steps: [{ output: { large: true } }, {}] },
    });
  });

  it.each([
    ['that is not there', `/api/runs/${SOMEWHERE}`],
    ['whose id is none', '/api/runs/42'],
    ['whose id cannot be read', '/api/runs/%ff'],
    ['that was accepted too long ago to be on its way', `/api/runs/${SOMEWHERE}?since=${NOW - 11 * MINUTE}`],
    ['that will be accepted', `/api/runs/${SOMEWHERE}?since=${NOW + 11 * MINUTE}`],
    ['accepted at no time', `/api/runs/${SOMEWHERE}?since=lately`],
  ])('does not know a run %s', async (_, path) => {
    expect(await world().call('GET', path)).toMatchObject({
      status: 404,
      body: { type: '/problems/not-found' },
    });
  });

  it.each([`${NOW - 9 * MINUTE}`, '2026-11-21T09:55:00Z'])(
    'says that a run accepted at %s is accepted',
    async (since) => {
      expect(await world().call('GET', `/api/runs/${SOMEWHERE}?since=${since}`)).toEqual({
        status: 200,
        body: { runId: SOMEWHERE, status: 'accepted' },
      });
    },
  );

  it("shows nobody another tenant's run", async () => {
    const w = world();
    const run = await w.begun();
    for (const path of ['', '/result', '/events'])
      expect(await w.call('GET', `/api/runs/${run}${path}`, { tenant: 'fabrikam' })).toMatchObject({
        status: 404,
      });
    expect(await w.call('POST', `/api/runs/${run}/cancel`, { tenant: 'fabrikam' })).toMatchObject({
      status: 404,
    });
  });

  it('does not tell a run of another tenant from one that is on its way', async () => {
    const w = world();
    const run = await w.begun();
    const answer = await w.call('GET', `/api/runs/${run}?since=${NOW}`, { tenant: 'fabrikam' });
    expect(answer).toEqual({ status: 200, body: { runId: run, status: 'accepted' } });
  });

  it('holds the answer until the run ends', async () => {
    const w = world();
    const run = await w.waiting();
    const answer = w.call('GET', `/api/runs/${run}?wait=30`);
    await w.clock.advance(5_000);
    await w.happens(run, {
      type: 'mesh.task.answer',
      data: { task: `${run}.ask`, output: { decision: 'yes' } },
    });
    await w.clock.advance(2_000);
    expect(await answer).toMatchObject({ body: { status: 'completed', output: { decision: 'yes' } } });
  });

  it('holds it for a run that is still to come, and no longer than asked', async () => {
    const w = world();
    const answer = w.call('GET', `/api/runs/${SOMEWHERE}?wait=3&since=${NOW}`);
    await w.clock.advance(3_000);
    expect(await answer).toMatchObject({ status: 200, body: { status: 'accepted' } });
  });

  it.each(['-1', '61', 'long', '1.5'])('refuses to wait %s seconds', async (wait) => {
    expect(await world().call('GET', `/api/runs/${SOMEWHERE}?wait=${wait}`)).toMatchObject({ status: 400 });
  });
});

describe('GET /api/runs/{id}/result', () => {
  it('says where and when to ask again until the run ends', async () => {
    const w = world();
    const run = await w.begun();
    expect(await w.call('GET', `/api/runs/${run}/result?since=${NOW}`)).toEqual({
      status: 202,
      headers: { location: `https://mesh.example/api/runs/${run}/result?since=${NOW}`, 'retry-after': '5' },
      body: { runId: run, status: 'running', link: `https://mesh.example/api/runs/${run}` },
    });
    expect(await w.call('GET', `/api/runs/${SOMEWHERE}/result?since=${NOW}`)).toMatchObject({
      status: 202,
      body: { status: 'accepted' },
    });
  });

  it('gives the output, and nothing else', async () => {
    const w = world();
    const run = await w.waiting();
    await w.happens(run, {
      type: 'mesh.task.answer',
      data: { task: `${run}.ask`, output: { decision: 'yes' } },
    });
    expect(await w.call('GET', `/api/runs/${run}/result`)).toEqual({
      status: 200,
      body: { decision: 'yes' },
    });
  });

  it('tells of a run that failed as a problem', async () => {
    const w = world();
    const run = await w.waiting();
    const failure = { code: 'too-dear', message: 'It is too dear.' };
    await w.happens(run, { type: 'mesh.task.answer', data: { task: `${run}.ask`, failure } });
    expect(await w.call('GET', `/api/runs/${run}/result`)).toMatchObject({
      status: 422,
      headers: { 'content-type': 'application/problem+json' },
      body: {
        type: '/problems/run-failed',
        detail: 'It is too dear.',
        runId: run,
        failure: { ...failure, step: 'ask' },
      },
    });
  });

  it('tells of a run that was cancelled as a problem', async () => {
    const w = world();
    const run = await w.waiting();
    await w.happens(run, { type: 'mesh.run.cancel', data: { reason: 'changed my mind' } });
    expect(await w.call('GET', `/api/runs/${run}/result`)).toMatchObject({
      status: 422,
      body: { type: '/problems/run-cancelled', detail: 'changed my mind' },
    });
  });
});

describe('GET /api/runs/{id}/result?since=now', () => {
  it('waits for a run that is not there yet, and no longer than a link would', async () => {
    const w = world();
    const first = await w.call('GET', `/api/runs/${SOMEWHERE}/result?since=now`);
    expect(first).toMatchObject({ status: 202, body: { status: 'accepted' } });
    const again = new URL(first.headers!['location']!);
    expect(again.searchParams.get('since')).toBe(String(NOW));
    await w.clock.advance(9 * MINUTE);
    expect(await w.call('GET', again.pathname + again.search)).toMatchObject({ status: 202 });
    await w.clock.advance(MINUTE);
    expect(await w.call('GET', again.pathname + again.search)).toMatchObject({ status: 404 });
  });
});

describe('GET /api/intents/{type}/runs/{id}/result', () => {
  it('is the result of a run of that type', async () => {
    const w = world();
    const run = await w.waiting();
    await w.happens(run, {
      type: 'mesh.task.answer',
      data: { task: `${run}.ask`, output: { decision: 'yes' } },
    });
    expect(await w.call('GET', `/api/intents/${TYPE}/runs/${run}/result`)).toEqual({
      status: 200,
      body: { decision: 'yes' },
    });
  });

  it('knows no run of another type', async () => {
    const w = world();
    const run = await w.begun();
    expect(await w.call('GET', `/api/intents/business.paper.intent/runs/${run}/result`)).toMatchObject({
      status: 404,
    });
  });
});

it.each([
  [0, 5],
  [50_000, 5],
  [60_000, 6],
  [10 * MINUTE, 60],
  [60 * MINUTE, 300],
  [24 * 60 * MINUTE, 300],
])('asks for the result of a run of %s ms again after %s s', (age, seconds) => {
  expect(pollAfterS(age)).toBe(seconds);
});

describe('GET /api/runs/{id}/events', () => {
  it('lists what the run took in and gave out', async () => {
    const w = world();
    const run = await w.waiting();
    expect(await w.call('GET', `/api/runs/${run}/events`)).toMatchObject({
      status: 200,
      body: {
        runId: run,
        events: [
          { n: 1, at: '2026-11-21T10:00:00.000Z', in: { id: 'order-1', type: TYPE } },
          { n: 2, in: { id: `${run}.do.1.completed` } },
        ],
      },
    });
  });

  it('knows no journal of what is not there', async () => {
    expect(await world().call('GET', `/api/runs/${SOMEWHERE}/events?since=${NOW}`)).toMatchObject({
      status: 404,
    });
  });
});

describe('GET /api/runs', () => {
  const indexed = (n: number, changes = {}) => ({
    run: {
      run: derivedId(String(n)),
      tenant: 'contoso',
      status: 'running' as const,
      type: TYPE,
      acceptedAt: NOW + n,
      at: NOW + n,
      ...changes,
    },
    waiting: [],
    answered: [],
  });

  it('lists the runs of the tenant, newest first', async () => {
    const w = world();
    await w.index.write([indexed(1), indexed(2, { subject: 'order 2' }), indexed(3, { tenant: 'fabrikam' })]);
    const run = derivedId('2');
    const { body } = await w.call('GET', '/api/runs');
    expect(body).toMatchObject({
      runs: [
        {
          runId: run,
          type: TYPE,
          status: 'running',
          subject: 'order 2',
          acceptedAt: '2026-11-21T10:00:00.002Z',
          changedAt: '2026-11-21T10:00:00.002Z',
          link: `https://mesh.example/api/runs/${run}`,
        },
        { runId: derivedId('1') },
      ],
    });
  });

  it.each([
    ['status=failed', ['2']],
    [`type=${TYPE}`, ['3', '2', '1']],
    ['type=business.other.intent', []],
    ['subject=order%203', ['3']],
    ['limit=1', ['3']],
  ])('filters by %s', async (query, expected) => {
    const w = world();
    await w.index.write([indexed(1), indexed(2, { status: 'failed' }), indexed(3, { subject: 'order 3' })]);
    const { body } = await w.call('GET', `/api/runs?${query}`);
    expect((body as { runs: { runId: string }[] }).runs.map(({ runId }) => runId)).toEqual(
      expected.map((n) => derivedId(n)),
    );
  });

  it('goes on where a page ended', async () => {
    const w = world();
    await w.index.write([indexed(1), indexed(2)]);
    const { cursor } = (await w.call('GET', '/api/runs?limit=1')).body as { cursor: string };
    const { body } = await w.call('GET', `/api/runs?limit=1&cursor=${cursor}`);
    expect(body).toMatchObject({ runs: [{ runId: derivedId('1') }] });
    expect(body).not.toHaveProperty('cursor');
  });

  it.each(['status=lost', 'limit=0', 'limit=201', 'cursor=invented'])('refuses %s', async (query) => {
    expect(await world().call('GET', `/api/runs?${query}`)).toMatchObject({ status: 400 });
  });
});

describe('POST /api/runs/{id}/cancel', () => {
  it('publishes the command, the same however often it is asked for', async () => {
    const w = world();
    const run = await w.begun();
    const body = { reason: 'no longer needed' };
    expect(await w.call('POST', `/api/runs/${run}/cancel`, { body })).toEqual({
      status: 202,
      body: { runId: run, status: 'running', link: `https://mesh.example/api/runs/${run}` },
    });
    await w.call('POST', `/api/runs/${run}/cancel`, { body });
    const [first, again] = w.publisher.events;
    expect(first).toMatchObject({
      type: 'mesh.run.cancel',
      subject: run,
      correlationid: run,
      tenantid: 'contoso',
      authtype: 'app',
      authid: 'caller',
      data: body,
    });
    expect(again!.id).toBe(first!.id);
  });

  it('needs no body', async () => {
    const w = world();
    const run = await w.begun();
    expect(await w.call('POST', `/api/runs/${run}/cancel`)).toMatchObject({ status: 202 });
    expect(w.publisher.events[0]!.data).toEqual({});
  });

  it('refuses for a run that has ended', async () => {
    const w = world();
    const run = await w.waiting();
    await w.happens(run, { type: 'mesh.run.cancel', data: {} });
    expect(await w.call('POST', `/api/runs/${run}/cancel`)).toMatchObject({
      status: 409,
      body: { runStatus: 'cancelled' },
    });
    expect(w.publisher.events).toEqual([]);
  });

  it('says 503 where the broker is away', async () => {
    const w = world();
    const run = await w.begun();
    w.publisher.fail(() => new Error('away'));
    expect(await w.call('POST', `/api/runs/${run}/cancel`)).toMatchObject({ status: 503 });
  });
});
