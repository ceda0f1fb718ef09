import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { CliError } from '../client';
import type { ArchiveSource } from './source';

/** Files of Capture in a folder, as a download of the container leaves them. */
export const folderSource = (root: string): ArchiveSource => {
  const entriesOf = (prefix: string, recursive = false) =>
    readdir(join(root, prefix), { withFileTypes: true, recursive }).catch((error: Error) => {
      throw new CliError(`The folder ${join(root, prefix)} cannot be read: ${error.message}.`);
    });
  return {
    title: root,
    folders: async function* (prefix) {
      for (const entry of await entriesOf(prefix)) if (entry.isDirectory()) yield `${prefix}${entry.name}/`;
    },
    files: async function* (prefix) {
      for (const entry of await entriesOf(prefix, true)) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        const name = relative(root, path).split(sep).join('/');
        yield { name, bytes: (await stat(path)).size };
      }
    },
    read: (name) => createReadStream(join(root, name)) as AsyncIterable<Uint8Array>,
  };
};
