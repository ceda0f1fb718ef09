import type { Duplex } from 'node:stream';

/** One message between the host and the function process: a header that is JSON, and bytes beside it. */
export interface Frame<Header> {
  header: Header;
  blobs: Buffer[];
}

export interface FrameChannel<Out> {
  send(header: Out, blobs?: Buffer[]): void;
  close(): void;
}

// Frames written in one turn of the event loop leave in one write: under load the cost of a system call is
// shared by all the requests that arrived together.
const smallWrite = 64 * 1024;

/** Speaks frames over a pipe. Bytes travel as they are: no base64, no copy through JSON. */
export const frameChannel = <Out, In>(
  pipe: Duplex,
  onFrame: (frame: Frame<In>) => void,
): FrameChannel<Out> => {
  const pending: Buffer[] = [];
  const flush = (): void => {
    const buffers = pending.splice(0);
    if (pipe.destroyed || buffers.length === 0) return;
    write(pipe, buffers);
  };
  pipe.on('data', frameReader(onFrame));
  // The other side's death is reported by its process, not by its pipe.
  pipe.on('error', () => pipe.destroy());
  return {
    send: (header, blobs = []) => {
      if (pending.length === 0) setImmediate(flush);
      pending.push(...encodeFrame(header, blobs));
    },
    close: () => {
      flush();
      pipe.end();
    },
  };
};

const write = (pipe: Duplex, buffers: Buffer[]): void => {
  const size = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
  if (size <= smallWrite) {
    pipe.write(buffers.length === 1 ? buffers[0] : Buffer.concat(buffers, size));
    return;
  }
  pipe.cork();
  for (const buffer of buffers) pipe.write(buffer);
  pipe.uncork();
};

/** Layout, in unsigned 32-bit integers: length of what follows, length of the header, number of blobs, their lengths. */
export const encodeFrame = (header: unknown, blobs: Buffer[]): Buffer[] => {
  const json = JSON.stringify(header);
  const jsonLength = Buffer.byteLength(json);
  const prefixLength = 12 + 4 * blobs.length;
  const head = Buffer.allocUnsafe(prefixLength + jsonLength);
  const blobsLength = blobs.reduce((sum, blob) => sum + blob.length, 0);
  head.writeUInt32LE(prefixLength - 4 + jsonLength + blobsLength, 0);
  head.writeUInt32LE(jsonLength, 4);
  head.writeUInt32LE(blobs.length, 8);
  blobs.forEach((blob, index) => head.writeUInt32LE(blob.length, 12 + 4 * index));
  head.write(json, prefixLength, 'utf8');
  return [head, ...blobs];
};

const frameReader = <In>(onFrame: (frame: Frame<In>) => void): ((chunk: Buffer) => void) => {
  let chunks: Buffer[] = [];
  let buffered = 0;
  let needed = 4;
  return (chunk) => {
    chunks.push(chunk);
    buffered += chunk.length;
    // Joined only when a whole frame is there, so that a large body is copied once.
    if (buffered < needed) return;
    let rest = chunks.length === 1 ? chunk : Buffer.concat(chunks, buffered);
    while (rest.length >= 4 && rest.length >= (needed = 4 + rest.readUInt32LE(0))) {
      onFrame(decodeFrame<In>(rest.subarray(4, needed)));
      rest = rest.subarray(needed);
    }
    if (rest.length < 4) needed = 4;
    chunks = rest.length > 0 ? [rest] : [];
    buffered = rest.length;
  };
};

const decodeFrame = <In>(frame: Buffer): Frame<In> => {
  const headerLength = frame.readUInt32LE(0);
  const count = frame.readUInt32LE(4);
  const headerStart = 8 + 4 * count;
  let at = headerStart + headerLength;
  const header = JSON.parse(frame.toString('utf8', headerStart, at)) as In;
  const blobs: Buffer[] = [];
  for (let index = 0; index < count; index++) {
    const end = at + frame.readUInt32LE(8 + 4 * index);
    blobs.push(frame.subarray(at, end));
    at = end;
  }
  return { header, blobs };
};
