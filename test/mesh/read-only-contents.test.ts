import { memoryContentStore } from '../../src/mesh/ports/memory/memory-content-store';
import { readOnlyContents } from '../../src/mesh/read-only-contents';

it('reads, and refuses to write and to remove', async () => {
  const inner = memoryContentStore();
  await inner.put('content/a', Buffer.from('kept'));
  const contents = readOnlyContents(inner, () => new Error('no right to write'));
  expect(Buffer.from((await contents.get('content/a'))!).toString()).toBe('kept');
  await expect(contents.put('content/a', Buffer.from('other'))).rejects.toThrow('no right to write');
  await expect(contents.removeFolders(['content/a'])).rejects.toThrow('no right to write');
  expect(Buffer.from((await inner.get('content/a'))!).toString()).toBe('kept');
});
