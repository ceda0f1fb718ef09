import { MESH } from '../../../src/contracts/event-types';
import type { MeshEvent } from '../../../src/contracts/event';
import { resolveReturned } from '../../../src/mesh/letters/resolve-returned';
import { memorySubscriptionStore } from '../../../src/mesh/ports/memory/memory-subscription-store';
import { staysAway } from '../../../src/mesh/webhooks/stays-away';
import { forecast } from '../../../src/mesh/replayer/forecast';
import { summaryOf } from '../../../src/mesh/letters/letter';
import { dead, RUN } from '../letters/world';
import { replayOf, replayerWorld } from '../replayer/world';
import { keyOf, subscriptionOf } from './world';

const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

const delivery = (fields: Partial<MeshEvent> = {}): MeshEvent => ({
  specversion: '1.0',
  id: 'delivery-1',
  source: '/mesh/notifier',
  type: MESH.deliveryRequested,
  time: '2025-12-31T00:00:00.000Z',
  tenantid: 't1',
  correlationid: RUN,
  attempt: 20,
  data: { subscription: keyOf('a'), run: RUN },
  ...fields,
});

/** A delivery that was given up, of a run that has ended; and somebody who waits for it. */
const world = async () => {
  const subscriptions = memorySubscriptionStore();
  await subscriptions.add(
    subscriptionOf('a', { tenant: 't1', createdAt: START, expiresAt: START + 90 * DAY }),
  );
  const all = replayerWorld();
  const deps = { subscriptions, clock: all.clock };
  const w = { ...all, subscriptions, turn: () => all.tickWith({ staysAway: staysAway(deps) }) };
  await w.setRun('completed');
  const letterFor = (event: MeshEvent) =>
    dead(event, {
      stage: 'deliver',
      batch: { hub: 'events', group: 'notifier', partition: '1' },
      reason: { code: 'delivery-exhausted', message: 'it answered 500, 20 times', passing: false },
    });
  const [id] = await w.bury(letterFor(delivery()));
  const brought = async () => {
    await w.replays.create(replayOf(1), [id!]);
    await w.turn();
    return w.publisher.events[0]!;
  };
  return { ...w, id: id!, letterFor, brought, resolve: resolveReturned(w) };
};

it('comes back to its subscriber under its id, though its run has ended, and is tried as often again', async () => {
  const { brought } = await world();
  expect(await brought()).toEqual(
    delivery({ attempt: 1, time: new Date(START).toISOString(), replayid: 'r1', replayedby: 'u1' }),
  );
});

it('is foretold as one that goes out', async () => {
  const { letter, id, runs } = await world();
  const told = await forecast({ runs, catalog: { skill: () => undefined } })(
    [summaryOf(await letter(id))],
    'extend',
    START,
  );
  expect(told).toMatchObject({ total: 1, byHub: { events: 1 }, runEnded: 0, wouldExpire: 0 });
});

it('is under way until it is known how it ended, however long that takes', async () => {
  const { brought, turn, clock, letter, id, states } = await world();
  await brought();
  await clock.advance(20 * 3_600_000);
  await turn();
  expect(await letter(id)).toMatchObject({ state: 'replaying' });
  expect(await states()).toEqual(['sent']);
});

it.each([
  ['delivered', { kind: 'delivered' as const }],
  ['refused', { kind: 'refused' as const, reason: 'its subscription has expired' }],
])('is resolved when it was %s, and so is its place in the replay', async (state, end) => {
  const { brought, resolve, letter, id, states, clock } = await world();
  const event = await brought();
  await resolve(event, end);
  await resolve(event, end);
  expect(await letter(id)).toMatchObject({ state: 'resolved', end: { ...end, at: clock.now() } });
  expect(await letter(id)).not.toHaveProperty('dueAt');
  expect(await states()).toEqual([state]);
});

it('is not resolved by a replay of long ago, nor by none', async () => {
  const { brought, resolve, letter, id } = await world();
  const event = await brought();
  await resolve({ ...event, replayid: 'r0' }, { kind: 'delivered' });
  await resolve(delivery({ id: 'another' }), { kind: 'delivered' });
  expect(await letter(id)).toMatchObject({ state: 'replaying' });
});

it('is a letter again when it fails again, and parked when it did too often', async () => {
  const { brought, bury, letterFor, letter, id, states } = await world();
  const event = await brought();
  const [again] = await bury(letterFor({ ...event, attempt: 20 }));
  expect(again).toBe(id);
  expect(await letter(id)).toMatchObject({ state: 'new', failedReplays: 1, attempt: 20 });
  expect(await states()).toEqual(['dead-lettered']);
});

it.each([
  ['was removed', 'its subscription was removed'],
  ['was retired', 'its subscription was retired: it answered 410'],
  ['has expired', 'its subscription has expired'],
])('does not come back where its subscription %s, and says so', async (what, reason) => {
  const { subscriptions, replays, turn, publisher, letter, id, clock } = await world();
  if (what === 'was removed') await subscriptions.remove(keyOf('a'));
  if (what === 'has expired') await clock.advance(90 * DAY);
  if (what === 'was retired') {
    const { subscription, etag } = (await subscriptions.load('t1', [keyOf('a')])).get(keyOf('a'))!;
    const state = { kind: 'retired' as const, at: START, reason: 'it answered 410' };
    await subscriptions.save({ ...subscription, state }, etag);
  }
  await replays.create(replayOf(1), [id]);
  await turn();
  expect(publisher.events).toEqual([]);
  expect(await replays.items('r1', 0, 1)).toMatchObject([{ state: 'refused', reason }]);
  expect(await letter(id)).toMatchObject({ state: 'resolved', end: { kind: 'refused', reason } });
});
