import { world } from '../world';

const ask = async (mesh: ReturnType<typeof world>, path: string, tenant = 'contoso') => {
  const { status, body } = await mesh.call('GET', path, { tenant });
  return { status, body: body as Record<string, unknown> };
};

const indexed = (tenant: string, run: string, at: number, status: 'running' | 'blocked' | 'completed') => ({
  run: { run, tenant, status, type: 'business.test.intent', acceptedAt: at, at },
  waiting: [],
  answered: [],
});

describe('what the mesh does', () => {
  it('is told in numbers: readers of the whole mesh, everything else of the caller', async () => {
    const mesh = world();
    const now = mesh.clock.now();
    await mesh.index.write([
      indexed('contoso', 'a', now - 1_000, 'running'),
      indexed('contoso', 'b', now - 90_000, 'blocked'),
      indexed('contoso', 'c', now - 2_000, 'completed'),
      indexed('fabrikam', 'd', now, 'running'),
    ]);
    await mesh.health.write([
      { hub: 'tasks', group: 'worker', at: now, events: 3, oldestAt: now - 700, rate: { in: 2, out: 1.5 } },
      { hub: 'dlq', group: 'letters', at: now },
    ]);
    expect((await ask(mesh, '/api/stats')).body).toEqual({
      at: new Date(now).toISOString(),
      readers: [
        { hub: 'dlq', group: 'letters', at: new Date(now).toISOString() },
        {
          hub: 'tasks',
          group: 'worker',
          at: new Date(now).toISOString(),
          waiting: 3,
          oldestMs: 700,
          rate: { in: 2, out: 1.5 },
        },
      ],
      runs: {
        of: 3,
        more: false,
        byStatus: { accepted: 0, running: 1, waiting: 0, blocked: 1 },
        lastMinute: { accepted: 2, ended: 1, completed: 1 },
      },
      waiting: { count: 0, more: false },
      letters: {
        new: { count: 0, more: false },
        replaying: { count: 0, more: false },
        parked: { count: 0, more: false },
      },
    });
  });

  it('costs one look however many ask at once, and another one later', async () => {
    const mesh = world();
    const first = (await ask(mesh, '/api/stats')).body;
    await mesh.index.write([indexed('contoso', 'a', mesh.clock.now(), 'running')]);
    expect((await ask(mesh, '/api/stats')).body).toEqual(first);
    expect((await ask(mesh, '/api/stats', 'fabrikam')).body).toMatchObject({ runs: { of: 0 } });
    await mesh.clock.advance(2_000);
    expect((await ask(mesh, '/api/stats')).body).toMatchObject({ runs: { of: 1 } });
  });
});

it('shows the plan that a run goes by, to its own tenant', async () => {
  const mesh = world();
  const runId = await mesh.begun();
  const { body } = await ask(mesh, `/api/runs/${runId}/plan`);
  expect(body).toMatchObject({ runId, agent: { name: expect.any(String) as string } });
  expect(Object.keys((body['plan'] as { steps: object }).steps)).toContain('ask');
  expect((await ask(mesh, `/api/runs/${runId}/plan`, 'fabrikam')).status).toBe(404);
});
