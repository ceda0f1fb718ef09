import { allWrites, KEEP_MS, memoryMesh, type MemoryMesh } from './memory/mesh';
import { BOOKING, FLOW, type Wish } from './memory/agent';
import type { Death } from './memory/lives';

const SILENCE_MS = 2 * 60_000;

const post = async (
  { call }: MemoryMesh,
  type: string,
  data: Wish & { text?: string },
  reference = `wish-${data.n}`,
): Promise<string> => (await call('POST', `intents/${type}`, { reference, data }))['runId'] as string;

/** Everybody who is asked says yes. */
const answerAll = async ({ call, settle, index }: MemoryMesh): Promise<void> => {
  const { items } = await index.waiting({ tenant: 'contoso', limit: 100 });
  for (const { task } of items) await call('POST', `tasks/${task}/complete`, { output: { said: 'yes' } });
  await settle();
};

interface Story {
  runs: Record<string, string>;
  replay: string;
}

/**
 * One of everything that the mesh does: runs that complete, one with large data, one after a retry that waits; a dead
 * letter that blocks its run and one that is no event, both replayed, and what the latter carried erased; an id with another body; a run cancelled before
 * its effect was claimed; a task that was lost on its way; a subscriber who is away, refuses one delivery, gets it
 * from its dead letter, and stops listening.
 */
const story = async (mesh: MemoryMesh): Promise<Story> => {
  const { call, put, hold, release, drop, settle, flow, tick, check, look, clock, letters, books } = mesh;
  const { listener } = mesh;
  await call('POST', 'subscriptions', { sink: 'https://flows.example/hook' });
  const straight = await post(mesh, FLOW, { n: 1 });
  const blocked = await post(mesh, FLOW, { n: 2, trouble: 'dead' });
  const large = await post(mesh, FLOW, { n: 3, trouble: 'busy', large: true, text: 'y'.repeat(30_000) });
  put('tasks', Buffer.alloc(300_000, 0xff));
  await settle();

  hold('tasks');
  const cancelled = await post(mesh, BOOKING, { n: 4 });
  await flow();
  await call('POST', `runs/${cancelled}/cancel`);
  await flow();
  release('tasks');
  await settle();

  hold('tasks');
  const lost = await post(mesh, BOOKING, { n: 5 });
  await flow();
  expect(drop('tasks')).toBeGreaterThan(0);
  release('tasks');
  await clock.advance(SILENCE_MS);
  await check();
  listener.refuse(true);
  await settle();

  await look();
  listener.refuse(false);
  books.healed = true;
  const toReplay = letters.all().map(({ id }) => id);
  const { id: replay } = await call('POST', 'replays', {
    select: { ids: toReplay },
    ramp: [1],
    rampWait: 1,
    stopWhenFailed: 0.9,
    reason: 'the books are healed',
  });
  await post(mesh, BOOKING, { n: 6 }, 'wish-5');
  await tick();
  await settle();
  await answerAll(mesh);
  // The replayer looks after what it sent until it knows how that ended, ever more seldom.
  for (let turn = 0; turn < 6; turn++) {
    await clock.advance(10 * 60_000);
    await tick();
    await settle();
  }
  const { id: bytes } = letters.all().find(({ stage }) => stage === 'parse')!;
  await call('POST', `dead-letters/${bytes}/erase`, { reason: 'nobody can read it' });
  await mesh.erase();
  await call('DELETE', `hooks/${'w'.repeat(43)}`);
  await call('POST', 'subscriptions', { sink: 'https://flows.example/other' });
  return { runs: { straight, blocked, large, cancelled, lost }, replay: replay as string };
};

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** Nothing of when it ended. */
const whatIsTold = (body: string) => {
  const { reference, status, output } = JSON.parse(body) as Record<string, unknown>;
  return { reference, status, output };
};

/** All that may matter to anybody afterwards; nothing of how long it took. */
const stateOf = async (mesh: MemoryMesh, { runs, replay }: Story) => {
  const { viewOf, books, letters, claims, index, replays, delayed, listener } = mesh;
  const named = Object.entries(runs);
  const listed = (await index.list({ tenant: 'contoso', limit: 100 })).items;
  return {
    runs: named.map(([name, id]) => {
      const { status, output, steps, reused } = viewOf(id);
      return { name, status, output, reused, steps: steps.map(({ step, status: of }) => [step, of]) };
    }),
    booked: books.entries.map(({ n }) => n).sort(byText),
    letters: letters
      .all()
      .map(({ stage, state, end }) => [stage, state, end?.kind])
      .sort(byText),
    claims: claims
      .all()
      .map(({ task, state }) => [task, state.kind])
      .sort(byText),
    listed: named.map(([name, id]) => [name, listed.find(({ run }) => run === id)?.status]),
    waiting: (await index.waiting({ tenant: 'contoso', limit: 100 })).items,
    replaying: await replays.active(10),
    replayed: (await replays.items(replay, 0, 100)).map(({ state }) => state).sort(byText),
    delayed: delayed.items,
    told: [...listener.taken.values()].map(whatIsTold).sort(byText),
  };
};

const told = async (death?: Death) => {
  const mesh = memoryMesh(death);
  const state = await stateOf(mesh, await story(mesh));
  await mesh.clock.advance(5 * KEEP_MS);
  await mesh.clear();
  const { runs, letters, claims, subscriptions } = mesh;
  const left = [
    ...[runs, letters, claims].map((store) => store.all().length),
    (await subscriptions.list('contoso')).length,
  ];
  return { state: { ...state, left }, trace: mesh.trace };
};

it('tells a story in which every write of every port occurs', async () => {
  const { state, trace } = await told();
  expect(state.runs.map(({ name, status }) => [name, status])).toEqual([
    ['straight', 'completed'],
    ['blocked', 'completed'],
    ['large', 'completed'],
    ['cancelled', 'cancelled'],
    ['lost', 'completed'],
  ]);
  expect(state.booked).toEqual([1, 2, 3, 5]);
  expect(state.told.map(({ reference, status }) => [reference, status])).toEqual([
    ['wish-1', 'completed'],
    ['wish-2', 'completed'],
    ['wish-3', 'completed'],
    ['wish-4', 'cancelled'],
    ['wish-5', 'completed'],
  ]);
  expect(state.letters).toEqual([
    ['deliver', 'resolved', 'delivered'],
    ['parse', 'resolved', 'refused'],
    ['plan', 'new', undefined],
    ['work', 'resolved', 'completed'],
  ]);
  expect(state.replayed).toEqual(['completed', 'dead-lettered', 'delivered']);
  const seen = new Set(trace.map((name) => name.split(' ')[0]));
  expect([...seen].sort(byText)).toEqual([...allWrites(), 'skill.perform', 'subscriber.post'].sort(byText));
  const hubs = ['dlq', 'events', 'intents', 'results', 'tasks'].map((hub) => `publisher.publish to ${hub}`);
  expect([...new Set(trace)]).toEqual(expect.arrayContaining(hubs));
});

it.each(['before', 'after'] as const)(
  'ends the same, with each effect once, when the process dies %s any one write of the whole flow',
  async (when) => {
    const { state, trace } = await told();
    const visited: string[] = [];
    for (const at of trace.keys()) {
      const ended = await told({ at, when });
      visited.push(ended.trace[at]!);
      expect({ at, name: trace[at], ...ended.state }).toEqual({ at, name: trace[at], ...state });
    }
    expect(visited).toEqual(trace);
  },
  120_000,
);
