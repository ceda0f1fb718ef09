import { pace } from '../../../src/cli/capture/pace';

const clock = () => {
  let now = 1000;
  return {
    now: () => now,
    sleep: async (ms: number) => void (now += ms),
    pass: (ms: number) => void (now += ms),
  };
};

it('waits as long as so many events may take', async () => {
  const { now, sleep } = clock();
  const wait = pace({ perSecond: 50, now, sleep });
  for (let sent = 0; sent < 100; sent += 10) await wait(10);
  expect(now()).toBe(3000);
});

it('does not wait where sending took longer', async () => {
  const { now, sleep, pass } = clock();
  const wait = pace({ perSecond: 50, now, sleep });
  pass(700);
  await wait(10);
  expect(now()).toBe(1700);
});
