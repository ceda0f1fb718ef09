/** A part of an encoded message: its descriptor's code, where its value starts, and where it ends. */
export type Section = { code: number; start: number; value: number; end: number };

/** The codes of the sections of a bare message. @see AMQP 1.0, part 3.2 */
export const SECTION = {
  header: 0x70,
  deliveryAnnotations: 0x71,
  messageAnnotations: 0x72,
  data: 0x75,
} as const;

/** Bytes that are not a message as AMQP encodes one. */
export class MalformedMessageError extends Error {
  constructor(what: string) {
    super(`the message is not valid AMQP: ${what}`);
    this.name = 'MalformedMessageError';
  }
}

const FIXED_WIDTHS: Record<number, number> = { 4: 0, 5: 1, 6: 2, 7: 4, 8: 8, 9: 16 };

/** Where the value that starts at `at` ends: the first half of its code says how wide it is. */
export const endOfValue = (bytes: Buffer, at: number): number => {
  const code = bytes.readUInt8(at);
  if (code === 0) return endOfValue(bytes, endOfValue(bytes, at + 1));
  const width = FIXED_WIDTHS[code >>> 4];
  if (width !== undefined) return at + 1 + width;
  const isSmall = (code >>> 4) % 2 === 0;
  return isSmall ? at + 2 + bytes.readUInt8(at + 1) : at + 5 + bytes.readUInt32BE(at + 1);
};

const SMALL_ULONG = 0x53;
const ULONG = 0x80;

const descriptorAt = (bytes: Buffer, at: number): number => {
  const code = bytes.readUInt8(at);
  if (code === SMALL_ULONG) return bytes.readUInt8(at + 1);
  if (code === ULONG) return bytes.readUInt32BE(at + 5);
  throw new MalformedMessageError('a section has no numeric descriptor');
};

const sectionAt = (bytes: Buffer, start: number): Section => {
  if (bytes[start] !== 0) throw new MalformedMessageError('a section has no descriptor');
  const value = endOfValue(bytes, start + 1);
  return { code: descriptorAt(bytes, start + 1), start, value, end: endOfValue(bytes, value) };
};

/** The sections of an encoded message, without decoding what is in them. @throws MalformedMessageError, RangeError */
export const sectionsOf = (bytes: Buffer): Section[] => {
  const sections: Section[] = [];
  for (let at = 0; at < bytes.length; at = sections.at(-1)!.end) sections.push(sectionAt(bytes, at));
  if (sections.length === 0 || sections.at(-1)!.end > bytes.length) throw new MalformedMessageError(CUT);
  return sections;
};

const CUT = 'it ends too early';

/** Reads what may be cut short: a buffer says so by a RangeError. @throws MalformedMessageError */
export const parsing = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw (error as Error).name === 'RangeError' ? new MalformedMessageError(CUT) : error;
  }
};

/** The content of a string, symbol or binary value; `undefined` for any other type. */
export const contentAt = (bytes: Buffer, at: number): Buffer | undefined => {
  const code = bytes.readUInt8(at);
  if (code === 0xa0 || code === 0xa1 || code === 0xa3) return bytes.subarray(at + 2, endOfValue(bytes, at));
  if (code === 0xb0 || code === 0xb1 || code === 0xb3) return bytes.subarray(at + 5, endOfValue(bytes, at));
  return undefined;
};

/** An entry of an encoded map, still encoded; `start` to `end` is the pair. */
export type MapEntry = { key: string; start: number; value: number; end: number };

const MAP8 = 0xc1;
const MAP32 = 0xd1;

const mapHead = (bytes: Buffer, at: number): { count: number; first: number } => {
  const code = bytes.readUInt8(at);
  if (code === MAP8) return { count: bytes.readUInt8(at + 2), first: at + 3 };
  if (code === MAP32) return { count: bytes.readUInt32BE(at + 5), first: at + 9 };
  throw new MalformedMessageError('annotations are not a map');
};

/** The entries of an encoded map. @throws MalformedMessageError, RangeError */
export const mapEntries = (bytes: Buffer, at: number): MapEntry[] => {
  const { count, first } = mapHead(bytes, at);
  const entries: MapEntry[] = [];
  for (let start = first; entries.length < count / 2; start = entries.at(-1)!.end) {
    const value = endOfValue(bytes, start);
    entries.push({
      key: contentAt(bytes, start)?.toString('utf8') ?? '',
      start,
      value,
      end: endOfValue(bytes, value),
    });
  }
  return entries;
};
