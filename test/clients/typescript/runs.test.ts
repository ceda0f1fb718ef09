import { StillRunning } from '../../../clients/typescript/src';
import { caught, json, problem, RUN, wired } from './wire';

const link = `https://mesh.example/api/runs/${RUN}?since=1795000000000`;
const run = (status: string) => json(200, { runId: RUN, status });

describe('waiting for a run', () => {
  it('asks until it ends, and gives its output', async () => {
    const { mesh, seen } = wired([
      run('accepted'),
      run('waiting'),
      run('completed'),
      json(200, { level: 'low' }),
    ]);
    expect(await mesh.waitForResult({ runId: RUN, link })).toEqual({ level: 'low' });
    expect(seen.map(({ path }) => path)).toEqual([
      ...Array.from({ length: 3 }, () => `/api/runs/${RUN}?since=1795000000000&wait=30`),
      `/api/runs/${RUN}/result`,
    ]);
  });

  it('sends, waits and gives the output in one', async () => {
    const output = { decision: 'posted' };
    const { mesh, seen } = wired([
      json(202, { runId: RUN, status: 'accepted', link }),
      run('completed'),
      json(200, output),
    ]);
    const data = { document: '<Invoice/>' };
    expect(await mesh.fulfil('business.invoice.intent', { reference: 'INV-1', data })).toEqual(output);
    expect(seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  });

  it('tells a run that failed as the problem that it is', async () => {
    const { mesh } = wired([run('failed'), problem(422, 'run-failed')]);
    expect(await caught(mesh.waitForResult(RUN))).toMatchObject({ kind: 'run-failed' });
  });

  it('gives up when the time is over, and says how far the run is', async () => {
    const { mesh, seen } = wired([run('running')]);
    const error = await caught(mesh.waitForRun(RUN, { withinMs: 0 }));
    expect(error).toBeInstanceOf(StillRunning);
    expect(error).toMatchObject({ run: { status: 'running' } });
    expect(seen[0]!.path).toContain('wait=0');
  });
});

describe('a list in pages', () => {
  it('comes as one, page after page', async () => {
    const item = (runId: string) => ({ runId });
    const { mesh, seen } = wired([
      json(200, { runs: [item('a'), item('b')], cursor: '2' }),
      json(200, { runs: [], cursor: '3' }),
      json(200, { runs: [item('c')] }),
    ]);
    const ids: string[] = [];
    for await (const { runId } of mesh.all.listRuns({ status: 'failed' })) ids.push(runId);
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(seen.map(({ path }) => path)).toEqual([
      '/api/runs?status=failed',
      '/api/runs?status=failed&cursor=2',
      '/api/runs?status=failed&cursor=3',
    ]);
  });

  it('asks for no page that nobody takes', async () => {
    const { mesh, seen } = wired([json(200, { runs: [{ runId: 'a' }], cursor: '2' })]);
    for await (const { runId } of mesh.all.listRuns()) if (runId === 'a') break;
    expect(seen).toHaveLength(1);
  });
});

const stream = (...chunks: (string | Error)[]): Response => {
  const left = [...chunks];
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const next = left.shift();
      if (next === undefined) controller.close();
      else if (typeof next === 'string') controller.enqueue(new TextEncoder().encode(next));
      else controller.error(next);
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
};

const RETRY = 'retry: 0\n\n';
const entry = (n: number) =>
  `id: ${n}\nevent: business.invoice.task.completed\ndata: ${JSON.stringify({ n, at: 'x', in: { id: 'ü', type: 't' }, out: [] })}\n\n`;
const END = `id: end\nevent: business.invoice.intent.completed\ndata: {"runId":"${RUN}","status":"completed"}\n\n`;

const followed = async (replies: Parameters<typeof wired>[0], after?: string) => {
  const { mesh, seen } = wired(replies);
  const news: string[] = [];
  for await (const one of mesh.followRun(RUN, { ...(after !== undefined && { after }) }))
    news.push(one.kind === 'end' ? `end ${one.end.status}` : String(one.entry.n));
  return { news, seen };
};

describe('following a run', () => {
  it('tells each entry as it comes, and how it ended', async () => {
    const { news, seen } = await followed([stream(RETRY + entry(1), ':\n\n', entry(2) + END)]);
    expect(news).toEqual(['1', '2', 'end completed']);
    expect(seen[0]).toMatchObject({
      path: `/api/runs/${RUN}/events`,
      headers: { accept: 'text/event-stream' },
    });
  });

  it.each([1, 2, 3, 5, 7, 50])('puts together what comes in pieces of %i bytes', async (size) => {
    const bytes = Buffer.from(RETRY + entry(1) + entry(2) + END);
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    });
    const reply = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    expect((await followed([reply])).news).toEqual(['1', '2', 'end completed']);
  });

  it('comes again where a stream ended, behind what it had', async () => {
    const { news, seen } = await followed([stream(RETRY + entry(1)), stream(RETRY + entry(2) + END)], '0');
    expect(news).toEqual(['1', '2', 'end completed']);
    expect(seen.map(({ headers }) => headers['last-event-id'])).toEqual(['0', '1']);
  });

  it('comes again where a connection broke in the middle of an entry', async () => {
    const half = entry(2).slice(0, 20);
    const { news } = await followed([
      stream(RETRY + entry(1), half, new Error('ECONNRESET')),
      stream(entry(2) + END),
    ]);
    expect(news).toEqual(['1', '2', 'end completed']);
  });

  it('has nothing to tell to who has heard the end', async () => {
    expect((await followed([new Response(null, { status: 204 })], 'end')).news).toEqual([]);
  });

  it('says so where something in between lets no streams through', async () => {
    await expect(followed([json(200, { events: [] })])).rejects.toThrow(/no mesh answers/);
  });
});
