import { ReadableStream } from 'node:stream/web';

/**
 * Text as a stream of bytes, piece by piece as it is asked for. A stream that fails would leave its caller waiting, for
 * the library never ends the answer then: so it ends.
 */
export const textStream = (pieces: AsyncIterable<string>): ReadableStream<Uint8Array> => {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await iterator.next().catch(() => ({ done: true as const, value: undefined }));
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    cancel: async () => {
      await iterator.return?.();
    },
  });
};
