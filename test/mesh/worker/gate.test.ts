import { gate, LATE } from '../../../src/mesh/worker/gate';

const never = new AbortController().signal;

it('lets so many through at a time, and the others in their order', async () => {
  const { through } = gate(2);
  const seen: string[] = [];
  const ends = new Map<string, () => void>();
  const enter = (name: string) =>
    through(never, async () => {
      seen.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const all = ['a', 'b', 'c', 'd'].map(enter);
  await Promise.resolve();
  expect(seen).toEqual(['a', 'b']);
  ends.get('b')!();
  await all[1];
  await Promise.resolve();
  expect(seen).toEqual(['a', 'b', 'c']);
  ends.get('a')!();
  ends.get('c')!();
  await all[2];
  await Promise.resolve();
  ends.get('d')!();
  await Promise.all(all);
});

it('makes room again after a work that fails', async () => {
  const { through } = gate(1);
  await expect(through(never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await through(never, async () => 'next')).toBe('next');
});

it('tells those who wait too long, and keeps no room for them', async () => {
  const { through } = gate(1);
  let end = (): void => {};
  const first = through(never, () => new Promise<void>((resolve) => (end = resolve)));
  const patience = new AbortController();
  const late = through(patience.signal, async () => 'in time');
  const third = through(never, async () => 'third');
  patience.abort();
  expect(await late).toBe(LATE);
  expect(await through(patience.signal, async () => 'in time')).toBe(LATE);
  end();
  await first;
  expect(await third).toBe('third');
});
