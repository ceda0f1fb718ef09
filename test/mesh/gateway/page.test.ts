import { linksFor } from '../../../src/mesh/gateway/links';
import { NOW, TYPE, world } from './world';
import { derivedId } from '../../../src/contracts/ids';
import { letterRoutesWorld } from './routes/letter-world';
import { dead, deadBytes, intentEvent } from '../letters/world';
import type { ApiResponse } from '../../../src/mesh/gateway/route';

const runOf = (n: number, tenant = 'contoso') => ({
  run: {
    run: derivedId(String(n)),
    tenant,
    status: 'running' as const,
    type: TYPE,
    acceptedAt: NOW + n,
    at: NOW + n,
  },
  waiting: [],
  answered: [],
});
const nextOf = ({ headers }: ApiResponse) => /^<(.+)>; rel="next"$/.exec(headers?.['link'] ?? '')?.[1];
const pathOf = (address: string) => address.replace('https://mesh.example', '');

describe('pages', () => {
  it('are linked by rel="next", filters and limit included, until the last', async () => {
    const w = world();
    await w.index.write([1, 2, 3, 4, 5].map((n) => runOf(n)));
    const seen: string[] = [];
    let next: string | undefined = `/api/runs?status=running&limit=2&type=${TYPE}`;
    let pages = 0;
    while (next) {
      const answer = await w.call('GET', pathOf(next));
      seen.push(...(answer.body as { runs: { runId: string }[] }).runs.map(({ runId }) => runId));
      // What arrives meanwhile is newer than all that is still to come.
      await w.index.write([runOf(100 + pages)]);
      pages += 1;
      next = nextOf(answer);
      if (next)
        expect(new URL(next).searchParams.get('cursor')).toBe((answer.body as { cursor: string }).cursor);
    }
    expect(seen).toEqual([5, 4, 3, 2, 1].map((n) => derivedId(String(n))));
    expect(pages).toBe(3);
  });

  it('are linked where callers reach the mesh', () => {
    const links = linksFor('https://api.contoso.example/mesh')({
      url: new URL('http://host/api/tasks?limit=2&cursor=a'),
    });
    expect(links.page('b')).toBe('https://api.contoso.example/mesh/api/tasks?limit=2&cursor=b');
  });

  it('refuse a cursor of another list, filter or tenant, and take another limit', async () => {
    const w = world();
    await w.index.write([...[1, 2, 3].map((n) => runOf(n)), ...[4, 5].map((n) => runOf(n, 'fabrikam'))]);
    const { cursor } = (await w.call('GET', '/api/runs?limit=1')).body as { cursor: string };
    const status = async (path: string, tenant = 'contoso') => (await w.call('GET', path, { tenant })).status;
    expect(await status(`/api/runs?limit=7&cursor=${cursor}`)).toBe(200);
    expect(await status(`/api/tasks?cursor=${cursor}`)).toBe(400);
    expect(await status(`/api/subscriptions?cursor=${cursor}`)).toBe(400);
    expect(await status(`/api/runs?status=failed&cursor=${cursor}`)).toBe(400);
    expect(await status(`/api/runs?cursor=${cursor}`, 'fabrikam')).toBe(400);
    expect(await status(`/api/runs?cursor=${cursor.slice(3)}`)).toBe(400);
    expect(await status(`/api/runs?cursor=${cursor}x`)).toBe(400);
  });

  it('of subscriptions hold all, unless fewer are asked for, and shift by nothing that comes or goes', async () => {
    const w = world();
    const subscribe = async () => {
      await w.clock.advance(1);
      const { body } = await w.call('POST', '/api/subscriptions', {
        body: { sink: 'https://flows.example/x' },
      });
      return body as { id: string; key: string };
    };
    const made = [await subscribe(), await subscribe(), await subscribe(), await subscribe()];
    expect((await w.call('GET', '/api/subscriptions')).body).toMatchObject({ subscriptions: { length: 4 } });
    const first = await w.call('GET', '/api/subscriptions?limit=2');
    await subscribe();
    await w.call('DELETE', `/api/hooks/${made[2]!.id}`);
    const second = await w.call('GET', pathOf(nextOf(first)!));
    expect(second.body).toMatchObject({ subscriptions: [{ key: made[1]!.key }, { key: made[0]!.key }] });
    expect(nextOf(second)).toBeUndefined();
  });

  it('of dead letters of several tenants tell each once, though others arrive meanwhile', async () => {
    const { call, bury, clock } = letterRoutesWorld();
    const made: string[] = [];
    let bytes = 0;
    /** An event of the operators' tenant, or bytes that belong to nobody. */
    const arrives = async (id: string | undefined) => {
      await clock.advance(1_000);
      const item =
        id === undefined ? deadBytes(Buffer.from([(bytes += 1)])) : dead(intentEvent({ id, tenantid: 't1' }));
      return (await bury(item))[0]!;
    };
    for (const id of ['a', 'b', undefined, 'c', undefined, undefined, 'd', 'e', undefined])
      made.unshift(await arrives(id));
    const seen: string[] = [];
    let cursor = '';
    for (let n = 0; n < 10 && (n === 0 || cursor); n += 1) {
      const { body } = await call('ListDeadLetters', { query: `limit=2&cursor=${cursor}` });
      seen.push(...body.letters.map(({ id }: { id: string }) => id));
      cursor = body.cursor ?? '';
      await arrives(n % 2 === 0 ? `new-${n}` : undefined);
    }
    expect(seen).toEqual(made);
  });
});
