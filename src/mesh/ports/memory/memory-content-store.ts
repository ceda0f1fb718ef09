import type { ContentFolders, ContentStore } from '../content-store';

export interface MemoryContentStore extends ContentStore, ContentFolders {
  names(): readonly string[];
  /** As when a person's data is erased. */
  erase(name: string): void;
}

/** Bodies in memory; copies go in and come out. */
export const memoryContentStore = (now: () => number = () => 0): MemoryContentStore => {
  const contents = new Map<string, Uint8Array>();
  const writtenAt = new Map<string, number>();
  return {
    put: async (name, bytes) => {
      contents.set(name, bytes.slice());
      writtenAt.set(name, now());
    },
    get: async (name) => contents.get(name)?.slice(),
    removeFolders: async (folders) => {
      for (const name of contents.keys())
        if (folders.some((folder) => name.startsWith(`${folder}/`))) contents.delete(name);
    },
    foldersBefore: async function* (root, before) {
      const names = [...contents.keys()].filter((name) => name.startsWith(`${root}/`));
      const folders = Map.groupBy(names, (name) => name.split('/').slice(0, 2).join('/'));
      const old = [...folders].filter(([, inside]) => inside.every((name) => writtenAt.get(name)! < before));
      if (old.length > 0) yield old.map(([folder]) => folder);
    },
    names: () => [...contents.keys()],
    erase: (name) => void contents.delete(name),
  };
};
