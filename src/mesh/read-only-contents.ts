import type { ContentFolders, ContentStore } from './ports/content-store';

/** Contents for those who may only read them: a write is refused here as Azure would refuse it, on the laptop too. */
export const readOnlyContents = (
  contents: ContentStore,
  refuse: () => Error,
): ContentStore & ContentFolders => ({
  get: contents.get,
  put: () => Promise.reject(refuse()),
  removeFolders: () => Promise.reject(refuse()),
});
