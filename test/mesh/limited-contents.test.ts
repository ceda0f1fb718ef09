import type { ContainerAccess } from '../../src/contracts/rights';
import { limitedContents } from '../../src/mesh/limited-contents';
import { memoryContentStore } from '../../src/mesh/ports/memory/memory-content-store';

const NAME = 'restricted/run/a';

const tried = async (right: ContainerAccess): Promise<Record<string, boolean>> => {
  const inner = memoryContentStore();
  await inner.put(NAME, Buffer.from('kept'));
  const contents = limitedContents(inner, right, (doing) => new Error(`may not ${doing} it`));
  const may = (work: () => Promise<unknown>) =>
    work().then(
      () => true,
      (error: Error) => {
        expect(error.message).toMatch(/^may not (read|write to|erase in|list) it$/);
        return false;
      },
    );
  return {
    get: await may(() => contents.get(NAME)),
    put: await may(() => contents.put('restricted/run/b', Buffer.from('new'))),
    list: await may(async () => Array.fromAsync(contents.foldersBefore('restricted', 1))),
    remove: await may(() => contents.removeFolders(['restricted/run'])),
  };
};

it.each([
  ['read', { get: true, put: false, list: false, remove: false }],
  ['create', { get: false, put: true, list: false, remove: false }],
  ['use', { get: true, put: true, list: false, remove: false }],
  ['erase', { get: false, put: false, list: true, remove: true }],
  ['write', { get: true, put: true, list: true, remove: true }],
] as const)('whoever has the right to %s does just that', async (right, allowed) =>
  expect(await tried(right)).toEqual(allowed),
);
