import { groupCommit } from '../../../../src/local/broker/log/group-commit';

const gate = () => {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
};

describe('a group commit', () => {
  it('writes what came during a write as the next one', async () => {
    const written: number[][] = [];
    const first = gate();
    const begun = gate();
    const commits = groupCommit<number>(
      async (items) => {
        written.push(items);
        begun.open();
        if (written.length === 1) await first.opened;
      },
      () => {},
    );
    const adds = [commits.add(1), commits.add(2)];
    await begun.opened;
    adds.push(commits.add(3), commits.add(4), commits.add(5));
    first.open();
    await Promise.all(adds);
    expect(written).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
  });

  it('fails what waited behind a write that failed, once it is undone, and goes on after', async () => {
    const heard: string[] = [];
    const commits = groupCommit<number>(
      async (items) => {
        if (items.includes(1)) {
          void commits.add(2).catch(() => heard.push('second'));
          throw new Error('disk full');
        }
      },
      () => heard.push('undone'),
    );
    await expect(commits.add(1)).rejects.toThrow('disk full');
    await commits.idle();
    expect(heard).toEqual(['undone', 'second']);
    await commits.add(3);
  });
});
