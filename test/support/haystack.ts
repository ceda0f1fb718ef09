import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { inflateRawSync, inflateSync, gunzipSync } from 'node:zlib';
import { TableClient, TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { storageConnection } from '../../src/local/supervisor/environment';
import type { Ports } from '../../src/local/supervisor/ports';

/** Something that may hold what is searched for. */
export interface Straw {
  where: string;
  bytes: Uint8Array;
}

const PACKED = [inflateRawSync, inflateSync, gunzipSync];

const unpacked = (bytes: Uint8Array): Uint8Array[] =>
  PACKED.flatMap((unpack) => {
    try {
      return [unpack(bytes)];
    } catch {
      return [];
    }
  });

const BASE64 = /[A-Za-z0-9+/_-]{24,}={0,2}/g;

/** The bytes, and what is packed in them: compressed, or written as base64. */
const layersOf = (bytes: Uint8Array, depth = 3): Uint8Array[] => {
  if (depth === 0 || bytes.length === 0) return [];
  const inside = [...new Set(Buffer.from(bytes).toString('latin1').match(BASE64))];
  return [
    bytes,
    ...unpacked(bytes).flatMap((more) => layersOf(more, depth - 1)),
    ...(bytes.length > 5_000_000 ? [] : inside)
      .filter((text) => !/^[0-9a-f-]+$/.test(text))
      .flatMap((text) => layersOf(Buffer.from(text, 'base64'), depth - 1)),
  ];
};

/** Where any of the needles is, in the clear, compressed, or in base64. */
export const foundIn = (straws: readonly Straw[], needles: readonly string[]): readonly string[] => {
  const all = needles.flatMap((needle) => [Buffer.from(needle, 'utf8'), Buffer.from(needle, 'utf16le')]);
  return straws
    .filter(({ bytes }) =>
      layersOf(bytes).some((layer) => all.some((needle) => Buffer.from(layer).includes(needle))),
    )
    .map(({ where }) => where);
};

/** Every file below a folder, but for those to leave out. */
export const filesBelow = (folder: string, leaveOut: (path: string) => boolean = () => false): Straw[] =>
  (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [])
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && !leaveOut(relative(folder, path)))
    .map((path) => ({ where: path, bytes: readFileSync(path) }));

const connection = (ports: Ports) => storageConnection(ports);

/** Every row of every table; what is binary in one is a straw of its own. */
export const tablesOf = async (ports: Ports): Promise<Straw[]> => {
  const straws: Straw[] = [];
  const options = { allowInsecureConnection: true };
  for await (const { name } of TableServiceClient.fromConnectionString(
    connection(ports),
    options,
  ).listTables()) {
    const client = TableClient.fromConnectionString(connection(ports), name!, options);
    for await (const row of client.listEntities()) {
      const where = `table ${name} ${row.partitionKey} ${row.rowKey}`;
      straws.push({ where, bytes: Buffer.from(JSON.stringify(row)) });
      for (const value of Object.values(row))
        if (value instanceof Uint8Array) straws.push({ where, bytes: value });
    }
  }
  return straws;
};

/** Every blob, by its container. */
export const blobsOf = async (ports: Ports): Promise<(Straw & { container: string })[]> => {
  const service = BlobServiceClient.fromConnectionString(connection(ports));
  const straws: (Straw & { container: string })[] = [];
  for await (const { name: container } of service.listContainers())
    for await (const { name, metadata } of service
      .getContainerClient(container)
      .listBlobsFlat({ includeMetadata: true })) {
      const { readableStreamBody } = await service
        .getContainerClient(container)
        .getBlobClient(name)
        .download();
      const bytes = Buffer.concat([
        await buffer(readableStreamBody!),
        Buffer.from(JSON.stringify([name, metadata])),
      ]);
      straws.push({ container, where: `blob ${container}/${name}`, bytes });
    }
  return straws;
};

/** Every message of every queue, those that are not due included: they are all in the emulator's files. */
export const queuesOf = async (ports: Ports): Promise<Straw[]> => {
  const service = QueueServiceClient.fromConnectionString(connection(ports));
  const straws: Straw[] = [];
  for await (const { name } of service.listQueues()) {
    const { peekedMessageItems } = await service.getQueueClient(name).peekMessages({ numberOfMessages: 32 });
    for (const { messageText } of peekedMessageItems)
      straws.push({ where: `queue ${name}`, bytes: Buffer.from(messageText, 'utf8') });
  }
  return straws;
};
