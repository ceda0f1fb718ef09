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
      body: { select: { ids: [letters[0]] }, ramp: 10 },
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
      options: { perSecond: 10, deadline: 'extend', rampSeconds: 10 },
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
    const { body } = await call('CreateReplay', { body: { select: { ids }, reason: 'all again' } });
    const page = (query: string) => call('GetReplay', { params: { id: body.id as string }, query });
    const { body: first } = await page('limit=3');
    expect(first).toMatchObject({ letters: { length: 3 } });
    const { body: last } = await page(`limit=3&cursor=${first.cursor}`);
    expect(last.letters.map(({ letter }: { letter: string }) => letter)).toEqual(ids.slice(3));
    expect(last).not.toHaveProperty('cursor');
  });
});

describe('a replay with an idempotency key', () => {
  const make = ({ call }: Awaited<ReturnType<typeof world>>, body: object, key = 'k-1', tenant = 't1') =>
    call('CreateReplay', { body, tenant, headers: { 'idempotency-key': key } });

  it('is made once, and answered alike, whatever has happened to its letters since', async () => {
    const w = await world();
    const body = { select: { ids: ['unknown-1', w.letters[0], 'unknown-2'] }, reason: 'again' };
    const first = await make(w, body);
    expect(first).toMatchObject({ status: 202, body: { total: 1, more: false } });
    expect(first.body.unknown).toEqual(['unknown-1', 'unknown-2']);
    await w.turn();
    expect(await make(w, body)).toEqual(first);
    expect((await w.call('ListReplays')).body.replays).toHaveLength(1);
  });

  it('is one of two that come at once', async () => {
    const w = await world();
    const body = { select: { ids: [w.letters[0]] } };
    const [one, two] = await Promise.all([make(w, body), make(w, body)]);
    expect(one).toEqual(two);
    expect((await w.call('ListReplays')).body.replays).toHaveLength(1);
  });

  it('refuses another body', async () => {
    const w = await world();
    await make(w, { select: { ids: [w.letters[0]] } });
    expect(await make(w, { select: { ids: [w.letters[0]] }, perSecond: 1 })).toMatchObject({
      status: 422,
      body: { type: '/problems/idempotency-key-reused' },
    });
  });

  it('is another one under another key, and without one', async () => {
    const w = await world();
    const body = { select: { ids: [w.letters[0]] }, reason: 'again' };
    const made = [await make(w, body), await make(w, body, 'k-2'), await w.call('CreateReplay', { body })];
    expect(new Set(made.map((one) => one.body.id)).size).toBe(3);
  });

  it('does not use its key up in a dry run', async () => {
    const w = await world();
    const body = { select: { ids: [w.letters[0]] } };
    expect(await make(w, { ...body, dryRun: true })).toMatchObject({ status: 200 });
    expect(await make(w, body)).toMatchObject({ status: 202 });
  });
});

describe('conditions', () => {
  it('bring a letter back only as it was seen', async () => {
    const w = await world();
    const [letter] = w.letters as [string];
    const seen = (await w.call('GetDeadLetter', { params: { letter } })).headers!['etag']!;
    const bring = (tag: string, ids = [letter]) =>
      w.call('CreateReplay', { body: { select: { ids }, reason: 'x' }, headers: { 'if-match': tag } });
    expect(await bring('"another"')).toMatchObject({ status: 412 });
    expect(await bring(seen)).toMatchObject({ status: 202 });
    await w.turn();
    expect(await bring(seen)).toMatchObject({ status: 412, body: { type: '/problems/precondition-failed' } });
    const all = await w.bury(dead(taskEvent({ subject: `${RUN}.extract` })));
    expect(await bring(seen, [letter, ...all])).toMatchObject({ status: 400 });
  });

  it('tell whether a letter or a replay has changed', async () => {
    const w = await world();
    const [letter] = w.letters as [string];
    const { body } = await w.call('CreateReplay', { body: { select: { ids: [letter] } } });
    for (const [operation, params] of [
      ['GetDeadLetter', { letter }],
      ['GetReplay', { id: body.id as string }],
    ] as const) {
      const tag = (await w.call(operation, { params })).headers!['etag']!;
      const again = () => w.call(operation, { params, headers: { 'if-none-match': tag } });
      expect(await again()).toEqual({ status: 304, headers: { etag: tag }, body: undefined });
      if (operation === 'GetDeadLetter') continue;
      await w.turn();
      expect(await again()).toMatchObject({ status: 200 });
    }
  });

  it('stop a replay only as it was seen, and show its further pages', async () => {
    const w = await world();
    const ids = await w.bury(
      ...Array.from({ length: 3 }, (_, n) => dead(taskEvent({ subject: `${RUN}.extract.${n}` }))),
    );
    const { body } = await w.call('CreateReplay', { body: { select: { ids }, reason: 'x', perSecond: 1 } });
    const params = { id: body.id as string };
    const tagOf = async () => (await w.call('GetReplay', { params })).headers!['etag']!;
    const stop = (tag: string) =>
      w.call('StopReplay', { params, query: 'limit=2', headers: { 'if-match': tag } });
    const seen = await tagOf();
    await w.turn();
    expect(await stop(seen)).toMatchObject({ status: 412 });
    const stopped = await stop(await tagOf());
    expect(stopped).toMatchObject({ status: 200, headers: { etag: await tagOf() } });
    expect(stopped.headers!['link']).toMatch(new RegExp(`/api/replays/${params.id}\\?.*cursor=`));
    const query = `limit=2&cursor=${stopped.body.cursor as string}`;
    expect((await w.call('GetReplay', { params, query })).body.letters).toHaveLength(1);
  });
});

describe('who gave a command, and why,', () => {
  it('is kept with the replay, its stop and the letter', async () => {
    const { call, letters, turn, bury, letter } = await world();
    const [other] = await bury(dead(taskEvent({ subject: `${RUN}.extract` })));
    const ids = [letters[0], other];
    const refused = await call('CreateReplay', { body: { select: { ids } } });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '/reason' }] } });
    const { body } = await call('CreateReplay', {
      body: { select: { ids }, perSecond: 1, ramp: [1, 1], reason: 'the ledger is back' },
    });
    await turn();
    const stopped = await call('StopReplay', {
      params: { id: body.id as string },
      body: { reason: 'too early' },
    });
    expect(stopped.body).toMatchObject({
      status: 'stopped',
      by: { type: 'user', id: 'u1' },
      reason: 'the ledger is back',
      stoppedBy: { type: 'user', id: 'u1' },
      stoppedBecause: 'too early',
    });
    const shown = await call('GetDeadLetter', { params: { letter: letters[0]! } });
    expect(shown.body.replay).toMatchObject({ by: { id: 'u1' }, reason: 'the ledger is back' });
    expect((await letter(letters[0]!)).state).toBe('replaying');
  });

  it('is listed, newest first, page by page, to its own tenant', async () => {
    const { call, letters, clock } = await world();
    const made: string[] = [];
    for (const reason of ['first', 'second', 'third']) {
      await clock.advance(1_000);
      const { body } = await call('CreateReplay', { body: { select: { ids: [letters[0]] }, reason } });
      made.unshift(body.id as string);
    }
    const { body: page } = await call('ListReplays', { query: 'limit=2' });
    expect(page.replays.map(({ id, reason }: Record<string, unknown>) => [id, reason])).toEqual([
      [made[0], 'third'],
      [made[1], 'second'],
    ]);
    expect(page.replays[0]).toMatchObject({ status: 'sending', total: 1, progress: { pending: 1 } });
    const { body: last } = await call('ListReplays', { query: `limit=2&cursor=${page.cursor}` });
    expect(last.replays.map(({ id }: { id: string }) => id)).toEqual([made[2]]);
    expect(last).not.toHaveProperty('cursor');
    expect((await call('ListReplays', { tenant: 't2' })).body).toEqual({ replays: [] });
  });
});

describe('an edit', () => {
  const MENDED = { input: { total: null, document: '<Invoice/>' } };

  it('is of one letter, goes out as it was checked, and stands beside the original', async () => {
    const { call, letters, turn, publisher, bury } = await world();
    const request = { select: { ids: [letters[0]] }, edit: MENDED, reason: 'the document was missing' };
    const { body: foretold } = await call('CreateReplay', { body: { ...request, dryRun: true } });
    const after = { skill: 'invoice.post@1', step: 'post', input: { document: '<Invoice/>' } };
    const edited = { letter: letters[0], before: taskEvent().data, after };
    expect(foretold.edited).toEqual(edited);
    expect((await call('ListReplays')).body.replays).toEqual([]);

    const { body } = await call('CreateReplay', { body: request });
    await turn();
    expect(publisher.events.map(({ data, replayedby }) => [data, replayedby])).toEqual([[after, 'u1']]);
    const params = { id: body.id as string };
    expect((await call('GetReplay', { params })).body.edited).toEqual(edited);
    const letter = async () => (await call('GetDeadLetter', { params: { letter: letters[0]! } })).body;
    expect(await letter()).toMatchObject({
      replay: { edited: true },
      edited,
      content: { event: taskEvent() },
    });

    // It comes back: what it carried at first is still there.
    await bury(dead({ ...taskEvent(), ...publisher.events[0] }));
    const back = await letter();
    expect(back).toMatchObject({ state: 'new', edited, original: { event: taskEvent() } });
    expect(back.content.event.data).toEqual(after);
    expect((await call('GetReplay', { params })).body.edited).toEqual(edited);
  });

  it.each([
    ['the type', 0, { step: 7 }, [{ pointer: '/step' }]],
    [
      'the skill',
      0,
      { input: { document: '' } },
      [{ pointer: '/input/total' }, { pointer: '/input/document' }],
    ],
  ])('that does not fit the schema of %s is refused before anything is sent', async (_, at, edit, errors) => {
    const { call, letters, turn, publisher } = await world();
    const body = { select: { ids: [letters[at]] }, edit, reason: 'try' };
    const answer = await call('CreateReplay', { body });
    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalid-data' } });
    const pointers = (list: { pointer: string }[]) => list.map(({ pointer }) => pointer).sort();
    expect(pointers(answer.body.errors as { pointer: string }[])).toEqual(pointers(errors));
    expect((await call('ListReplays')).body.replays).toEqual([]);
    await turn();
    expect(publisher.events).toEqual([]);
  });

  it.each([
    ['of more than one letter', (ids: readonly string[]) => [ids[0], ids[2]], { step: 'x' }, '/edit'],
    ['of bytes that are no event', (ids: readonly string[]) => [ids[2]], { step: 'x' }, '/edit'],
    ['without a reason', (ids: readonly string[]) => [ids[0]], MENDED, '/reason'],
  ])('%s is refused', async (what, choose, edit, pointer) => {
    const { call, letters } = await world();
    const reason = what === 'without a reason' ? {} : { reason: 'try' };
    const answer = await call('CreateReplay', {
      body: { select: { ids: choose(letters) }, edit, ...reason },
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });
});

describe('a ramp', () => {
  it('is told step by step', async () => {
    const { call, letters, turn, bury, setRun } = await world();
    const more = await bury(
      ...Array.from({ length: 4 }, (_, n) => dead(taskEvent({ subject: `${RUN}.extract.${n}` }))),
    );
    const select = { ids: [letters[0], ...more] };
    const { body } = await call('CreateReplay', {
      body: { select, ramp: [1, 2], stopWhenFailed: 0.5, stopAfter: 3, rampWait: 3_600, reason: 'slowly' },
    });
    const params = { id: body.id as string };
    const shown = async () => (await call('GetReplay', { params })).body;
    expect(await shown()).toMatchObject({
      status: 'sending',
      options: { steps: [1, 2], stopWhenFailed: 0.5, stopAfter: 3, stepWaitSeconds: 3_600 },
      step: { number: 1, of: 3, letters: 1, sent: 0 },
    });
    await turn();
    expect(await shown()).toMatchObject({
      status: 'sending',
      step: { number: 1, of: 3, letters: 1, sent: 1, waitsUntil: '2026-01-01T01:00:00.000Z' },
    });
    await setRun('completed');
    await turn();
    expect(await shown()).toMatchObject({ status: 'done', progress: { completed: 1, refused: 4 } });
    expect(await shown()).not.toHaveProperty('step');
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
    erased: 0,
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

describe('a replay of another tenant’s letters', () => {
  const others = async () => {
    const world = letterRoutesWorld();
    const ids = await world.bury(
      dead(intentEvent({ id: 'x', tenantid: 't2' })),
      dead(intentEvent({ id: 'y' })),
    );
    return { ...world, theirs: ids[0]!, ours: ids[1]! };
  };

  it('is made by operators of the mesh who name it, for a reason, and takes nobody else’s', async () => {
    const { call, theirs, ours, replays } = await others();
    const select = { ids: [theirs, ours], tenant: 't2' };
    const unknown = await call('CreateReplay', { body: { select: { ids: [theirs] } } });
    expect(unknown.status).toBe(404);
    const silent = await call('CreateReplay', { body: { select } });
    expect(silent).toMatchObject({ status: 400, body: { errors: [{ pointer: '/reason' }] } });
    const all = { ...select, tenant: '*' };
    expect((await call('CreateReplay', { body: { select: all, reason: 'x' } })).status).toBe(400);
    const { status, body } = await call('CreateReplay', { body: { select, reason: 'it is mended' } });
    expect([status, body.total, body.unknown]).toEqual([202, 1, [ours]]);
    expect((await replays.load(body.id))!.replay).toMatchObject({ tenant: 't1', of: 't2' });
    const { acts } = (await call('ListLetterActs', { tenant: 't2' })).body;
    expect(acts).toMatchObject([{ what: 'replayed', letters: 1, reason: 'it is mended', by: { id: 'u1' } }]);
  });

  it('shows what a letter carries beside an edit only for a reason', async () => {
    const { call, theirs } = await others();
    const body = { select: { ids: [theirs], tenant: 't2' }, dryRun: true, edit: { reference: 'R-1' } };
    expect((await call('CreateReplay', { body })).status).toBe(400);
    const { edit: _edit, ...plain } = body;
    expect((await call('CreateReplay', { body: plain })).body).toMatchObject({ total: 1, dryRun: true });
    const { acts } = (await call('ListLetterActs', { tenant: 't2' })).body;
    expect(acts).toMatchObject([{ what: 'foretold' }]);
  });

  it('is shown to operators of the mesh only', async () => {
    const { call, theirs } = await others();
    const made = await call('CreateReplay', {
      body: { select: { ids: [theirs], tenant: 't2' }, reason: 'it is mended' },
    });
    const params = { id: made.body.id as string };
    expect((await call('GetReplay', { params })).body).toMatchObject({ tenant: 't2', total: 1 });
    expect((await call('GetReplay', { params, roles: ['Mesh.Read'] })).status).toBe(403);
    expect((await call('GetReplay', { params, tenant: 't2' })).status).toBe(404);
  });
});
