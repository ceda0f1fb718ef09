import { PlatformError } from '../../../src/contracts/errors';
import { janitor, type JanitorDeps, type Kept } from '../../../src/mesh/janitor/janitor';
import { memoryContentStore } from '../../../src/mesh/ports/memory/memory-content-store';
import { memoryLog } from '../../../src/mesh/ports/memory/memory-log';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 3);

/** Stores whose batches take a second each, on a clock of their own. */
const world = (more: Partial<JanitorDeps> = {}) => {
  let now = NOW;
  const contents = memoryContentStore();
  const restricted = memoryContentStore();
  const removed: string[] = [];
  const asked: number[] = [];
  const storeOf = (name: string, batches: readonly (readonly string[])[]): Kept => ({
    name,
    store: {
      old: async function* (before) {
        asked.push(before);
        for (const ids of batches) {
          now += 1_000;
          yield { ids, remove: async () => void removed.push(...ids) };
        }
      },
    },
  });
  const broken: Kept = {
    name: 'broken',
    store: {
      // eslint-disable-next-line require-yield
      old: async function* () {
        throw new PlatformError('the table is away');
      },
    },
  };
  const log = memoryLog();
  const clear = (...stores: readonly Kept[]) =>
    janitor({ stores, contents, restricted, clock: { now: () => now }, log, keepMs: 30 * DAY, ...more })();
  return { contents, restricted, removed, asked, storeOf, broken, clear, log };
};

describe('the janitor', () => {
  it('clears all that is older than what is kept, and says how much', async () => {
    const { clear, storeOf, removed, asked, log } = world();
    expect(await clear(storeOf('runs', [['a', 'b'], ['c']]), storeOf('claims', []))).toEqual({ runs: 3 });
    expect(removed).toEqual(['a', 'b', 'c']);
    expect(asked[0]).toBe(NOW - 30 * DAY);
    expect(log.lines).toMatchObject([{ level: 'info', fields: { runs: 3 } }]);
  });

  it('stops when its time is up, each store having had its share', async () => {
    const { clear, storeOf } = world({ budgetMs: 10_000 });
    const many = (name: string) => Array.from({ length: 60 }, (_, n) => [`${name}${n}`]);
    const cleared = await clear(storeOf('a', many('a')), storeOf('b', many('b')));
    expect(cleared).toEqual({ a: 5, b: 5 });
  });

  it('gives the time that one store does not need to the others', async () => {
    const { clear, storeOf } = world({ budgetMs: 10_000 });
    const many = Array.from({ length: 60 }, (_, n) => [`${n}`]);
    expect(await clear(storeOf('a', [['one']]), storeOf('b', many))).toEqual({ a: 1, b: 9 });
  });

  it('takes contents out before what they belong to', async () => {
    const { clear, storeOf, contents, removed } = world();
    for (const name of ['content/a/1', 'content/b/1']) await contents.put(name, Buffer.from('x'));
    const runs = storeOf('runs', [['a']]);
    const atRemoval: (readonly string[])[] = [];
    const watched: Kept = {
      ...runs,
      folderOf: (run) => `content/${run}`,
      store: {
        old: async function* (before) {
          for await (const { ids, remove } of runs.store.old(before))
            yield { ids, remove: () => (atRemoval.push(contents.names()), remove()) };
        },
      },
    };
    await clear(watched);
    expect(atRemoval).toEqual([['content/b/1']]);
    expect(removed).toEqual(['a']);
  });

  it('goes on with the others when one store does not answer, and then says so', async () => {
    const { clear, storeOf, broken, removed } = world();
    await expect(clear(broken, storeOf('runs', [['a']]))).rejects.toThrow('the table is away');
    expect(removed).toEqual(['a']);
  });

  it('clears the restricted data of a run with the run', async () => {
    const { clear, storeOf, restricted } = world();
    await restricted.put('restricted/a/1', Buffer.from('old'));
    await restricted.put('restricted/b/1', Buffer.from('young'));
    await clear({ ...storeOf('runs', [['a']]), restrictedOf: (run) => `restricted/${run}` });
    expect(restricted.names()).toEqual(['restricted/b/1']);
  });
});
