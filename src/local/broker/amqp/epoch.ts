import { RefusedError, invalid } from './refusal';

const EPOCH = 'com.microsoft:epoch';

/**
 * The epoch of a receiver, which the SDK calls its owner level, by the properties of its link; absent where it has none.
 * @throws RefusedError where it is no whole number
 */
export const epochOf = (properties: Record<string, unknown> | undefined): bigint | undefined => {
  const epoch = properties?.[EPOCH];
  if (epoch === undefined || epoch === null) return undefined;
  if (typeof epoch === 'number' && Number.isInteger(epoch)) return BigInt(epoch);
  // A long that no number can hold exactly, such as a time in ticks.
  if (Buffer.isBuffer(epoch)) return epoch.readBigInt64BE();
  throw new RefusedError(invalid('The epoch of a receiver must be a whole number.'));
};
