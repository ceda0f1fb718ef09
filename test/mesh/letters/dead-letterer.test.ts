import { PlatformError } from '../../../src/contracts/errors';
import { bodyOf, propertiesOf } from '../../../src/mesh/letters/letter-content';
import { book, dead, deadBytes, intentEvent, letterWorld, received, RUN, taskEvent } from './world';

const SCHEMA = 'mesh.event.deadlettered@1';

describe('deadLetterer', () => {
  it('sends the event whole, with its reason and its place', async () => {
    const { send, dlq } = letterWorld();
    const item = dead(taskEvent(), {
      received: received(Buffer.from('{"as": "it came"}'), {
        properties: { 'cloudEvents:id': 'x', n: 5, b: true },
      }),
    });
    const [{ letter }] = (await send([item])) as [{ letter: string }];
    const [event] = dlq.events;
    expect(book.faults(SCHEMA, event!.data)).toEqual([]);
    expect(event).toMatchObject({
      type: 'mesh.event.deadlettered',
      source: '/mesh/work',
      subject: letter,
      correlationid: RUN,
      tenantid: 't1',
      causationid: `${RUN}.post.1`,
    });
    expect(event!.data).toMatchObject({
      letter,
      reason: { code: 'ledger-away', passing: true },
      hub: 'tasks',
      group: 'worker',
      partition: '3',
      offset: '4096',
      sequence: 7,
      attempt: 1,
      run: RUN,
      task: `${RUN}.post`,
      skill: 'invoice.post@1',
      versions: { mesh: '0.1.0' },
      properties: { 'cloudEvents:id': 'x', n: 5, b: true },
      body: Buffer.from('{"as": "it came"}').toString('base64'),
    });
  });

  it('keeps bytes that are no event, and attributes them to nobody', async () => {
    const { send, dlq } = letterWorld();
    const body = Buffer.from([0xff, 0x00, 0xfe]);
    await send([deadBytes(body)]);
    const data = dlq.events[0]!.data as { body: string; tenant: string };
    expect(book.faults(SCHEMA, data)).toEqual([]);
    expect(Buffer.from(data.body, 'base64')).toEqual(body);
    expect(data.tenant).toBe('-');
    expect(dlq.events[0]).not.toHaveProperty('tenantid');
  });

  it('puts a body of nearly 1 MB, and properties as large, beside the letter', async () => {
    const { send, dlq, contents } = letterWorld();
    const body = Buffer.alloc(1_000_000, 'ü');
    const properties = { long: 'x'.repeat(40_000) };
    await send([deadBytes(body, { received: received(body, { properties }) })]);
    const data = dlq.events[0]!.data as { bodyRef: string; propertiesRef: string; properties: object };
    expect(JSON.stringify(dlq.events[0]).length).toBeLessThan(64 * 1024);
    const content = { ...data, body: { ref: data.bodyRef }, properties: {} };
    expect(Buffer.compare((await bodyOf(contents, content))!, body)).toBe(0);
    expect(await propertiesOf(contents, content)).toEqual(properties);
  });

  it('keeps what AMQP knows and JSON does not', async () => {
    const { send, dlq } = letterWorld();
    const properties = { at: new Date(0), bytes: Buffer.from('ab'), nothing: null, nan: NaN, list: [1] };
    await send([deadBytes(Buffer.from('x'), { received: received(Buffer.from('x'), { properties }) })]);
    expect(dlq.events[0]!.data).toMatchObject({
      properties: { at: '1970-01-01T00:00:00.000Z', bytes: 'YWI=', nan: 'NaN', list: '[1]' },
    });
    expect(book.faults(SCHEMA, dlq.events[0]!.data)).toEqual([]);
  });

  it('gives all attempts of one task the same letter, and each its own event', async () => {
    const { send, dlq } = letterWorld();
    const again = taskEvent({ id: `${RUN}.post.2`, attempt: 2, replayid: 'r1' });
    const [first, second, twice] = await send([dead(taskEvent()), dead(again), dead(taskEvent())]);
    expect(second).toEqual(first);
    expect(twice).toEqual(first);
    const [a, b, c] = dlq.events.map(({ id }) => id);
    expect(a).not.toBe(b);
    expect(c).toBe(a);
    expect(dlq.events[1]!.data).toMatchObject({ attempt: 2, replayid: 'r1' });
  });

  it.each([
    ['another task', taskEvent({ subject: `${RUN}.extract` })],
    ['the result of the same task', taskEvent({ type: 'business.invoice.task.completed', id: 'other' })],
    ['an intent', intentEvent()],
  ])('gives %s a letter of its own', async (_, event) => {
    const { send } = letterWorld();
    const [a, b] = await send([dead(taskEvent()), dead(event)]);
    expect(b!.letter).not.toBe(a!.letter);
  });

  it('gives an intent the run that follows from it', async () => {
    const { send, dlq } = letterWorld();
    await send([dead(intentEvent(), { stage: 'plan' })]);
    expect(dlq.events[0]!.data).toMatchObject({ run: RUN, attempt: 1 });
  });

  it('keeps each of several wishes under one id that was taken', async () => {
    const { send } = letterWorld();
    const reason = { code: 'id-reuse', message: 'the id is taken', passing: false };
    const ids = await send(
      ['a', 'b', 'b'].map((document) => dead(intentEvent({ data: { document } }), { reason })),
    );
    expect(new Set(ids.map(({ letter }) => letter)).size).toBe(2);
  });

  it('counts the tries of bytes by their properties', async () => {
    const { send, dlq } = letterWorld();
    const properties = { 'cloudEvents:attempt': 3, 'cloudEvents:replayid': 'r9' };
    await send([deadBytes(Buffer.from('x'), { received: received(Buffer.from('x'), { properties }) })]);
    expect(dlq.events[0]!.data).toMatchObject({ attempt: 3, replayid: 'r9' });
  });

  it('takes what comes from a queue, which has no partition', async () => {
    const { bury, letter } = letterWorld();
    const item = dead(taskEvent(), {
      received: received(Buffer.from('{}'), { sequence: -1, offset: '', enqueuedAt: NaN }),
      batch: { hub: 'delayed', group: '', partition: '' },
      stage: 'poison',
    });
    const [id] = await bury(item);
    expect(await letter(id!)).toMatchObject({ stage: 'poison', hub: 'delayed', group: '-', partition: '-' });
  });

  it('is a platform fault when the broker does not take a letter', async () => {
    const { send, dlq } = letterWorld();
    dlq.fail(({ ...message }) => ('subject' in message ? new Error('away') : undefined));
    await expect(send([dead(taskEvent())])).rejects.toThrow(PlatformError);
  });
});
