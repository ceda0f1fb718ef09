import { buffer } from 'node:stream/consumers';
import { RestError } from '@azure/storage-blob';
import type { ContainerClient } from '@azure/storage-blob';
import { PlatformError } from '../contracts/errors';
import type { ContentStore } from '../mesh/ports/content-store';

interface Deps {
  /** It has to exist. */
  container: ContainerClient;
}

/** Bodies as blobs, by their names. */
export const blobContentStore = ({ container }: Deps): ContentStore => ({
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
});

/** The blob, not the container, is not there. */
const isMissingBlob = (error: unknown): boolean =>
  error instanceof RestError && error.statusCode === 404 && error.code !== 'ContainerNotFound';

const platformError = (error: unknown): never => {
  const status =
    error instanceof RestError ? ` (${error.statusCode ?? 'no answer'} ${error.code ?? ''})` : '';
  throw new PlatformError(`the store of contents failed${status}: ${String(error)}`, { cause: error });
};
