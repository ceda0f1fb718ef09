import { gather } from '../../../src/mesh/worker/gather';

const later = () => new Promise<void>((resolve) => setImmediate(resolve));

it('sends together what comes together, and what collects while a send is under way', async () => {
  const sent: number[][] = [];
  const ends: (() => void)[] = [];
  const send = gather(async (items: readonly number[]) => {
    sent.push([...items]);
    await new Promise<void>((resolve) => ends.push(resolve));
    return items.map((item) => item * 10);
  });
  const first = [send(1), send(2), Promise.resolve().then(() => send(3))];
  await later();
  const second = [send(4), send(5)];
  await later();
  expect(sent).toEqual([[1, 2, 3]]);
  ends[0]!();
  expect(await Promise.all(first)).toEqual([10, 20, 30]);
  await later();
  ends[1]!();
  expect(await Promise.all(second)).toEqual([40, 50]);
  expect(sent).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
});

it('fails those whose items failed, and goes on', async () => {
  const send = gather(async (items: readonly number[]) => {
    if (items.includes(1)) throw new Error('one');
    return items;
  });
  await expect(Promise.all([send(1), send(2)])).rejects.toThrow('one');
  expect(await send(3)).toBe(3);
});
