import { MESH } from '../../../../src/contracts/event-types';
import { PACE } from '../../../../src/mesh/gateway/follow-journal';
import { STREAMS } from '../../../../src/mesh/gateway/open-streams';
import type { ApiResponse } from '../../../../src/mesh/gateway/route';
import { memoryRunStore } from '../../../../src/mesh/ports/memory/memory-run-store';
import { TYPE, world } from '../world';

const STREAM = { accept: 'text/event-stream' };

interface Heard {
  id?: string;
  event?: string;
  data?: { n?: number; runId?: string; status?: string };
}

const parsed = (text: string): readonly Heard[] =>
  text
    .split('\n\n')
    .filter((block) => block.startsWith('id: '))
    .map((block) => {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/, 2)));
      return { ...fields, data: JSON.parse(fields['data'] as string) } as Heard;
    });

/** Reads a stream as it comes. */
const reader = ({ stream }: ApiResponse) => {
  const pieces: string[] = [];
  let ended = false;
  const done = (async () => {
    for await (const piece of stream!) pieces.push(piece);
    ended = true;
  })();
  return {
    done,
    ended: () => ended,
    text: () => pieces.join(''),
    events: () => parsed(pieces.join('')),
    ids: () => parsed(pieces.join('')).map(({ id }) => id),
  };
};

const opened = async (
  { call }: Pick<ReturnType<typeof world>, 'call'>,
  path: string,
  headers: Record<string, string> = {},
) => reader(await call('GET', path, { headers: { ...STREAM, ...headers } }));

const cancelled = (w: ReturnType<typeof world>, run: string) =>
  w.happens(run, { type: MESH.runCancel, subject: run, data: { reason: 'no need' } });

describe('the journal, followed', () => {
  it('tells what there is, each further entry as it happens, and the end', async () => {
    const w = world();
    const run = await w.begun();
    const heard = await opened(w, `/api/runs/${run}/events`);
    await w.clock.advance(0);
    expect(heard.text()).toMatch(/^retry: \d+\n\n/);
    expect(heard.events()).toMatchObject([{ id: '1', event: TYPE, data: { n: 1 } }]);

    await w.completes(run, 'do', 'done');
    await w.clock.advance(PACE.longestPause);
    expect(heard.events().at(-1)).toMatchObject({ id: '2', event: 'business.test.task.completed' });

    await cancelled(w, run);
    await w.clock.advance(PACE.longestPause);
    await heard.done;
    expect(heard.ids()).toEqual(['1', '2', '3', 'end']);
    expect(heard.events().at(-1)).toMatchObject({
      event: `${TYPE}.cancelled`,
      data: {
        runId: run,
        status: 'cancelled',
        reason: 'no need',
        link: `https://mesh.example/api/runs/${run}`,
      },
    });
  });

  it('tells a run that has ended whole, and closes', async () => {
    const w = world();
    const run = await w.begun();
    await cancelled(w, run);
    const heard = await opened(w, `/api/runs/${run}/events`);
    await heard.done;
    expect(heard.ids()).toEqual(['1', '2', 'end']);
  });

  it.each([
    ['the header', '', { 'last-event-id': '1' }],
    ['the query', '?after=1', {}],
    ['the header before the query', '?after=0', { 'last-event-id': '1' }],
  ])('goes on behind the last event, by %s', async (_, query, headers: Record<string, string>) => {
    const w = world();
    const run = await w.begun();
    await cancelled(w, run);
    const heard = await opened(w, `/api/runs/${run}/events${query}`, headers);
    await heard.done;
    expect(heard.ids()).toEqual(['2', 'end']);
  });

  it('answers 204 to who has heard the end, so that browsers do not come again', async () => {
    const w = world();
    const run = await w.begun();
    await cancelled(w, run);
    const headers = { ...STREAM, 'last-event-id': 'end' };
    expect(await w.call('GET', `/api/runs/${run}/events`, { headers })).toEqual({ status: 204 });
  });

  it('refuses what is no id of an event', async () => {
    const w = world();
    const run = await w.begun();
    const headers = { ...STREAM, 'last-event-id': 'seven' };
    expect(await w.call('GET', `/api/runs/${run}/events`, { headers })).toMatchObject({
      status: 400,
      body: { type: '/problems/invalid-request' },
    });
  });

  it('waits for a run that is on its way', async () => {
    const w = world();
    const { body } = await w.call('POST', `/api/intents/${TYPE}`, {
      body: { reference: 'a', data: { amount: 1 } },
    });
    const { runId } = body as { runId: string };
    const heard = await opened(w, `/api/runs/${runId}/events?since=now`);
    await w.clock.advance(1_000);
    expect(heard.events()).toEqual([]);
    await w.plan();
    await w.clock.advance(PACE.longestPause);
    expect(heard.ids()).toEqual(['1']);
  });

  it('answers JSON without being asked for a stream, and 404 for a run that is not there', async () => {
    const w = world();
    const run = await w.begun();
    expect(await w.call('GET', `/api/runs/${run}/events`, { headers: { accept: '*/*' } })).toMatchObject({
      status: 200,
      body: { runId: run, events: [{ n: 1 }] },
    });
    const other = { headers: STREAM, tenant: 'fabrikam' };
    expect(await w.call('GET', `/api/runs/${run}/events`, other)).toMatchObject({ status: 404 });
  });

  it('says within 15 seconds that it lives, and that only', async () => {
    const w = world();
    const run = await w.begun();
    const heard = await opened(w, `/api/runs/${run}/events`);
    await w.clock.advance(0);
    const before = heard.text();
    await w.clock.advance(15_000);
    expect(heard.text().slice(before.length)).toBe(':\n\n');
  });

  it('closes politely before the platform does, and says when to come again', async () => {
    const w = world();
    const run = await w.begun();
    const heard = await opened(w, `/api/runs/${run}/events`);
    await w.clock.advance(229_000);
    await heard.done;
    expect(heard.ids()).toEqual(['1']);
    expect(heard.text()).toMatch(/retry: \d+\n\n$/);
  });

  it('reads a run only when it has changed, and looks for that less and less often', async () => {
    const runs = memoryRunStore();
    const calls = { load: 0, etag: 0 };
    const counted = {
      ...runs,
      load: (ids: readonly string[]) => ((calls.load += 1), runs.load(ids)),
      etag: (id: string) => ((calls.etag += 1), runs.etag(id)),
    };
    const w = world({ runs: counted });
    const { body } = await w.call('POST', `/api/intents/${TYPE}`, {
      body: { reference: 'a', data: { amount: 1 } },
    });
    const { runId } = body as { runId: string };
    const [intent] = w.publisher.take();
    await runs.save([{ run: w.planned(intent!) }]);
    calls.load = 0;
    await opened(w, `/api/runs/${runId}/events`);
    await w.clock.advance(60_000);
    expect(calls.load).toBe(1);
    expect(calls.etag).toBeLessThan(45);
  });

  it('tells nothing of a run of another tenant that is said to be on its way, and reads it once', async () => {
    const runs = memoryRunStore();
    let loads = 0;
    const w = world({ runs: { ...runs, load: (ids) => ((loads += 1), runs.load(ids)) } });
    const run = await w.begun();
    await runs.save([{ run: (await w.runs.load([run])).get(run)!.run }]);
    const headers = { accept: 'text/event-stream' };
    const heard = reader(
      await w.call('GET', `/api/runs/${run}/events?since=now`, { headers, tenant: 'fabrikam' }),
    );
    await w.clock.advance(60_000);
    expect(heard.events()).toEqual([]);
    expect(loads).toBe(2);
  });

  it('ends the work when the caller goes, and gives the place back', async () => {
    const w = world();
    const run = await w.begun();
    const gone = new AbortController();
    const heard = reader(
      await w.call('GET', `/api/runs/${run}/events`, { headers: STREAM, signal: gone.signal }),
    );
    await w.clock.advance(0);
    expect(w.clock.next()).toBeDefined();
    gone.abort();
    await heard.done;
    expect(w.clock.next()).toBeUndefined();
  });

  it('ends without a fault when the store does not answer', async () => {
    const runs = memoryRunStore();
    const w = world({ runs: { ...runs, etag: () => Promise.reject(new Error('no table')) } });
    const { body } = await w.call('POST', `/api/intents/${TYPE}`, {
      body: { reference: 'a', data: { amount: 1 } },
    });
    const { runId } = body as { runId: string };
    const [intent] = w.publisher.take();
    await runs.save([{ run: w.planned(intent!) }]);
    const heard = await opened(w, `/api/runs/${runId}/events`);
    await w.clock.advance(1_000);
    await heard.done;
    expect(heard.ids()).toEqual(['1']);
    expect(w.log.lines.at(-1)?.message).toMatch(/no table/);
  });

  it('has room for so many streams of a tenant, and takes the next when one has ended', async () => {
    const w = world();
    const run = await w.begun();
    const path = `/api/runs/${run}/events`;
    const first = await w.call('GET', path, { headers: STREAM });
    for (let n = 1; n < STREAMS.perTenant; n += 1) await w.call('GET', path, { headers: STREAM });
    expect(await w.call('GET', path, { headers: STREAM })).toMatchObject({
      status: 429,
      headers: { 'retry-after': expect.any(String) },
      body: { type: '/problems/too-many-requests' },
    });
    const iterator = first.stream![Symbol.asyncIterator]();
    await iterator.next();
    await iterator.return!();
    expect(await w.call('GET', path, { headers: STREAM })).toMatchObject({ status: 200 });
  });
});
