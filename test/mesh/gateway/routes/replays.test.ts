import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { dead, deadBytes, intentEvent, RUN, taskEvent } from '../../letters/world';
import { letterRoutesWorld } from './letter-world';

const world = async () => {
  const all = letterRoutesWorld();
  await all.setRun('blocked');
  const letters = await all.bury(
    dead(taskEvent()),
    dead(intentEvent({ tenantid: 't2' })),
    deadBytes(Buffer.from('?')),
  );
  return { ...all, letters };
};

describe('a replay', () => {
  it('is made, goes on by itself, and tells how the run ended', async () => {
    const { call, letters, turn, setRun, publisher } = await world();
    const made = await call('CreateReplay', {
      body: { select: { ids: [letters[0]] }, ramp: 10, edit: { a: 1 } },
    });
    expect(made.status).toBe(202);
    const { id } = made.body as { id: string };
    expect(made.body).toEqual({
      id,
      total: 1,
      more: false,
      unknown: [],
      link: `http://mesh.test/api/replays/${id}`,
    });
    const shown = async () => (await call('GetReplay', { params: { id } })).body;
    expect(await shown()).toMatchObject({
      status: 'sending',
      by: { type: 'user', id: 'u1' },
      select: { ids: [letters[0]] },
      options: { perSecond: 10, deadline: 'extend', rampSeconds: 10, edit: { a: 1 } },
      progress: { pending: 1 },
    });
    await turn();
    expect(publisher.events.map(({ id }) => id)).toEqual([`${RUN}.post.2`]);
    expect(await shown()).toMatchObject({ status: 'waiting', progress: { sent: 1 } });
    await setRun('failed');
    await turn();
    expect(await shown()).toMatchObject({
      status: 'done',
      progress: { failed: 1 },
      letters: [
        { letter: letters[0], state: 'failed', link: `http://mesh.test/api/dead-letters/${letters[0]}` },
      ],
    });
  });

  it('is frozen: what comes later is not of it', async () => {
    const { call, bury, turn, publisher } = await world();
    await call('CreateReplay', { body: { select: { type: 'business.invoice.task.created' } } });
    await bury(dead(taskEvent({ subject: `${RUN}.extract` })));
    await turn();
    expect(publisher.events).toHaveLength(1);
  });

  it('takes no more than its limit, and says so', async () => {
    const { call, bury } = await world();
    await bury(dead(taskEvent({ subject: `${RUN}.extract` })));
    const { body } = await call('CreateReplay', {
      body: { select: { from: '2026-01-01T00:00:00Z' }, limit: 1 },
    });
    expect(body).toMatchObject({ total: 1, more: true });
  });

  it('is stopped once and for all', async () => {
    const { call, letters, turn, publisher, clock } = await world();
    const { body } = await call('CreateReplay', { body: { select: { ids: [letters[0]] } } });
    const params = { id: body.id as string };
    const stopped = await call('StopReplay', { params });
    expect(stopped).toMatchObject({
      status: 200,
      body: { status: 'stopped', stoppedAt: '2026-01-01T00:00:00.000Z' },
    });
    await clock.advance(1_000);
    expect((await call('StopReplay', { params })).body.stoppedAt).toBe('2026-01-01T00:00:00.000Z');
    await turn();
    expect(publisher.events).toEqual([]);
  });

  it('is nobody else’s, and takes nobody else’s letters', async () => {
    const { call, letters } = await world();
    const { body } = await call('CreateReplay', { body: { select: { ids: [letters[0]] } } });
    const params = { id: body.id as string };
    expect((await call('GetReplay', { params, tenant: 't2' })).status).toBe(404);
    expect((await call('StopReplay', { params, tenant: 't2' })).status).toBe(404);
    const others = { select: { ids: [letters[0], letters[2]] } };
    expect(await call('CreateReplay', { body: others, tenant: 't2' })).toMatchObject({
      status: 404,
      body: { unknown: [letters[0], letters[2]] },
    });
    expect((await call('CreateReplay', { body: { select: { tenant: '-' } }, tenant: 't2' })).status).toBe(
      403,
    );
  });

  it('takes what belongs to nobody when operators ask for it', async () => {
    const { call, turn, publisher } = await world();
    expect((await call('CreateReplay', { body: { select: { tenant: '-' } } })).body).toMatchObject({
      total: 1,
    });
    await turn();
    expect(publisher.raw).toHaveLength(1);
  });

  it('shows its letters page by page', async () => {
    const { call, bury } = await world();
    const ids = await bury(
      ...Array.from({ length: 5 }, (_, n) => dead(taskEvent({ subject: `${RUN}.extract.${n}` }))),
    );
    const { body } = await call('CreateReplay', { body: { select: { ids } } });
    const page = (query: string) => call('GetReplay', { params: { id: body.id as string }, query });
    expect((await page('limit=3')).body).toMatchObject({ cursor: '3', letters: { length: 3 } });
    const { body: last } = await page('limit=3&cursor=3');
    expect(last.letters.map(({ letter }: { letter: string }) => letter)).toEqual(ids.slice(3));
    expect(last).not.toHaveProperty('cursor');
  });
});

it('says what would be done, and does none of it', async () => {
  const { call, letters, turn, publisher } = await world();
  const { status, body } = await call('CreateReplay', {
    body: { select: { ids: [letters[0], letters[2], 'never'] }, dryRun: true, deadline: 'keep' },
  });
  expect(status).toBe(200);
  expect(body).toEqual({
    dryRun: true,
    total: 2,
    byHub: { tasks: 1, intents: 1 },
    byState: { new: 2 },
    mayRepeat: [],
    pastDeadline: 0,
    wouldExpire: 0,
    runEnded: 0,
    more: false,
    unknown: ['never'],
  });
  await turn();
  expect(publisher.events).toEqual([]);
});

it.each([
  [{}, '/select'],
  [{ select: {} }, '/select'],
  [{ select: { ids: [] } }, '/select/ids'],
  [{ select: { from: 'yesterday' } }, '/select/from'],
  [{ select: { type: 'x' }, limit: 10_001 }, '/limit'],
  [{ select: { type: 'x' }, perSecond: 0 }, '/perSecond'],
  [{ select: { type: 'x' }, deadline: 'never' }, '/deadline'],
  [{ select: { type: 'x' }, dryrun: true }, '/dryrun'],
])('says what is wrong with %j', async (body, pointer) => {
  const { call } = await world();
  expect(await call('CreateReplay', { body })).toMatchObject({
    status: 400,
    body: { errors: [{ pointer }] },
  });
});

it('says so when there is nothing to bring back', async () => {
  const { call } = await world();
  expect((await call('CreateReplay', { body: { select: { type: 'x' } } })).status).toBe(404);
  expect((await call('GetReplay', { params: { id: 'never' } })).status).toBe(404);
});

it('answers as its schemas say', async () => {
  const { call, letters, routes } = await world();
  const ajv = addFormats.default(new Ajv2020({ strict: false }));
  const fits = (operation: string, status: number, body: unknown) => {
    const schema = routes.find(({ operationId }) => operationId === operation)!.responses[status]!.schema!;
    expect([ajv.validate(schema, body), ajv.errors]).toEqual([true, null]);
  };
  const select = { ids: [letters[0]] };
  const dry = await call('CreateReplay', { body: { select, dryRun: true } });
  fits('CreateReplay', 200, dry.body);
  const made = await call('CreateReplay', { body: { select } });
  fits('CreateReplay', 202, made.body);
  const params = { id: made.body.id as string };
  fits('GetReplay', 200, (await call('GetReplay', { params })).body);
  fits('StopReplay', 200, (await call('StopReplay', { params })).body);
});
