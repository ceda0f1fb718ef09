import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ContainerClient } from '@azure/storage-blob';
import { streams } from 'avsc';
import { CAPTURE_SCHEMA } from '../../../contracts/capture';
import type { CaptureConfig } from './config';
import type { CaptureRecord } from './record';

/** Where files of events go. */
export interface Archive {
  /** Writes a file whole or not at all; a file of the same name gives way. */
  write(name: string, records: AsyncIterable<CaptureRecord>, signal: AbortSignal): Promise<void>;
}

/** How much of a file is in memory at a time. */
const BLOCK_BYTES = 4 * 1024 * 1024;
const AVRO = 'avro/binary';

/** Whoever calls tries again himself: a stream that was begun cannot be sent twice. */
const NO_RETRIES = { retryOptions: { maxTries: 1 } };

const encoderOf = (codec: CaptureConfig['codec']) =>
  new streams.BlockEncoder(CAPTURE_SCHEMA as never, { codec, writeHeader: true });

/** Block blobs: their blocks are seen only when all of them are there. */
export const blobArchive = (
  connection: string,
  { container, codec }: Pick<CaptureConfig, 'container' | 'codec'>,
): Archive => {
  const client = new ContainerClient(connection, container, NO_RETRIES);
  return {
    write: async (name, records, abortSignal) => {
      const bytes = new PassThrough();
      const stop = new AbortController();
      const encoded = pipeline(Readable.from(records), encoderOf(codec), bytes, { signal: stop.signal });
      const blob = client.getBlockBlobClient(name);
      const sent = blob.uploadStream(bytes, BLOCK_BYTES, 1, {
        abortSignal,
        blobHTTPHeaders: { blobContentType: AVRO },
      });
      // Of two that fail, the first to do so says why.
      await Promise.all([encoded, sent]).finally(async () => {
        stop.abort();
        await Promise.allSettled([encoded, sent]);
      });
    },
  };
};
