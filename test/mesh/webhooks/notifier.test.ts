import { parseHttp } from '../../../src/contracts/envelope';
import { PlatformError } from '../../../src/contracts/errors';
import { MESH } from '../../../src/contracts/event-types';
import { LIFE_MS, TRIES } from '../../../src/mesh/webhooks/deliver';
import type { Subscription } from '../../../src/mesh/webhooks/subscription';
import type { Run } from '../../../src/mesh/planner/run';
import { answered, endOf, keyOf, NOW, runId, runOf, TENANT, TYPE, world } from './world';

const DAY = 86_400_000;
const MINUTE = 60_000;

describe('a run that ends', () => {
  it('is one delivery for each subscriber, and the same ones if it is read again', async () => {
    const w = world();
    await w.subscribe('a');
    await w.subscribe('b');
    await w.take(endOf('r1'), endOf('r2', 'failed'));
    const first = w.publisher.take();
    expect(first).toHaveLength(4);
    expect(new Set(first.map(({ id }) => id)).size).toBe(4);
    expect(first[0]).toMatchObject({
      type: MESH.deliveryRequested,
      source: '/mesh/notifier',
      tenantid: TENANT,
      correlationid: runId('r1'),
      causationid: `${runId('r1')}.completed`,
      traceparent: endOf('r1').traceparent,
      attempt: 1,
      data: { subscription: keyOf('a'), run: runId('r1') },
    });
    await w.clock.advance(MINUTE);
    await w.take(endOf('r1'));
    expect(w.publisher.take().map(({ id }) => id)).toEqual(first.slice(0, 2).map(({ id }) => id));
    expect(JSON.stringify(first)).not.toContain('s3cret');
  });

  it.each<[string, Partial<Subscription>, boolean]>([
    ['any', {}, true],
    ['its type', { types: ['business.other.intent', TYPE] }, true],
    ['another type', { types: ['business.other.intent'] }, false],
    ['its status', { statuses: ['failed', 'completed'] }, true],
    ['another status', { statuses: ['failed', 'expired', 'cancelled'] }, false],
    ['its reference', { reference: 'r1' }, true],
    ['another reference', { reference: 'r2' }, false],
    ['another tenant', { tenant: 'fabrikam' }, false],
    ['any, and was retired', { state: { kind: 'retired', at: NOW, reason: 'gone' } }, false],
    ['any, and has expired', { expiresAt: NOW }, false],
    ['any, and is failing', { state: { kind: 'failing', since: NOW, reason: 'away' } }, true],
    ['any, from a clock that is ahead', { createdAt: NOW + 4 * MINUTE }, true],
    ['any, and came when it was history', { createdAt: NOW + 6 * MINUTE }, false],
  ])('is told to who wants %s: %j (%s)', async (_, fields, isTold) => {
    const w = world();
    await w.subscribe('a', fields);
    await w.ended('r1');
    await w.take(endOf('r1'));
    expect(w.publisher.events).toHaveLength(isTold ? 1 : 0);
  });

  it('is told to who has only just subscribed', async () => {
    const w = world();
    await w.take(endOf('r1'));
    await w.subscribe('a');
    await w.take(endOf('r2'));
    expect(w.publisher.events).toHaveLength(1);
  });

  it('costs one query a tenant and batch, and none for what is older than the last', async () => {
    const w = world();
    let queries = 0;
    const { list } = w.subscriptions;
    Object.assign(w.subscriptions, { list: (tenant: string) => ((queries += 1), list(tenant)) });
    await w.take(endOf('r1'), endOf('r2'), endOf('r3', 'failed', { tenantid: 'fabrikam' }));
    expect(queries).toBe(2);
    const old = { time: new Date(NOW - 6 * MINUTE).toISOString() };
    await w.take(endOf('r4', 'completed', old), endOf('r5', 'completed', old));
    expect(queries).toBe(2);
  });

  it('comes again where the hub does not take the deliveries', async () => {
    const w = world();
    await w.subscribe('a');
    w.publisher.fail(() => new Error('away'));
    await expect(w.take(endOf('r1'))).rejects.toThrow(PlatformError);
  });
});

describe('what a subscriber gets', () => {
  const told = async (fields: Partial<Run> = {}, content?: Uint8Array) => {
    const w = world();
    await w.subscribe('a');
    await w.ended('r1', fields);
    if (content) await w.contents.put('content/x/1', content);
    await w.take(endOf('r1'));
    await w.round();
    return { ...w, post: w.posts[0]! };
  };
  const bodyOf = ({ body }: { body: Uint8Array }) => JSON.parse(Buffer.from(body).toString()) as object;

  it('is the run, in a body that fits its schema, and about the event in headers', async () => {
    const { post, deps } = await told();
    expect(bodyOf(post)).toEqual({
      runId: runId('r1'),
      type: TYPE,
      status: 'completed',
      reference: 'r1',
      subject: 'INV-1',
      acceptedAt: '2026-11-21T09:59:58.000Z',
      endedAt: '2026-11-21T10:00:00.000Z',
      output: { decision: 'posted' },
      link: `https://mesh.example/api/runs/${runId('r1')}`,
    });
    expect(deps.book.faults('run.ended@1', bodyOf(post))).toEqual([]);
    expect(post.sink).toBe('https://flows.example/a?sig=s3cret');
    expect(post.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-request-origin': 'mesh.example',
      'ce-specversion': '1.0',
      'ce-type': 'run.ended',
      'ce-subject': runId('r1'),
      'ce-dataschema': 'https://mesh.example/api/schemas/run.ended/1',
    });
    const { 'content-type': contentType, ...headers } = post.headers;
    const read = parseHttp({ contentType, headers, body: post.body });
    expect(read).toMatchObject({ ok: true });
  });

  it.each<[string, Partial<Run>, object]>([
    [
      'why it failed',
      { status: 'failed', failure: { code: 'no', message: 'the output does not fit' } },
      { status: 'failed', reason: 'the output does not fit' },
    ],
    [
      'why it was cancelled',
      { status: 'cancelled', reason: 'ordered twice' },
      { status: 'cancelled', reason: 'ordered twice' },
    ],
    [
      'that it expired',
      { status: 'expired' },
      { status: 'expired', reason: 'it was not done before its deadline' },
    ],
  ])('tells %s', async (_, fields, body) => {
    const { output: _output, ...rest } = runOf('r1', fields);
    const { post, deps } = await told({ ...rest, ...(fields.status && { output: undefined as never }) });
    expect(bodyOf(post)).toMatchObject(body);
    expect(bodyOf(post)).not.toHaveProperty('output');
    expect(deps.book.faults('run.ended@1', bodyOf(post))).toEqual([]);
  });

  it('holds an output that is kept elsewhere, as if it were there', async () => {
    const large = { lines: 'x'.repeat(30_000) };
    const { post } = await told({ output: { ref: 'content/x/1' } }, Buffer.from(JSON.stringify(large)));
    expect(bodyOf(post)).toMatchObject({ output: large });
  });

  it.each<[string, string, number]>([
    ['is too large to travel', 'content/x/1', 70_000],
    ['was erased', 'content/x/2', 10],
    ['may be read by few', 'restricted/x/1', 10],
  ])('has only a link to an output that %s', async (_, ref, size) => {
    const { post } = await told({ output: { ref } }, Buffer.from(JSON.stringify('x'.repeat(size))));
    expect(bodyOf(post)).not.toHaveProperty('output');
    expect(bodyOf(post)).toHaveProperty('link');
  });

  it('links to where callers reach the mesh now', async () => {
    const w = world({ publicUrl: 'https://api.contoso.example/mesh' });
    await w.subscribe('a');
    await w.ended('r1');
    await w.take(endOf('r1'));
    await w.round();
    expect(bodyOf(w.posts[0]!)).toMatchObject({
      link: `https://api.contoso.example/mesh/api/runs/${runId('r1')}`,
    });
  });
});

describe('a delivery', () => {
  const requested = async (w = world(), fields: Partial<Subscription> = {}) => {
    await w.subscribe('a', fields);
    await w.ended('r1');
    await w.take(endOf('r1'));
    const [delivery] = w.publisher.take();
    return { w, delivery: delivery! };
  };

  it('is made once by a process, however often it comes', async () => {
    const { w, delivery } = await requested();
    await w.take(delivery, delivery);
    await w.take(delivery);
    expect(w.posts).toHaveLength(1);
    expect(w.outcomes()).toEqual(['delivered']);
  });

  it('is made again, under the same id, by a process that knows nothing of the one before', async () => {
    const { w, delivery } = await requested();
    await w.take(delivery);
    const other = world();
    await other.subscribe('a');
    await other.ended('r1');
    await other.take(delivery);
    expect(other.posts[0]!.headers['ce-id']).toBe(w.posts[0]!.headers['ce-id']);
  });

  it('renews its subscription by days, and clears it of having failed', async () => {
    const { w, delivery } = await requested(world(), {
      createdAt: NOW - 10 * DAY,
      expiresAt: NOW + 80 * DAY,
      state: { kind: 'failing', since: NOW - DAY, reason: 'it answered 500' },
    });
    await w.take(delivery);
    expect(await w.stored('a')).toMatchObject({ state: { kind: 'active' }, expiresAt: NOW + 90 * DAY });
  });

  it('does not renew it for ever', async () => {
    const createdAt = NOW - 700 * DAY;
    const { w, delivery } = await requested(world(), { createdAt, expiresAt: NOW + DAY });
    await w.take(delivery);
    expect(await w.stored('a')).toMatchObject({ expiresAt: createdAt + 730 * DAY });
  });

  it.each<[string, Parameters<ReturnType<typeof world>['reply']>[1], number]>([
    ['does not answer', { kind: 'unreachable', code: 'ECONNREFUSED' }, 2_500],
    ['fails', answered(500), 2_500],
    ['has too much to do, and says until when', answered(429, { retryAfter: '600' }), 600_000],
    ['is away, and says until when', answered(503, { retryAfter: '60' }), 60_000],
  ])('comes again as the next try where its subscriber %s', async (_, reply, waitMs) => {
    const { w, delivery } = await requested();
    w.reply('a', reply);
    await w.take(delivery);
    expect(w.delayed.items).toEqual([{ event: { ...delivery, attempt: 2 }, notBefore: NOW + waitMs }]);
    expect(w.deadLetters.letters).toEqual([]);
    expect(w.outcomes()).toEqual(['retried']);
    expect(await w.stored('a')).toMatchObject({ state: { kind: 'failing', since: NOW } });
  });

  it('waits longer with each try, and by chance', async () => {
    const waits = await Promise.all(
      [1, 2, 5, 12].map(async (attempt) => {
        const { w, delivery } = await requested();
        w.reply('a', answered(500));
        await w.take({ ...delivery, attempt });
        return w.delayed.items[0]!.notBefore - NOW;
      }),
    );
    expect(waits).toEqual([2_500, 5_000, 40_000, 1_800_000]);
  });

  it('uses up no try while its subscriber is left alone', async () => {
    const { w, delivery } = await requested();
    w.reply('a', { kind: 'resting', forMs: 30_000 });
    await w.take({ ...delivery, attempt: 7 });
    expect(w.delayed.items).toEqual([{ event: { ...delivery, attempt: 7 }, notBefore: NOW + 45_000 }]);
    expect(await w.stored('a')).toMatchObject({ state: { kind: 'active' } });
  });

  it.each<[string, number, object, string]>([
    ['was tried often enough', 0, { attempt: TRIES }, 'delivery-exhausted'],
    ['was put off for a day', LIFE_MS, {}, 'delivery-exhausted'],
  ])('becomes a dead letter, whole, when it %s', async (_, waitMs, fields, code) => {
    const { w, delivery } = await requested();
    w.reply('a', answered(500));
    await w.clock.advance(waitMs);
    const event = { ...delivery, ...fields };
    await w.take(event);
    expect(w.delayed.items).toEqual([]);
    expect(w.deadLetters.letters).toMatchObject([
      {
        stage: 'deliver',
        event,
        batch: { hub: 'events', group: 'notifier', partition: '0' },
        reason: { code, message: expect.stringContaining('flows.example'), passing: false },
      },
    ]);
    expect(w.outcomes()).toEqual(['dead-lettered']);
  });

  it.each<[string, Parameters<ReturnType<typeof world>['reply']>[1], string]>([
    ['refuses it', answered(400, { code: 'TriggerInputSchemaMismatch' }), 'delivery-refused'],
    ['leads elsewhere', answered(302), 'delivery-refused'],
    ['has moved into a network', { kind: 'inside' }, 'delivery-forbidden'],
  ])('becomes a dead letter at once where its subscriber %s', async (_, reply, code) => {
    const { w, delivery } = await requested();
    w.reply('a', reply);
    await w.take(delivery);
    expect(w.deadLetters.letters).toMatchObject([{ stage: 'deliver', reason: { code, passing: false } }]);
    expect(JSON.stringify([w.deadLetters.letters, w.log.lines])).not.toContain('s3cret');
  });

  it.each([404, 410])(
    'retires its subscription where that answers %d, and nobody is told after',
    async (status) => {
      const { w, delivery } = await requested();
      w.reply('a', answered(status));
      await w.take(delivery, { ...delivery, id: 'another' });
      expect(await w.stored('a')).toMatchObject({
        state: { kind: 'retired', at: NOW, reason: `it answered ${status}` },
      });
      await w.take({ ...delivery, id: 'a third' });
      expect(w.posts.length).toBeLessThanOrEqual(2);
      expect(w.outcomes()).toEqual(['retired', 'retired', 'retired']);
      expect(w.deadLetters.letters).toEqual([]);
    },
  );

  it('is for nobody when its subscription was removed meanwhile', async () => {
    const { w, delivery } = await requested();
    await w.subscriptions.remove(keyOf('a'));
    await w.take(delivery);
    expect({ posts: w.posts, outcomes: w.outcomes() }).toEqual({ posts: [], outcomes: ['retired'] });
  });

  it.each<[string, Partial<Run> | undefined, string]>([
    ['is not there any more', undefined, 'no-run'],
    ['is another tenant’s', { tenant: 'fabrikam' }, 'wrong-tenant'],
  ])('becomes a dead letter where its run %s', async (_, fields, code) => {
    const { delivery } = await requested();
    const w = world();
    await w.subscribe('a');
    if (fields) await w.ended('r1', fields);
    await w.take(delivery);
    expect(w.posts).toEqual([]);
    expect(w.deadLetters.letters).toMatchObject([{ reason: { code } }]);
  });

  it('tells the letter that had brought it back how it ended', async () => {
    const { w, delivery } = await requested();
    const back = { ...delivery, replayid: 'p1' };
    await w.take(delivery, back);
    expect(w.posts).toHaveLength(2);
    expect(w.returned).toEqual([{ event: back, end: { kind: 'delivered' } }]);
    await w.subscriptions.remove(keyOf('a'));
    const again = { ...delivery, replayid: 'p2' };
    await w.take(again);
    expect(w.returned[1]).toEqual({
      event: again,
      end: { kind: 'refused', reason: 'its subscription was removed' },
    });
  });

  it('comes again where a store does not answer, and is not made twice for it', async () => {
    const { w, delivery } = await requested();
    const { load } = w.runs;
    Object.assign(w.runs, { load: () => Promise.reject(new PlatformError('away')) });
    await expect(w.take(delivery)).rejects.toThrow(PlatformError);
    Object.assign(w.runs, { load });
    await w.subscribe('b');
    w.reply('b', answered(500));
    const { send } = w.delayed;
    Object.assign(w.delayed, { send: () => Promise.reject(new PlatformError('away')) });
    const toB = { ...delivery, id: 'to b', data: { subscription: keyOf('b'), run: runId('r1') } };
    await expect(w.take(delivery, toB)).rejects.toThrow(PlatformError);
    Object.assign(w.delayed, { send });
    await w.take(delivery, toB);
    expect(w.told().filter((name) => name === 'a')).toHaveLength(1);
    expect(w.delayed.items).toHaveLength(1);
  });
});

describe('a batch', () => {
  const many = async (w: ReturnType<typeof world>, plan: Record<string, number>) => {
    await w.ended('r1');
    const deliveries = [];
    for (const [name, count] of Object.entries(plan)) {
      await w.subscribe(name);
      await w.take(endOf('r1'));
      const mine = w.publisher
        .take()
        .find(({ data }) => (data as { subscription: string }).subscription === keyOf(name))!;
      for (let n = 0; n < count; n += 1) deliveries.push({ ...mine, id: `${name}${n}` });
    }
    return deliveries;
  };

  it('does not try one that has just failed for each of its deliveries', async () => {
    const w = world();
    w.reply('down', { kind: 'unreachable', code: 'ETIMEDOUT' });
    const deliveries = await many(w, { down: 100, up: 10 });
    await w.take(...deliveries);
    expect(w.told().filter((name) => name === 'down').length).toBeLessThanOrEqual(4);
    expect(w.told().filter((name) => name === 'up')).toHaveLength(10);
    expect(w.delayed.items).toHaveLength(100);
    // Those that were not tried have used up nothing.
    expect(w.delayed.items.filter(({ event }) => event.attempt === 1).length).toBeGreaterThanOrEqual(96);
  });

  it('ends in time, and what has not begun by then comes back soon', async () => {
    const w = world({ limits: { concurrency: 2, perSubscriber: 1, budgetMs: 20_000 } });
    const slow = async () => {
      await w.clock.sleep(15_000);
      return answered(200);
    };
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const deliveries = await many(w, Object.fromEntries(names.map((name) => [name, 1])));
    names.forEach((name) => w.reply(name, slow));
    const done = w.take(...deliveries);
    await w.clock.advance(30_000);
    await done;
    expect(w.posts).toHaveLength(4);
    expect(w.delayed.items.map(({ event }) => [event.id, event.attempt])).toEqual([
      ['e0', 1],
      ['f0', 1],
    ]);
    expect(w.outcomes().toSorted()).toEqual([...Array<string>(4).fill('delivered'), 'retried', 'retried']);
  });

  it('leaves to others what is not for subscribers, and bytes that are no event to the index, which reads them too', async () => {
    const w = world();
    await w.subscribe('a');
    const changed = endOf('r1', 'completed', { type: MESH.runChanged });
    await w.take(changed, Buffer.from([0xff, 0xfe]), Buffer.from('{}'));
    expect([w.publisher.events, w.deadLetters.letters]).toEqual([[], []]);
  });

  it.each<[string, object]>([
    ['an end that is nobody’s', { tenantid: undefined }],
    ['a delivery to nobody', { type: MESH.deliveryRequested, data: { run: runId('r1') } }],
  ])('keeps %s as a dead letter, and goes on', async (_, fields) => {
    const w = world();
    await w.subscribe('a');
    await w.take(endOf('r1', 'completed', fields), endOf('r2'));
    expect(w.deadLetters.letters).toMatchObject([{ stage: 'parse', reason: { code: 'invalid-event' } }]);
    expect(w.publisher.events).toHaveLength(1);
  });
});
