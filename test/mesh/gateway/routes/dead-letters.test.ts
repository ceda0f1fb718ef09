import { PlatformError } from '../../../../src/contracts/errors';
import { toStructured } from '../../../../src/contracts/envelope';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { dead, deadBytes, intentEvent, received, taskEvent } from '../../letters/world';
import { letterRoutesWorld } from './letter-world';

const ids = (letters: readonly { id: string }[]) => letters.map(({ id }) => id);

/** Letters of two tenants and of nobody, a second apart, the oldest first. */
const buried = async (over: Parameters<typeof letterRoutesWorld>[0] = {}) => {
  const world = letterRoutesWorld(over);
  const found: string[] = [];
  const items = [
    dead(taskEvent()),
    dead(intentEvent({ id: 'a' }), { reason: { code: 'x', message: 'invoice 1 is odd', passing: false } }),
    dead(intentEvent({ id: 'b' }), { reason: { code: 'x', message: 'invoice 2 is odd', passing: false } }),
    dead(intentEvent({ id: 'c', tenantid: 't2' })),
    deadBytes(Buffer.from([0xff])),
  ];
  for (const item of items) {
    found.push(...(await world.bury(item)));
    await world.clock.advance(1_000);
  }
  return { ...world, letters: found };
};

describe('listing dead letters', () => {
  it('shows newest first what the caller may see, and nobody’s to operators only', async () => {
    const { call, letters } = await buried();
    const [task, a, b, c, bytes] = letters;
    expect(ids((await call('ListDeadLetters')).body.letters)).toEqual([bytes, b, a, task]);
    expect(ids((await call('ListDeadLetters', { tenant: 't2' })).body.letters)).toEqual([c]);
    expect(ids((await call('ListDeadLetters', { query: 'tenant=-' })).body.letters)).toEqual([bytes]);
    expect((await call('ListDeadLetters', { query: 'tenant=-', tenant: 't2' })).status).toBe(403);
  });

  it('goes page by page over tenants', async () => {
    const { call, letters } = await buried();
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await call('ListDeadLetters', { query: `limit=1&cursor=${cursor}` });
      seen.push(...ids(body.letters));
      cursor = body.cursor ?? '';
    } while (cursor);
    expect(seen).toEqual([letters[4], letters[2], letters[1], letters[0]]);
  });

  it('searches by fingerprint, type, state and time', async () => {
    const { call, letters } = await buried();
    const search = async (query: string) => ids((await call('ListDeadLetters', { query })).body.letters);
    const { body } = await call('GetDeadLetter', { params: { letter: letters[1]! } });
    expect(await search(`fingerprint=${body.fingerprint}`)).toEqual([letters[2], letters[1]]);
    expect(await search('type=business.invoice.task.created')).toEqual([letters[0]]);
    expect(await search('state=parked')).toEqual([]);
    expect(await search('from=2026-01-01T00:00:02Z')).toEqual([letters[4], letters[2]]);
    expect(await search('to=2026-01-01T00:00:00Z')).toEqual([letters[0]]);
  });

  it.each([
    'state=odd',
    'from=yesterday',
    'limit=0',
    'limit=9999',
    'cursor=nonsense',
    'cursor=e30x',
    'cursor=eyJ0MSI6MX0',
  ])('says what is wrong with ?%s', async (query) => {
    const { call } = await buried();
    expect((await call('ListDeadLetters', { query })).status).toBe(400);
  });
});

describe('a dead letter', () => {
  it('is shown with its event, and with a link', async () => {
    const { call, letters } = await buried();
    const { body } = await call('GetDeadLetter', { params: { letter: letters[0]! } });
    expect(body).toMatchObject({
      id: letters[0],
      state: 'new',
      firstAt: '2026-01-01T00:00:00.000Z',
      nextReplayAt: '2026-01-01T00:01:00.000Z',
      link: `http://mesh.test/api/dead-letters/${letters[0]}`,
      content: {
        contentType: 'application/cloudevents+json',
        event: taskEvent(),
        base64: Buffer.from(toStructured(taskEvent())).toString('base64'),
      },
    });
  });

  it('is shown whole when it is no event, and when it is large', async () => {
    const { call, bury } = letterRoutesWorld();
    const body = Buffer.alloc(1_000_000, 0xfe);
    const [letter] = await bury(deadBytes(body, { received: received(body, { properties: { a: 1 } }) }));
    const { content } = (await call('GetDeadLetter', { params: { letter: letter! } })).body;
    expect(content.base64).toBe(body.toString('base64'));
    expect(content).toMatchObject({ properties: { a: 1 } });
    expect(content).not.toHaveProperty('event');
  });

  it('says that what it carried was erased', async () => {
    const { call, bury, contents } = letterRoutesWorld();
    const [letter] = await bury(deadBytes(Buffer.alloc(50_000)));
    for (const name of contents.names()) contents.erase(name);
    const { content } = (await call('GetDeadLetter', { params: { letter: letter! } })).body;
    expect(content).toEqual({ properties: {}, erased: true });
  });

  it('is not there for another tenant', async () => {
    const { call, letters } = await buried();
    for (const letter of [letters[0]!, letters[4]!, 'never'])
      expect((await call('GetDeadLetter', { params: { letter }, tenant: 't2' })).status).toBe(404);
  });
});

it('counts letters that failed alike, the most frequent first', async () => {
  const { call, letters } = await buried();
  const { body } = await call('GroupDeadLetters');
  expect(body.more).toBe(false);
  expect(body.groups.map(({ count }: { count: number }) => count)).toEqual([2, 1, 1]);
  expect(body.groups[0]).toMatchObject({
    byState: { new: 2 },
    reason: { code: 'x' },
    eventType: 'business.invoice.intent',
    firstAt: '2026-01-01T00:00:01.000Z',
    lastAt: '2026-01-01T00:00:02.000Z',
    newest: letters[2],
  });
});

it('answers as its schemas say', async () => {
  const { call, letters, routes } = await buried();
  const ajv = addFormats.default(new Ajv2020({ strict: false }));
  for (const [operation, params] of [
    ['ListDeadLetters', {}],
    ['GroupDeadLetters', {}],
    ['GetDeadLetter', { letter: letters[0]! }],
  ] as const) {
    const { body } = await call(operation, { params });
    const schema = routes.find(({ operationId }) => operationId === operation)!.responses[200]!.schema!;
    expect([ajv.validate(schema, body), ajv.errors]).toEqual([true, null]);
  }
});

describe('letters of other tenants', () => {
  it('are reached by operators of the mesh, who name them', async () => {
    const { call, letters } = await buried();
    const listed = async (query: string) => ids((await call('ListDeadLetters', { query })).body.letters);
    expect(await listed('tenant=t2')).toEqual([letters[3]]);
    expect(await listed('tenant=*')).toEqual(letters.toReversed());
    expect(await listed('tenant=nobody-at-all')).toEqual([]);
    const { body } = await call('GroupDeadLetters', { query: 'tenant=*&type=business.invoice.intent' });
    expect(body.groups.map(({ byTenant }: { byTenant: object }) => byTenant)).toContainEqual({ t2: 1 });
    const own = await call('GroupDeadLetters');
    expect(own.body.groups[0]).not.toHaveProperty('byTenant');
  });

  it('are everybody’s page by page, each once', async () => {
    const { call, letters } = await buried();
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await call('ListDeadLetters', { query: `tenant=*&limit=2&cursor=${cursor}` });
      seen.push(...ids(body.letters));
      cursor = body.cursor ?? '';
    } while (cursor);
    expect(seen).toEqual(letters.toReversed());
  });

  const READER = { roles: ['Mesh.Read', 'Mesh.Publish', 'Mesh.Approve'] as const };
  it.each([
    ['another tenant', { tenant: 't2' }, 't1'],
    ['another tenant that asks for everybody', { tenant: 't2' }, '*'],
    ['the operators’ tenant without the role', READER, 't2'],
    ['the operators’ tenant without the role, for everybody', READER, '*'],
  ])('are not for %s', async (_, who, asked) => {
    const { call, letters, acts } = await buried();
    const query = `tenant=${asked}`;
    for (const operation of ['ListDeadLetters', 'GroupDeadLetters', 'ListLetterActs'])
      expect((await call(operation, { ...who, query })).status).toBe(403);
    const params = { letter: letters[3]! };
    const why = `${query}&reason=because`;
    expect((await call('GetDeadLetter', { ...who, params, query: why })).status).toBe(403);
    const select = { ids: [letters[3]!], tenant: asked };
    for (const dryRun of [true, false])
      expect((await call('CreateReplay', { ...who, body: { select, dryRun, reason: 'x' } })).status).toBe(
        403,
      );
    expect((await acts.list({ limit: 10 })).acts).toEqual([]);
  });

  it.each([undefined, ''])(
    'are for nobody where no tenant operates the mesh (%j)',
    async (operatorTenant) => {
      const { call } = letterRoutesWorld({ operatorTenant });
      for (const asked of ['*', 't2', '-'])
        expect((await call('ListDeadLetters', { query: `tenant=${asked}` })).status).toBe(403);
      expect((await call('ListDeadLetters', { tenant: '', query: 'tenant=*' })).status).toBe(403);
    },
  );

  it('are shown without what they carried, unless somebody says why', async () => {
    const { call, letters } = await buried();
    const params = { letter: letters[3]! };
    expect((await call('GetDeadLetter', { params })).status).toBe(404);
    expect((await call('GetDeadLetter', { params, query: 'tenant=t3' })).status).toBe(404);
    expect((await call('GetDeadLetter', { params, query: 'tenant=*' })).status).toBe(400);
    const { body: bare } = await call('GetDeadLetter', { params, query: 'tenant=t2' });
    expect(bare).toMatchObject({ id: letters[3], tenant: 't2', reason: { code: expect.any(String) } });
    expect(bare).not.toHaveProperty('content');
    const { body: whole } = await call('GetDeadLetter', { params, query: 'tenant=t2&reason=ticket 12' });
    expect(whole.content.event).toMatchObject({ id: 'c' });
  });

  it('leave a record of each look, for their tenant and for the operators', async () => {
    const { call, letters } = await buried();
    const params = { letter: letters[3]! };
    await call('ListDeadLetters', { query: 'tenant=*' });
    await call('GetDeadLetter', { params, query: 'tenant=t2' });
    await call('GetDeadLetter', { params, query: 'tenant=t2&reason=ticket 12' });
    await call('ListDeadLetters');
    const acts = async (who: object) => (await call('ListLetterActs', who)).body.acts as { what: string }[];
    expect(await acts({ tenant: 't2' })).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ what: 'listed', tenant: '*', letters: 5, by: { type: 'user', id: 'u1' } }),
        expect.objectContaining({ what: 'read', tenant: 't2', letter: letters[3] }),
        expect.objectContaining({ what: 'read-content', letter: letters[3], reason: 'ticket 12' }),
      ]),
    );
    expect(await acts({ query: 'tenant=*' })).toHaveLength(3);
    expect((await acts({ tenant: 't3' })).map(({ what }) => what)).toEqual(['listed']);
  });

  it('are not shown where the look cannot be recorded', async () => {
    const away = {
      record: () => Promise.reject(new PlatformError('away')),
      list: async () => ({ acts: [] }),
    };
    const { call, letters } = await buried({ acts: away });
    const params = { letter: letters[3]! };
    await expect(call('GetDeadLetter', { params, query: 'tenant=t2' })).rejects.toThrow(PlatformError);
    await expect(call('ListDeadLetters', { query: 'tenant=*' })).rejects.toThrow(PlatformError);
    expect((await call('ListDeadLetters')).status).toBe(200);
  });
});

describe('erasing what a letter carried', () => {
  const CANARY = 'Zoe-Larsson-1984';
  const secret = () => {
    const data = { document: `${CANARY} ${'x'.repeat(20_000)}` };
    return dead(intentEvent({ id: 'secret', data }), {
      received: received(toStructured(intentEvent({ id: 'secret', data })), { properties: { name: CANARY } }),
    });
  };
  const burying = async () => {
    const world = letterRoutesWorld();
    const [letter] = await world.bury(secret());
    const params = { letter: letter! };
    const erase = (body: object, who: object = {}) => world.call('EraseDeadLetter', { params, body, ...who });
    return { ...world, letter: letter!, params, ask: erase };
  };

  it('leaves what is known of it, with who did it, when and why, and nothing of what it carried', async () => {
    const { ask, erase, call, params, letters, contents, letter } = await burying();
    expect(contents.names()).toHaveLength(1);
    expect((await ask({ reason: 'she asked us to' })).status).toBe(202);
    await erase();
    const { body } = await call('GetDeadLetter', { params });
    expect(body).toMatchObject({
      state: 'resolved',
      end: { kind: 'refused', reason: 'what it carried was erased by u1: she asked us to' },
      erased: { at: '2026-01-01T00:00:00.000Z', by: { type: 'user', id: 'u1' }, reason: 'she asked us to' },
      reason: { code: expect.any(String) },
      content: { erased: true },
    });
    expect(contents.names()).toEqual([]);
    expect(JSON.stringify((await letters.load([letter])).get(letter))).not.toContain(CANARY);
    const { acts } = (await call('ListLetterActs')).body;
    expect(acts).toMatchObject([{ what: 'erased', letter, tenant: 't1', reason: 'she asked us to' }]);
  });

  it('is asked for with a reason, and done once however often it is asked for', async () => {
    const { ask, erase, call, params, erasures } = await burying();
    expect((await ask({})).status).toBe(400);
    await ask({ reason: 'first' });
    await erase();
    await ask({ reason: 'second' });
    await erase();
    expect((await call('GetDeadLetter', { params })).body.erased.reason).toBe('first');
    expect(await erasures.asked(10)).toEqual([]);
  });

  it('refuses a replay, and says why', async () => {
    const { ask, erase, call, letter, turn } = await burying();
    await ask({ reason: 'she asked us to' });
    await erase();
    const select = { ids: [letter] };
    expect((await call('CreateReplay', { body: { select, dryRun: true } })).body).toMatchObject({
      erased: 1,
    });
    const made = await call('CreateReplay', { body: { select } });
    await turn();
    const { body } = await call('GetReplay', { params: { id: made.body.id as string } });
    expect(body.letters).toMatchObject([
      { state: 'refused', reason: expect.stringContaining('was erased by u1: she asked us to') },
    ]);
  });

  it('waits for a replay that has it under way, and what comes back later is not kept', async () => {
    const { ask, erase, call, params, letter, turn, bury, letters } = await burying();
    await call('CreateReplay', { body: { select: { ids: [letter] } } });
    await turn();
    await ask({ reason: 'she asked us to' });
    await erase();
    expect((await call('GetDeadLetter', { params })).body.content.event).toBeDefined();
    const { letter: under, etag } = (await letters.load([letter])).get(letter)!;
    await letters.save([{ letter: { ...under, state: 'new' }, etag }]);
    await erase();
    expect((await call('GetDeadLetter', { params })).body.content).toMatchObject({ erased: true });
    const again = secret();
    await bury({ ...again, event: { ...again.event!, attempt: 9 } });
    expect(JSON.stringify((await letters.load([letter])).get(letter))).not.toContain(CANARY);
  });

  it('is for operators of its tenant, and of the mesh', async () => {
    const { call, bury, erase } = await burying();
    const [theirs] = await bury(dead(intentEvent({ id: 'theirs', tenantid: 't2' })));
    const params = { letter: theirs! };
    const body = { reason: 'she asked us to' };
    expect((await call('EraseDeadLetter', { params, body })).status).toBe(404);
    expect((await call('EraseDeadLetter', { params, body, tenant: 't3' })).status).toBe(404);
    const named = { ...body, tenant: 't2' };
    expect((await call('EraseDeadLetter', { params, body: named, tenant: 't3' })).status).toBe(403);
    expect((await call('EraseDeadLetter', { params, body: named })).status).toBe(202);
    await erase();
    const { body: seen } = await call('GetDeadLetter', { params, tenant: 't2' });
    expect(seen.erased).toMatchObject({ by: { id: 'u1' }, reason: 'she asked us to' });
  });
});
