import type { Ownership } from '../../../src/local/host/checkpoint-store';
import { partitionsToClaim } from '../../../src/local/host/partition-balance';

const NOW = Date.parse('2026-01-01T00:00:10Z');
const expiryMs = 3000;

/** Who has which partition, by the letters of `held`; a dot is one that nobody has. */
const claimsOf = (held: string, me: string, { ageMs = 0, random = 0 } = {}): string[] => {
  const ownerships: Ownership[] = held
    .split('')
    .flatMap((ownerId, id) =>
      ownerId === '.'
        ? []
        : [{ partitionId: String(id), ownerId, etag: 'e', lastModified: new Date(NOW - ageMs) }],
    );
  return partitionsToClaim({
    partitionIds: held.split('').map((_, id) => String(id)),
    ownerships,
    me,
    now: new Date(NOW),
    expiryMs,
    random,
  });
};

describe('which partitions a host claims', () => {
  it.each([
    ['all, where it is alone', '....', 'a', 4],
    ['nothing more, where it has all', 'aaaa', 'a', 0],
    ['half of what another has', 'aaaa', 'b', 2],
    ['nothing, where both have their half', 'aabb', 'b', 0],
    ['nothing from one that has one more', 'aab', 'b', 0],
    ['its share of what is free, and leaves the rest to the other', 'a...', 'b', 2],
    ['a third, from two that have more', 'aaabbb', 'c', 2],
    ['nothing, where there are more hosts than partitions', 'ab', 'c', 0],
    ['one of three hosts’ five, where it has none', 'aabbb', 'c', 1],
  ])('%s (%s for %s)', (_, held, me, count) => {
    expect(claimsOf(held, me)).toHaveLength(count);
  });

  it('takes what its owner let expire, by the clock of the store, whose seconds are whole', () => {
    expect(claimsOf('aa', 'b', { ageMs: expiryMs + 999 })).toHaveLength(1);
    expect(claimsOf('aa', 'b', { ageMs: expiryMs + 1000 })).toHaveLength(2);
  });

  it('begins where chance says, so that hosts that start together seldom want the same', () => {
    expect(claimsOf('..a.', 'b', { random: 0 })).toEqual(['0', '1']);
    expect(claimsOf('..a.', 'b', { random: 0.7 })).toEqual(['3', '0']);
  });
});
