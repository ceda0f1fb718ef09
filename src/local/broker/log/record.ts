import { crc32 } from 'node:zlib';

/** One event in a partition's log. `offset` is where it starts in all that the partition ever held, in bytes. */
export type LogRecord = { sequence: number; offset: number; time: number; message: Buffer };

/** Where an event will stand, known before its bytes are written. `time` is in milliseconds since 1970. */
export type Stamp = { sequence: number; offset: number; time: number };

/** crc32 (4), length of the message (4), sequence number (6), enqueued time (6). The checksum covers all after it. */
export const RECORD_HEADER_BYTES = 20;

/** No message is longer; a length above it can only be damage. */
const LONGEST_MESSAGE = 16 * 1024 * 1024;

/** What stands at a place in a buffer: a record, the beginning of one, or bytes that are none. */
export type Found =
  | { kind: 'record'; sequence: number; time: number; message: Buffer; end: number }
  | { kind: 'incomplete'; needs: number }
  | { kind: 'damaged'; end: number };

/** The bytes before the message of a record. */
export const recordHeader = (
  { sequence, time }: Pick<Stamp, 'sequence' | 'time'>,
  message: Buffer,
): Buffer => {
  const header = Buffer.allocUnsafe(RECORD_HEADER_BYTES);
  header.writeUInt32BE(message.length, 4);
  header.writeUIntBE(sequence, 8, 6);
  header.writeUIntBE(time, 14, 6);
  header.writeUInt32BE(crc32(message, crc32(header.subarray(4))), 0);
  return header;
};

/** Reads the record that starts at `at`; the message is a view on the buffer, not a copy. */
export const recordAt = (buffer: Buffer, at: number): Found => {
  if (buffer.length < at + RECORD_HEADER_BYTES) return { kind: 'incomplete', needs: RECORD_HEADER_BYTES };
  const length = buffer.readUInt32BE(at + 4);
  const end = at + RECORD_HEADER_BYTES + length;
  if (length > LONGEST_MESSAGE) return { kind: 'damaged', end };
  if (buffer.length < end) return { kind: 'incomplete', needs: end - at };
  if (crc32(buffer.subarray(at + 4, end)) !== buffer.readUInt32BE(at)) return { kind: 'damaged', end };
  return {
    kind: 'record',
    sequence: buffer.readUIntBE(at + 8, 6),
    time: buffer.readUIntBE(at + 14, 6),
    message: buffer.subarray(at + RECORD_HEADER_BYTES, end),
    end,
  };
};
