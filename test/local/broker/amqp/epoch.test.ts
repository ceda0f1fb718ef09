import { epochOf } from '../../../../src/local/broker/amqp/epoch';
import { RefusedError } from '../../../../src/local/broker/amqp/refusal';

const long = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
};

describe('the epoch of a receiver', () => {
  it.each<[string, unknown, bigint | undefined]>([
    ['a number', 7, 7n],
    ['nought', 0, 0n],
    ['a long that no number holds', long(2n ** 60n + 1n), 2n ** 60n + 1n],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
  ])('may be %s', (_, epoch, expected) => {
    expect(epochOf({ 'com.microsoft:epoch': epoch })).toBe(expected);
  });

  it('is absent where the link has no properties', () => {
    expect(epochOf(undefined)).toBeUndefined();
  });

  it.each([1.5, 'high', Number.NaN])('is refused where it is %p', (epoch) => {
    expect(() => epochOf({ 'com.microsoft:epoch': epoch })).toThrow(RefusedError);
  });
});
