import { randomBytes } from 'node:crypto';
import { blobContentStore } from '../../src/azure/blob-content-store';
import { containerOf } from '../../src/azure/connections';
import { PlatformError } from '../../src/contracts/errors';
import type { ContentFolders, ContentStore } from '../../src/mesh/ports/content-store';
import { memoryContentStore } from '../../src/mesh/ports/memory/memory-content-store';
import { startTestAzurite, type TestAzurite } from '../support/azurite';

let azurite: TestAzurite;
beforeAll(async () => {
  azurite = await startTestAzurite();
});
afterAll(() => azurite.stop());

const container = (name: string) => containerOf({ MESH_STORAGE: azurite.connectionString }, name);

describe.each([
  ['in memory', async () => memoryContentStore()],
  [
    'in Blob Storage',
    async () => {
      await container('content').create();
      return blobContentStore({ container: container('content') });
    },
  ],
])('a content store %s', (_where, newStore) => {
  let store: ContentStore & ContentFolders;
  beforeAll(async () => {
    store = await newStore();
  });

  it.each([
    ['nothing', 0],
    ['a little', 10],
    ['a megabyte', 1024 * 1024],
  ])('gives back %s', async (_what, size) => {
    const bytes = randomBytes(size);
    await store.put(`content/run/${size}`, bytes);
    expect(bytes.equals((await store.get(`content/run/${size}`))!)).toBe(true);
  });

  it('takes a part of a larger buffer for what it is', async () => {
    await store.put('content/part', Buffer.from('before it behind').subarray(7, 9));
    expect(Buffer.from((await store.get('content/part'))!).toString()).toBe('it');
  });

  it('may be given the same again', async () => {
    await store.put('letters/one', Buffer.from('whole'));
    await store.put('letters/one', Buffer.from('whole'));
    expect(Buffer.from((await store.get('letters/one'))!).toString()).toBe('whole');
  });

  it('takes out folders, whole, and nothing beside them', async () => {
    const names = ['content/old/1', 'content/old/2', 'content/older/1', 'content/gone/1'];
    for (const name of names) await store.put(name, Buffer.from(name));
    await store.removeFolders(['content/old', 'content/gone', 'content/never']);
    const left = await Promise.all(names.map(async (name) => (await store.get(name)) !== undefined));
    expect(left).toEqual([false, false, true, false]);
  });

  it('tells which folders were not written to of late', async () => {
    for (const name of ['aged/a/1', 'aged/a/2', 'aged/b/1', 'agedness/c/1'])
      await store.put(name, Buffer.from('x'));
    const before = async (at: number) => (await Array.fromAsync(store.foldersBefore('aged', at))).flat();
    expect((await before(Date.UTC(2100, 0))).toSorted()).toEqual(['aged/a', 'aged/b']);
    expect(await before(0)).toEqual([]);
  });

  it('has nothing where nothing was put', async () => {
    expect(await store.get('content/run/none')).toBeUndefined();
  });
});

it('a content store whose container is not there throws', async () => {
  const store = blobContentStore({ container: container('nowhere') });
  await expect(store.get('x')).rejects.toThrow(PlatformError);
  await expect(store.put('x', Buffer.from('x'))).rejects.toThrow(PlatformError);
  await expect(store.removeFolders(['x'])).rejects.toThrow(PlatformError);
});
