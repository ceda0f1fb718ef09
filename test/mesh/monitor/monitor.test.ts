import { PlatformError } from '../../../src/contracts/errors';
import { monitor, type MonitorDeps } from '../../../src/mesh/monitor/monitor';
import type { Reader, Seen } from '../../../src/mesh/ports/backlog';
import { memoryHealthStore } from '../../../src/mesh/ports/memory/memory-health-store';
import { memoryLetterStore } from '../../../src/mesh/ports/memory/memory-letter-store';
import { memoryLog } from '../../../src/mesh/ports/memory/memory-log';
import { memoryMetrics } from '../../../src/mesh/ports/memory/memory-metrics';
import { virtualClock } from '../../../src/mesh/ports/memory/virtual-clock';
import { letterWorld, dead, taskEvent } from '../letters/world';

const tasks: Reader = { hub: 'tasks', group: 'worker' };
const dlq: Reader = { hub: 'dlq', group: 'letters' };

const world = (seen: (now: number) => readonly Seen[], more: Partial<MonitorDeps> = {}) => {
  const clock = virtualClock();
  const metrics = memoryMetrics();
  const log = memoryLog();
  const health = memoryHealthStore();
  const look = monitor({
    readers: [tasks, dlq],
    backlog: async () => seen(clock.now()),
    letters: memoryLetterStore(),
    health,
    metrics,
    clock,
    log,
    ...more,
  });
  const gauges = (name: 'mesh.consumer.lag' | 'mesh.consumer.oldest_age') =>
    metrics.of(name).map(({ value, attributes }) => [attributes['messaging.destination.name'], value]);
  return { clock, metrics, log, health, look, gauges };
};

describe('a look of the monitor', () => {
  it('measures what waits for each reader and for how long, and keeps it for the gateway', async () => {
    const { look, gauges, health, clock } = world((now) => [
      { reader: tasks, events: 12, oldestAt: now - 90_500 },
      { reader: dlq, events: 0 },
    ]);
    await look();
    const at = clock.now();
    expect(gauges('mesh.consumer.lag')).toEqual([
      ['tasks', 12],
      ['dlq', 0],
    ]);
    expect(gauges('mesh.consumer.oldest_age')).toEqual([
      ['tasks', 90.5],
      ['dlq', 0],
    ]);
    expect(await health.read()).toEqual([
      { ...tasks, at, events: 12, oldestAt: at - 90_500 },
      { ...dlq, at, events: 0 },
    ]);
  });

  it('says which hub does not answer, and measures the others', async () => {
    const { look, gauges, health, log } = world(() => [
      { reader: tasks, error: new PlatformError('no link') },
      { reader: dlq, events: 3, oldestAt: 0 },
    ]);
    await look();
    expect(gauges('mesh.consumer.lag')).toEqual([['dlq', 3]]);
    expect(await health.read()).toMatchObject([{ ...tasks }, { ...dlq, events: 3 }]);
    expect((await health.read())[0]).not.toHaveProperty('events');
    expect(log.lines).toMatchObject([
      { level: 'warn', fields: { ...tasks, error: 'PlatformError: no link' } },
    ]);
  });

  it('says nothing of an age that nobody knows, and of none before it began', async () => {
    const { look, gauges } = world((now) => [
      { reader: tasks, events: 12 },
      { reader: dlq, events: 1, oldestAt: now + 5_000 },
    ]);
    await look();
    expect(gauges('mesh.consumer.oldest_age')).toEqual([['dlq', 0]]);
  });

  it('counts letters that are open by state, zero too', async () => {
    const { bury, letters } = letterWorld();
    await bury(dead(taskEvent()));
    const { look, metrics } = world(() => [], { letters });
    await look();
    expect(metrics.of('mesh.letters.open').map(({ value, attributes }) => [attributes, value])).toEqual([
      [{ 'mesh.letter.state': 'new' }, 1],
      [{ 'mesh.letter.state': 'replaying' }, 0],
      [{ 'mesh.letter.state': 'parked' }, 0],
    ]);
  });

  it('looks at the rest when a table does not answer, and fails afterwards', async () => {
    const away = () => Promise.reject(new PlatformError('the table letters failed'));
    const { look, gauges } = world(() => [{ reader: tasks, events: 1, oldestAt: 0 }], {
      letters: { countOpen: away },
    });
    await expect(look()).rejects.toThrow(PlatformError);
    expect(gauges('mesh.consumer.lag')).toEqual([['tasks', 1]]);
  });
});

it('tells how fast events come and go, once it has looked twice', async () => {
  const { look, health, clock } = world((now) => [
    { reader: { hub: 'tasks', group: 'worker' }, events: 5, arrived: now === clock.now() ? 100 : 0 },
  ]);
  await look();
  expect((await health.read())[0]).not.toHaveProperty('rate');
  await clock.advance(10_000);
  await look();
  expect((await health.read())[0]).toMatchObject({ arrived: 100, rate: { in: 0, out: 0 } });
});
