import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { Type, types } from 'avsc';
import { byteReader, type ByteReader } from './chunks';

/** Bytes that are no Avro file, or not all of one. */
export class DamagedFileError extends Error {}

const HEADER = Type.forSchema({
  type: 'record',
  name: 'Header',
  fields: [
    { name: 'magic', type: { type: 'fixed', name: 'Magic', size: 4 } },
    { name: 'meta', type: { type: 'map', values: 'bytes' } },
    { name: 'sync', type: { type: 'fixed', name: 'Sync', size: 16 } },
  ],
});
const LONG = Type.forSchema('long');
const MAGIC = Buffer.from('Obj\x01', 'latin1');
const SYNC_BYTES = 16;

/** No header and no block is longer: a whole file of Capture is not. What says so is damaged. */
const MAX_BYTES = 500 * 1024 * 1024;

/** Counts that a double cannot hold are kept whole: system properties have such. */
const WIDE_LONG = types.LongType.__with({
  fromBuffer: (bytes: Buffer) => {
    const value = bytes.readBigInt64LE();
    const near = Number(value);
    return Number.isSafeInteger(near) ? near : value;
  },
  toBuffer: (value: number | bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return bytes;
  },
  fromJSON: Number,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint' || Number.isSafeInteger(value),
  compare: (one: bigint, other: bigint) => (one < other ? -1 : Number(one > other)),
});

interface Container {
  record: Type;
  unpack: (data: Buffer) => Promise<Buffer>;
  sync: Buffer;
}

const inflate = promisify(inflateRaw) as (data: Buffer, options: object) => Promise<Buffer>;

const CODECS: Readonly<Record<string, Container['unpack']>> = {
  null: async (data) => data,
  deflate: (data) => inflate(data, { maxOutputLength: MAX_BYTES }),
};

type Decoded = { value: Record<string, unknown>; offset: number };

/** `offset` is -1 where the bytes end too early. @throws DamagedFileError where they are nothing of the type */
const decode = (type: Type, bytes: Buffer, at = 0): Decoded => {
  try {
    return type.decode(bytes, at);
  } catch (error) {
    throw new DamagedFileError((error as Error).message);
  }
};

const containerOf = (meta: Record<string, Buffer>, sync: Buffer): Container => {
  const codec = meta['avro.codec']?.toString() || 'null';
  const unpack = CODECS[codec];
  if (!unpack)
    throw new DamagedFileError(`it is packed with '${codec}', but Capture packs with deflate or not at all`);
  try {
    const schema = JSON.parse(String(meta['avro.schema'])) as Parameters<typeof Type.forSchema>[0];
    return { record: Type.forSchema(schema, { registry: { long: WIDE_LONG } }), unpack, sync };
  } catch (error) {
    throw new DamagedFileError(`its schema cannot be used: ${(error as Error).message}`);
  }
};

const readHeader = async (reader: ByteReader): Promise<Container> => {
  const start = await reader.peek(MAGIC.length);
  if (!start.subarray(0, MAGIC.length).equals(MAGIC)) throw new DamagedFileError('it is no Avro file');
  for (let wanted = 4096; ; wanted *= 2) {
    const bytes = await reader.peek(wanted);
    const { value, offset } = decode(HEADER, bytes);
    if (offset >= 0) {
      reader.take(offset);
      return containerOf(value['meta'] as Record<string, Buffer>, value['sync'] as Buffer);
    }
    if (bytes.length < wanted) throw new DamagedFileError('it ends within its header');
  }
};

interface Block {
  count: number;
  data: Buffer;
}

const LENGTHS_BYTES = 20;

/** How many records a block has, how long it is, and where its data begins. */
const lengthsOf = (bytes: Buffer): { count: number; length: number; start: number } => {
  const count = decode(LONG, bytes);
  const length = count.offset < 0 ? count : decode(LONG, bytes, count.offset);
  if (length.offset < 0) throw new DamagedFileError('it ends within a block');
  return { count: Number(count.value), length: Number(length.value), start: length.offset };
};

const readBlock = async (reader: ByteReader, { unpack, sync }: Container): Promise<Block | undefined> => {
  const head = await reader.peek(LENGTHS_BYTES);
  if (head.length === 0) return undefined;
  const { count, length, start } = lengthsOf(head);
  const isPlausible = count >= 0 && length >= 0 && length <= MAX_BYTES;
  if (!isPlausible) throw new DamagedFileError('a block has no length that can be');
  const end = start + length + SYNC_BYTES;
  const bytes = await reader.peek(end);
  if (bytes.length < end) throw new DamagedFileError('it ends within a block');
  if (!bytes.subarray(end - SYNC_BYTES, end).equals(sync))
    throw new DamagedFileError('a block does not end where it should');
  const data = await unpack(bytes.subarray(start, start + length)).catch(() => {
    throw new DamagedFileError('a block cannot be unpacked');
  });
  reader.take(end);
  return { count, data };
};

function* recordsOf({ count, data }: Block, record: Type): Generator {
  let at = 0;
  for (let index = 0; index < count; index++) {
    const { value, offset } = decode(record, data, at);
    if (offset < 0) throw new DamagedFileError('a block holds less than it says');
    at = offset;
    yield value;
  }
  if (at < data.length) throw new DamagedFileError('a block holds more than it says');
}

/**
 * The records of an Avro file, block by block. The library decodes; that the file is whole is checked here, as its own
 * stream ends without a word where a file was cut off.
 * @throws DamagedFileError that says where
 * @see https://avro.apache.org/docs/1.12.0/specification/#object-container-files
 */
export async function* readContainer(chunks: AsyncIterable<Uint8Array>): AsyncGenerator {
  const reader = byteReader(chunks);
  try {
    const container = await readHeader(reader);
    for (let block = await readBlock(reader, container); block; block = await readBlock(reader, container))
      yield* recordsOf(block, container.record);
  } catch (error) {
    if (!(error instanceof DamagedFileError)) throw error;
    throw new DamagedFileError(`${error.message} (byte ${reader.position()})`);
  }
}
