import { commitsTo } from '../../../src/local/tables/commits';
import { refusal } from '../../../src/local/tables/refusal';

/** A store whose disk takes as long as the test says. */
const slowStore = () => {
  const syncs: { resolve: () => void; reject: (error: Error) => void }[] = [];
  let commits = 0;
  return {
    syncs,
    commits: () => commits,
    commit: (work: () => void) => {
      commits += 1;
      work();
    },
    sync: () => new Promise<void>((resolve, reject) => syncs.push({ resolve, reject })),
  };
};
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const silent = () => {};

it('answers a write when it is on disk, and not before', async () => {
  const store = slowStore();
  const commit = commitsTo(store, silent);
  let answered = false;
  const write = commit(() => 1).then(() => (answered = true));
  await turn();
  expect(store.commits()).toBe(1);
  expect(answered).toBe(false);
  store.syncs[0]!.resolve();
  await write;
  expect(answered).toBe(true);
});

it('takes all that arrive while one commit is on its way into the next', async () => {
  const store = slowStore();
  const commit = commitsTo(store, silent);
  const first = commit(() => 0);
  await turn();
  const rest = [1, 2, 3, 4].map((nth) => commit(() => nth));
  await turn();
  expect(store.commits()).toBe(1);
  store.syncs[0]!.resolve();
  await first;
  await turn();
  store.syncs[1]!.resolve();
  expect(await Promise.all(rest)).toEqual([1, 2, 3, 4]);
  expect(store.commits()).toBe(2);
});

it('refuses one without its neighbours', async () => {
  const store = slowStore();
  const commit = commitsTo(store, silent);
  const good = commit(() => 'written');
  const bad = commit(() => {
    throw refusal('EntityAlreadyExists');
  });
  bad.catch(() => {});
  await turn();
  store.syncs[0]!.resolve();
  expect(await good).toBe('written');
  await expect(bad).rejects.toMatchObject({ code: 'EntityAlreadyExists' });
});

it('refuses all of a commit that could not be written, and goes on after it', async () => {
  const store = slowStore();
  const warnings: string[] = [];
  let isFull = true;
  const commit = commitsTo(
    {
      ...store,
      commit: (work) => {
        if (isFull) throw new Error('database or disk is full');
        store.commit(work);
      },
    },
    (text) => warnings.push(text),
  );
  const writes = await Promise.allSettled([commit(() => 1), commit(() => 2)]);
  expect(
    writes.map((write) => write.status === 'rejected' && (write.reason as { code: string }).code),
  ).toEqual(['ServerBusy', 'ServerBusy']);
  expect(warnings.join()).toContain('disk is full');
  isFull = false;
  const next = commit(() => 3);
  await turn();
  store.syncs[0]!.resolve();
  expect(await next).toBe(3);
});

it('writes nothing more once the disk did not take a commit', async () => {
  const store = slowStore();
  const commit = commitsTo(store, silent);
  const lost = commit(() => 1);
  lost.catch(() => {});
  await turn();
  store.syncs[0]!.reject(new Error('EIO'));
  await expect(lost).rejects.toMatchObject({ status: 503 });
  await expect(commit(() => 2)).rejects.toMatchObject({ status: 503 });
  expect(store.commits()).toBe(1);
});
