import type { Health } from '../../../src/mesh/gateway/routes/health';
import { monitorChecks } from '../../../src/mesh/monitor/checks';
import type { ReaderHealth } from '../../../src/mesh/ports/health-store';
import { memoryHealthStore } from '../../../src/mesh/ports/memory/memory-health-store';
import { virtualClock } from '../../../src/mesh/ports/memory/virtual-clock';

const SILENT_MS = 60_000;
const START = Date.UTC(2026, 10, 21, 12);

const world = () => {
  const clock = virtualClock(START);
  const health = memoryHealthStore();
  const checks = monitorChecks({ health, clock, behindAt: 100, silentMs: SILENT_MS });
  const ask = async (): Promise<Record<string, Health>> =>
    Object.fromEntries(await Promise.all(checks.map(async ({ name, check }) => [name, await check()])));
  const look = (...looks: readonly Omit<ReaderHealth, 'at'>[]) =>
    health.write(looks.map((one) => ({ ...one, at: clock.now() })));
  return { clock, health, ask, look };
};
const at = new Date(START).toISOString();

describe('how the broker and its readers are', () => {
  it('is up while no more waits than may', async () => {
    const { ask, look } = world();
    await look({ hub: 'tasks', group: 'worker', events: 100 }, { hub: 'dlq', group: 'letters', events: 0 });
    expect(await ask()).toEqual({ broker: { status: 'up', at }, monitor: { status: 'up', at } });
  });

  it('is behind where more waits, and says for whom', async () => {
    const { ask, look } = world();
    await look(
      { hub: 'tasks', group: 'worker', events: 101 },
      { hub: 'events', group: 'index', events: 100 },
      { hub: 'dlq', group: 'letters', events: 5_000 },
    );
    expect((await ask())['broker']).toEqual({
      status: 'behind',
      detail: '101 events of tasks wait for worker; 5000 events of dlq wait for letters',
      at,
    });
  });

  it('is down where a hub gave the monitor no answer, however far others are behind', async () => {
    const { ask, look } = world();
    await look(
      { hub: 'events', group: 'index' },
      { hub: 'events', group: 'notifier' },
      { hub: 'dlq', group: 'letters', events: 5_000 },
    );
    expect((await ask())['broker']).toEqual({ status: 'down', detail: 'no answer from events', at });
  });
});

describe('whether the monitor looks', () => {
  it('gives a mesh that has just started time to look', async () => {
    const { ask, clock } = world();
    await clock.advance(SILENT_MS);
    expect(await ask()).toEqual({ broker: { status: 'up' }, monitor: { status: 'up' } });
    await clock.advance(1);
    expect(await ask()).toEqual({
      broker: { status: 'behind', detail: 'nobody has looked for too long' },
      monitor: {
        status: 'behind',
        detail: 'it has not looked yet: see whether the app operations runs',
      },
    });
  });

  it('gives it the same time where the last look was days ago', async () => {
    const { ask, clock, health } = world();
    await health.write([{ hub: 'tasks', group: 'worker', events: 0, at: START - 86_400_000 }]);
    expect((await ask())['monitor']).toMatchObject({ status: 'up' });
    await clock.advance(SILENT_MS + 1);
    expect((await ask())['monitor']).toMatchObject({ status: 'behind' });
  });

  it('says since when it has not, and nothing of a broker that nobody sees', async () => {
    const { ask, look, clock } = world();
    await look({ hub: 'tasks', group: 'worker' });
    await clock.advance(SILENT_MS + 1);
    expect(await ask()).toEqual({
      broker: { status: 'behind', detail: 'nobody has looked for too long', at },
      monitor: {
        status: 'behind',
        detail: `it has not looked since ${at}: see whether the app operations runs`,
        at,
      },
    });
    await look({ hub: 'tasks', group: 'worker', events: 0 });
    expect(await ask()).toMatchObject({ broker: { status: 'up' }, monitor: { status: 'up' } });
  });
});
