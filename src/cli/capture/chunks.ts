/** Reads a stream by numbers of bytes; holds no more of it than what was asked for, and a chunk. */
export interface ByteReader {
  /** The next bytes, not taken yet: at least so many, or all that are left. */
  peek(bytes: number): Promise<Buffer>;
  take(bytes: number): void;
  /** How many were taken. */
  position(): number;
}

export const byteReader = (chunks: AsyncIterable<Uint8Array>): ByteReader => {
  const source = chunks[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  let position = 0;

  const fill = async (bytes: number): Promise<void> => {
    const parts: Uint8Array[] = [held];
    let length = held.length;
    while (length < bytes) {
      const { done, value } = await source.next();
      if (done) break;
      parts.push(value);
      length += value.length;
    }
    if (parts.length > 1) held = Buffer.concat(parts, length);
  };

  return {
    peek: async (bytes) => {
      await fill(bytes);
      return held;
    },
    take: (bytes) => {
      held = held.subarray(bytes);
      position += bytes;
    },
    position: () => position,
  };
};
