import { dead, RUN, taskEvent } from '../letters/world';
import type { ReplayerDeps } from '../../../src/mesh/replayer/deps';
import { REPLAY_LIMITS } from '../../../src/mesh/replayer/deps';
import { replayerWorld, replayOf } from './world';

const PORTS = ['letters', 'replays', 'runs', 'publisher', 'contents'] as const;

/** Ports that die at their nth call, before or after it did its work. Once dead, nothing works. */
const mortal = (deps: ReplayerDeps, at: number, when: 'before' | 'after') => {
  let calls = 0;
  let diedAt: string | undefined;
  const wrap = <T extends object>(port: T, name: string): T =>
    new Proxy(port, {
      get:
        (target, method) =>
        async (...args: unknown[]) => {
          calls += 1;
          if (diedAt === undefined && calls > at) diedAt = `${name}.${String(method)}`;
          const dies = diedAt !== undefined;
          const isLast = calls === at + 1 && when === 'after';
          if (dies && !isLast) throw new Error('died');
          const result: unknown = await (target as Record<string | symbol, (...a: unknown[]) => unknown>)[
            method
          ]!(...args);
          if (dies) throw new Error('died');
          return result;
        },
    });
  const wrapped = Object.fromEntries(PORTS.map((name) => [name, wrap(deps[name] as object, name)]));
  return { ports: wrapped as Partial<ReplayerDeps>, diedAt: () => diedAt };
};

const NAMES = ['post', 'extract', 'risk'];

/** Kills a tick at its nth call of a port, lets the next ones repair; answers where it died. */
const killed = async (at: number, when: 'before' | 'after', automatic: boolean) => {
  const world = replayerWorld({ limits: { ...REPLAY_LIMITS, automatic: automatic ? 10 : 0 } });
  await world.setRun('blocked');
  const ids = await world.bury(...NAMES.map((name) => dead(taskEvent({ subject: `${RUN}.${name}` }))));
  if (automatic) await world.clock.advance(60_000);
  else await world.replays.create(replayOf(3), ids);

  const { ports, diedAt } = mortal(world.deps, at, when);
  await world.tickWith(ports).catch(() => undefined);
  await world.turn();
  const [replay] = [...new Set(world.publisher.events.map(({ replayid }) => replayid!))];
  const sent = await world.states(replay);

  await world.setRun('completed');
  await world.clock.advance(REPLAY_LIMITS.watchAtMostMs);
  const closing = mortal(world.deps, at, when);
  await world.tickWith(closing.ports).catch(() => undefined);
  await world.turn();
  return { ...world, ids, replay, sent, diedAt: [diedAt(), closing.diedAt()] };
};

describe.each([
  ['on demand', false],
  ['by the timer', true],
] as const)('a replay %s', (_, automatic) => {
  it.each(['before', 'after'] as const)('survives death %s each call of a port', async (when) => {
    const visited = new Set<string>();
    for (let at = 0, died = true; died; at += 1) {
      const { publisher, replays, letters, diedAt, replay, sent, states } = await killed(at, when, automatic);
      died = diedAt.some((place) => place !== undefined);
      for (const place of diedAt) if (place) visited.add(place);

      const byTask = Map.groupBy(publisher.events, ({ subject }) => subject!);
      expect([...byTask.keys()].sort()).toEqual(NAMES.map((name) => `${RUN}.${name}`).sort());
      for (const [task, events] of byTask) {
        expect(new Set(events.map(({ id }) => id))).toEqual(new Set([`${task}.2`]));
        expect(events.length).toBeLessThanOrEqual(2);
      }
      expect(new Set(publisher.events.map(({ replayid }) => replayid))).toEqual(new Set([replay]));
      expect(sent).toEqual(['sent', 'sent', 'sent']);
      expect(await states(replay)).toEqual(['completed', 'completed', 'completed']);
      expect(letters.all().map(({ state, end }) => [state, end?.kind])).toEqual(
        NAMES.map(() => ['resolved', 'completed']),
      );
      expect(await replays.active(10)).toEqual([]);
    }
    expect([...visited].sort()).toEqual(
      [
        'letters.due',
        'letters.load',
        'letters.save',
        'publisher.publish',
        'replays.active',
        ...(automatic ? ['replays.create'] : []),
        'replays.items',
        'replays.load',
        'replays.save',
        'replays.settle',
        'runs.load',
      ].sort(),
    );
  });
});
