import type { ContentFolders, ContentStore } from '../content-store';

export interface MemoryContentStore extends ContentStore, ContentFolders {
  names(): readonly string[];
  /** As when a person's data is erased. */
  erase(name: string): void;
}

/** Bodies in memory; copies go in and come out. */
export const memoryContentStore = (): MemoryContentStore => {
  const contents = new Map<string, Uint8Array>();
  return {
    put: async (name, bytes) => void contents.set(name, bytes.slice()),
    get: async (name) => contents.get(name)?.slice(),
    removeFolders: async (folders) => {
      for (const name of contents.keys())
        if (folders.some((folder) => name.startsWith(`${folder}/`))) contents.delete(name);
    },
    names: () => [...contents.keys()],
    erase: (name) => void contents.delete(name),
  };
};
