import { partitionOfKey } from '../../../src/local/broker/partition-key';

describe('the partition of a key', () => {
  // What @azure/event-hubs 6.0.4 computes for its buffered producer.
  it.each([
    ['', 0, 0],
    ['a', 0, 28],
    ['run-1', 0, 8],
    ['7cc05', 2, 18],
    ['exactly-12-b', 2, 2],
    ['a key of more than twelve bytes', 0, 12],
    ['ключ', 2, 14],
    ['xxxxxxxxxxxxxxxxxxxxxxxx', 1, 29],
    ['xxxxxxxxxxxxxxxxxxxxxxxxx', 1, 21],
    ['0196f3a2-7c11-8abc-9def-001122334455', 2, 18],
  ])('of %j is %i of 4 and %i of 32', (key, ofFour, ofThirtyTwo) => {
    expect([partitionOfKey(key, 4), partitionOfKey(key, 32)]).toEqual([ofFour, ofThirtyTwo]);
  });
});
