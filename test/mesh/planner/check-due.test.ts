import { PlatformError } from '../../../src/contracts/errors';
import { checkDue } from '../../../src/mesh/planner/check-due';
import { fold } from '../../../src/mesh/planner/fold';
import { memoryLog } from '../../../src/mesh/ports/memory/memory-log';
import { memoryPublisher } from '../../../src/mesh/ports/memory/memory-publisher';
import { memoryRunStore } from '../../../src/mesh/ports/memory/memory-run-store';
import { virtualClock } from '../../../src/mesh/ports/memory/virtual-clock';
import { NOON, RUN, SILENCE, contextAt, planOf, start, step } from './world';

const world = async () => {
  const ports = {
    runs: memoryRunStore(),
    publisher: memoryPublisher(),
    clock: virtualClock(NOON),
    log: memoryLog(),
  };
  const { run } = start(planOf({ a: step() }));
  await ports.runs.save([{ run }]);
  return { ...ports, run, check: checkDue(ports) };
};

describe('the timer', () => {
  it('leaves runs alone that are not due', async () => {
    const { check, publisher } = await world();
    expect(await check()).toBe(0);
    expect(publisher.events).toEqual([]);
  });

  it('commands those that are, which then send again what nobody answered', async () => {
    const { check, clock, publisher, run } = await world();
    await clock.advance(SILENCE);
    expect(await check()).toBe(1);
    expect(publisher.events).toMatchObject([
      { type: 'mesh.run.check', correlationid: RUN, tenantid: 'acme' },
    ]);
    expect(fold(run, publisher.events[0]!, contextAt(clock.now())).out).toEqual([`${RUN}.a.1`]);
  });

  it('sends the same command while the run is due for the same reason', async () => {
    const { check, clock, publisher } = await world();
    await clock.advance(SILENCE);
    await check();
    await clock.advance(1_000);
    await check();
    expect(new Set(publisher.events.map(({ id }) => id)).size).toBe(1);
  });

  it('throws when the broker is away', async () => {
    const { check, clock, publisher } = await world();
    await clock.advance(SILENCE);
    publisher.fail(() => new Error('away'));
    await expect(check()).rejects.toThrow(PlatformError);
  });
});
