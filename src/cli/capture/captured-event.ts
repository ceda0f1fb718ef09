import { fromEnqueuedTime } from '../../contracts/capture';
import { DamagedFileError } from './avro-container';

export type CapturedValue = string | number | bigint | Uint8Array;

/** An event as Capture keeps it. */
export interface CapturedEvent {
  sequence: number;
  offset: string;
  /** The second in which it was enqueued, in milliseconds since 1970: Capture writes no fractions. */
  enqueuedAt: number;
  system: Readonly<Record<string, CapturedValue>>;
  properties: Readonly<Record<string, CapturedValue>>;
  body: Buffer;
}

const NAMES = ['SequenceNumber', 'Offset', 'EnqueuedTimeUtc', 'SystemProperties', 'Properties', 'Body'];

/** The library wraps a value of a union in an object that names its type, where the value alone would not tell. */
const unwrapped = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
    ? Object.values(value)[0]
    : value;

const valuesOf = (map: Record<string, unknown>): Record<string, CapturedValue> =>
  Object.fromEntries(
    Object.entries(map)
      .map(([name, value]) => [name, unwrapped(value)] as const)
      .filter((entry): entry is [string, CapturedValue] => entry[1] !== null && entry[1] !== undefined),
  );

/** @throws DamagedFileError where the record is none of Capture's */
export const toCapturedEvent = (record: unknown): CapturedEvent => {
  const fields = record as Record<string, unknown>;
  const missing = NAMES.find((name) => fields?.[name] === undefined);
  if (missing) throw new DamagedFileError(`its records are not those of Capture: they have no ${missing}`);
  const enqueuedAt = fromEnqueuedTime(String(fields['EnqueuedTimeUtc']));
  if (enqueuedAt === undefined)
    throw new DamagedFileError(`an event was enqueued at '${String(fields['EnqueuedTimeUtc'])}'`);
  return {
    sequence: Number(fields['SequenceNumber']),
    offset: String(fields['Offset']),
    enqueuedAt,
    system: valuesOf(fields['SystemProperties'] as Record<string, unknown>),
    properties: valuesOf(fields['Properties'] as Record<string, unknown>),
    body: (unwrapped(fields['Body']) as Buffer | null) ?? Buffer.alloc(0),
  };
};
