import { virtualClock } from '../../../src/mesh/ports/memory/virtual-clock';

describe('virtual time', () => {
  it('stands still until it is moved', async () => {
    const clock = virtualClock(1_000);
    let woken = false;
    void clock.sleep(10).then(() => (woken = true));
    await clock.advance(9);
    expect([clock.now(), woken]).toEqual([1_009, false]);
    await clock.advance(1);
    expect([clock.now(), woken]).toEqual([1_010, true]);
  });

  it('wakes sleepers in the order of their times, at their times, and those that sleep on', async () => {
    const clock = virtualClock(0);
    const woken: string[] = [];
    const sleep = async (name: string, ...times: readonly number[]) => {
      for (const time of times) await clock.sleep(time).then(() => woken.push(`${name}@${clock.now()}`));
    };
    void sleep('slow', 30);
    void sleep('quick', 10, 10, 15);
    await clock.advance(100);
    expect(woken).toEqual(['quick@10', 'quick@20', 'slow@30', 'quick@35']);
    expect(clock.next()).toBeUndefined();
  });

  it('wakes a sleeper early with the reason of its signal', async () => {
    const clock = virtualClock(0);
    const reason = new Error('enough');
    const controller = new AbortController();
    const asleep = clock.sleep(10, controller.signal);
    controller.abort(reason);
    await expect(asleep).rejects.toBe(reason);
    await expect(clock.sleep(10, controller.signal)).rejects.toBe(reason);
    expect(clock.next()).toBeUndefined();
  });

  it('times out with a TimeoutError, or with the parent, unless it is cleared', async () => {
    const clock = virtualClock(0);
    const parent = new AbortController();
    const [struck, cleared, child] = [clock.timeout(10), clock.timeout(10), clock.timeout(99, parent.signal)];
    cleared.clear();
    await clock.advance(10);
    expect([struck.signal.aborted, cleared.signal.aborted, child.signal.aborted]).toEqual([
      true,
      false,
      false,
    ]);
    expect(struck.signal.reason).toMatchObject({ name: 'TimeoutError' });
    parent.abort(new Error('over'));
    expect(child.signal.reason).toMatchObject({ message: 'over' });
  });
});
