import { toStructured } from '../../../src/contracts/envelope';
import type { LetterStore } from '../../../src/mesh/ports/letter-store';
import { keepLetters } from '../../../src/mesh/letters/keep-letters';
import type { Replay } from '../../../src/mesh/replayer/replay';
import { book, dead, deadBytes, letterWorld, POLICY, RUN, taskEvent } from './world';

const attempt = (n: number, replayid?: string) =>
  dead(taskEvent({ id: `${RUN}.post.${n}`, attempt: n, ...(replayid && { replayid }) }));

const replay: Replay = {
  v: 1,
  id: 'r1',
  tenant: 't1',
  by: { type: 'user', id: 'u' },
  createdAt: 0,
  select: {},
  options: { perSecond: 10, deadline: 'extend' },
  total: 1,
  next: 0,
};

describe('keepLetters', () => {
  it('keeps a letter, new, with all that is known of it', async () => {
    const world = letterWorld();
    const [id] = await world.bury(attempt(1));
    expect(await world.letter(id!)).toMatchObject({
      state: 'new',
      tenant: 't1',
      firstAt: world.clock.now(),
      failedReplays: 0,
      dueAt: world.clock.now() + POLICY.autoReplayAfterMs,
      task: `${RUN}.post`,
      content: { body: { base64: Buffer.from(toStructured(taskEvent())).toString('base64') } },
    });
  });

  it('plans no replay of what will not pass', async () => {
    const world = letterWorld();
    const [id] = await world.bury(deadBytes(Buffer.from('?')));
    expect(await world.letter(id!)).not.toHaveProperty('dueAt');
  });

  it('keeps what comes twice once, in one batch and in two', async () => {
    const world = letterWorld();
    const [id] = await world.bury(attempt(1), attempt(1));
    const { etag } = (await world.letters.load([id!])).get(id!)!;
    await world.clock.advance(1000);
    await world.bury(attempt(1));
    expect(world.letters.all()).toHaveLength(1);
    expect((await world.letters.load([id!])).get(id!)!.etag).toBe(etag);
    expect((await world.letter(id!)).lastAt).toBe((await world.letter(id!)).firstAt);
  });

  it('counts each letter that it keeps and each that came back, and none that was there', async () => {
    const { bury, metrics } = letterWorld();
    await bury(attempt(1), attempt(1), deadBytes(Buffer.from('?')));
    await bury(attempt(1));
    await bury(attempt(2));
    expect(metrics.of('mesh.letters.kept').map(({ value, attributes }) => [value, attributes])).toEqual([
      [1, { 'mesh.stage': 'work', 'mesh.reason': 'other' }],
      [1, { 'mesh.stage': 'parse', 'mesh.reason': 'other' }],
      [1, { 'mesh.stage': 'work', 'mesh.reason': 'other' }],
    ]);
  });

  it('counts a reason that the mesh knows by its name', async () => {
    const { bury, metrics } = letterWorld();
    const reason = { code: 'timeout', message: 'no answer', passing: true };
    await bury(dead(taskEvent(), { reason }));
    expect(metrics.of('mesh.letters.kept')).toMatchObject([{ attributes: { 'mesh.reason': 'timeout' } }]);
  });

  it('takes over a later attempt, and not an earlier one that comes late', async () => {
    const world = letterWorld();
    const [id] = await world.bury(attempt(3));
    await world.clock.advance(1000);
    await world.bury(attempt(2));
    expect(await world.letter(id!)).toMatchObject({ attempt: 3 });
    await world.bury(attempt(4));
    expect(await world.letter(id!)).toMatchObject({ attempt: 4, failedReplays: 0, state: 'new' });
  });

  it('waits twice as long after each replay that failed, and parks after three', async () => {
    const world = letterWorld();
    const [id] = await world.bury(attempt(1));
    await world.bury(attempt(2, 'r1'));
    expect(await world.letter(id!)).toMatchObject({
      state: 'new',
      failedReplays: 1,
      dueAt: world.clock.now() + 2 * POLICY.autoReplayAfterMs,
    });
    await world.bury(attempt(3, 'r2'));
    await world.bury(attempt(4, 'r3'));
    expect(await world.letter(id!)).toMatchObject({ state: 'parked', failedReplays: 3 });
    expect(await world.letter(id!)).not.toHaveProperty('dueAt');
  });

  it('tells the replay that its letter came back', async () => {
    const world = letterWorld();
    const [id] = await world.bury(attempt(1));
    await world.replays.create(replay, [id!]);
    const { letter, etag } = (await world.letters.load([id!])).get(id!)!;
    const sent = { id: 'r1', index: 0, at: world.clock.now() };
    await world.letters.save([{ letter: { ...letter, state: 'replaying', replay: sent }, etag }]);
    await world.bury(attempt(2, 'r1'));
    expect(await world.replays.items('r1', 0, 10)).toEqual([
      { index: 0, letter: id, state: 'dead-lettered', reason: 'the ledger did not answer' },
    ]);
    expect(await world.letter(id!)).toMatchObject({ state: 'new', failedReplays: 1 });
  });

  it('knows an event without tries of its own by the replay that brought it', async () => {
    const world = letterWorld();
    const result = taskEvent({ type: 'business.invoice.task.completed', id: 'result-1' });
    const [id] = await world.bury(dead(result));
    const { letter, etag } = (await world.letters.load([id!])).get(id!)!;
    await world.letters.save([
      { letter: { ...letter, state: 'replaying', replay: { id: 'r1', index: 0, at: 0 } }, etag },
    ]);
    await world.bury(dead({ ...result, replayid: 'r1' }));
    await world.bury(dead({ ...result, replayid: 'r1' }));
    expect(await world.letter(id!)).toMatchObject({ state: 'new', failedReplays: 1 });
  });

  it('keeps what comes by the hub of dead letters and is none', async () => {
    const world = letterWorld();
    const bad = { ...taskEvent(), type: 'mesh.event.deadlettered', data: { letter: 5 } };
    await world.keep(world.batchOf([Buffer.from('not json'), toStructured(bad), toStructured(taskEvent())]));
    expect(world.letters.all().map(({ stage, tenant, state }) => [stage, tenant, state])).toEqual(
      [0, 1, 2].map(() => ['dlq', '-', 'new']),
    );
  });

  it('decides again when somebody else changed the letter meanwhile', async () => {
    const world = letterWorld();
    const [id] = await world.bury(attempt(1));
    let disturbed = false;
    const letters: LetterStore = {
      ...world.letters,
      save: async (changes) => {
        if (!disturbed) {
          disturbed = true;
          const { letter, etag } = (await world.letters.load([id!])).get(id!)!;
          const sent = { id: 'r1', index: 0, at: world.clock.now() };
          await world.letters.save([{ letter: { ...letter, state: 'replaying', replay: sent }, etag }]);
        }
        return world.letters.save(changes);
      },
    };
    const keep = keepLetters({ ...world, letters, book, policy: POLICY, versions: {} });
    await world.send([attempt(2, 'r1')]);
    await keep(world.batchOf(world.dlq.take().map(toStructured)));
    expect(disturbed).toBe(true);
    expect(await world.letter(id!)).toMatchObject({ attempt: 2, failedReplays: 1, replay: { id: 'r1' } });
  });
});
