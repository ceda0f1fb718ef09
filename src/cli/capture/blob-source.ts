import type { ContainerClient } from '@azure/storage-blob';
import { CliError } from '../client';
import type { ArchiveSource } from './source';

const REASONS: Readonly<Record<string, string>> = {
  ContainerNotFound: 'there is no such container. Name another with --container',
  AuthorizationPermissionMismatch:
    'this identity may not read it. It needs the role Storage Blob Data Reader on the container',
  AuthorizationFailure: 'its network rules refuse this machine',
  ENOTFOUND: 'there is no such address. Check --account',
  ECONNREFUSED: 'nobody answers there. On this machine npm start starts it',
};

const inWords = (title: string, error: unknown): CliError => {
  const { code = '', message } = error as { code?: string; message: string };
  return new CliError(`${title} cannot be read: ${REASONS[code] ?? message}.`);
};

/** Whatever goes wrong on the way is told in words. */
async function* explained<T>(title: string, items: () => AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items();
  } catch (error) {
    throw inWords(title, error);
  }
}

/** Files of Capture in a blob container, of Azure or of this machine. */
export const blobSource = (client: ContainerClient): ArchiveSource => {
  const title = client.url;

  const foldersOf = async function* (prefix: string): AsyncGenerator<string> {
    for await (const item of client.listBlobsByHierarchy('/', { prefix }))
      if (item.kind === 'prefix') yield item.name;
  };
  const filesOf = async function* (prefix: string): AsyncGenerator<{ name: string; bytes: number }> {
    for await (const { name, properties } of client.listBlobsFlat({ prefix }))
      yield { name, bytes: properties.contentLength ?? 0 };
  };
  const chunksOf = async function* (name: string): AsyncGenerator<Uint8Array> {
    const { readableStreamBody } = await client.getBlobClient(name).download();
    yield* readableStreamBody as AsyncIterable<Buffer>;
  };

  return {
    title,
    folders: (prefix) => explained(title, () => foldersOf(prefix)),
    files: (prefix) => explained(title, () => filesOf(prefix)),
    read: (name) => explained(`${title}/${name}`, () => chunksOf(name)),
  };
};
