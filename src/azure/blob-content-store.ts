import { buffer } from 'node:stream/consumers';
import { RestError } from '@azure/storage-blob';
import type { ContainerClient } from '@azure/storage-blob';
import { PlatformError } from '../contracts/errors';
import type { ContentFolders, ContentStore } from '../mesh/ports/content-store';
import { inParallel } from './in-parallel';

interface Deps {
  /** It has to exist. */
  container: ContainerClient;
}

const AT_ONCE = 16;

/** Bodies as blobs, by their names. */
export const blobContentStore = ({ container }: Deps): ContentStore & ContentFolders => ({
  put: async (name, bytes) => {
    const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    await container.getBlockBlobClient(name).upload(body, body.length).catch(platformError);
  },
  get: async (name) => {
    try {
      const { readableStreamBody } = await container.getBlockBlobClient(name).download();
      return await buffer(readableStreamBody!);
    } catch (error) {
      return isMissingBlob(error) ? undefined : platformError(error);
    }
  },
  removeFolders: async (names) => {
    await inParallel(AT_ONCE, names, (name) => removeFolder(container, `${name}/`).catch(platformError));
  },
  foldersBefore: async function* (root, before) {
    try {
      yield* foldersBefore(container, `${root}/`, before);
    } catch (error) {
      platformError(error);
    }
  },
});

const PAGE = 1_000;

/** Names come in their order, so that a folder is whole before the next one begins. */
const foldersBefore = async function* (
  container: ContainerClient,
  prefix: string,
  before: number,
): AsyncGenerator<readonly string[]> {
  let folder: { name: string; at: number } | undefined;
  let found: string[] = [];
  const close = () => {
    if (folder && folder.at < before) found.push(folder.name);
  };
  for await (const { name, properties } of container.listBlobsFlat({ prefix })) {
    const own = name.split('/').slice(0, 2).join('/');
    const at = properties.lastModified.getTime();
    if (folder?.name === own) {
      folder.at = Math.max(folder.at, at);
      continue;
    }
    close();
    folder = { name: own, at };
    if (found.length < PAGE) continue;
    yield found;
    found = [];
  }
  close();
  if (found.length > 0) yield found;
};

const removeFolder = async (container: ContainerClient, prefix: string): Promise<void> => {
  for await (const { name } of container.listBlobsFlat({ prefix }))
    await container.getBlobClient(name).deleteIfExists();
};

/** The blob, not the container, is not there. */
const isMissingBlob = (error: unknown): boolean =>
  error instanceof RestError && error.statusCode === 404 && error.code !== 'ContainerNotFound';

const platformError = (error: unknown): never => {
  const status =
    error instanceof RestError ? ` (${error.statusCode ?? 'no answer'} ${error.code ?? ''})` : '';
  throw new PlatformError(`the store of contents failed${status}: ${String(error)}`, { cause: error });
};
