import type { Ownership } from './checkpoint-store';

export interface BalanceInput {
  partitionIds: readonly string[];
  ownerships: readonly Ownership[];
  me: string;
  /** By the store's clock. */
  now: Date;
  expiryMs: number;
  /** From 0 to 1: where to begin among the partitions that nobody reads, so that hosts that start together seldom collide. */
  random: number;
}

// The store tells time in whole seconds.
const clockResolutionMs = 1000;

/**
 * Which partitions to take so that all are read and hosts have about as many each: those that nobody reads, then some of
 * whoever has the most.
 */
export const partitionsToClaim = ({
  partitionIds,
  ownerships,
  me,
  now,
  expiryMs,
  random,
}: BalanceInput): string[] => {
  const active = ownerships.filter(
    ({ ownerId, lastModified }) =>
      ownerId !== '' && now.getTime() - lastModified.getTime() < expiryMs + clockResolutionMs,
  );
  const held = heldBy(active, me);
  const share = partitionIds.length / held.size;
  const free = rotate(
    partitionIds.filter((id) => !active.some(({ partitionId }) => partitionId === id)),
    random,
  );

  const mine = held.get(me)!;
  const claims = free.slice(0, Math.max(0, Math.ceil(share) - mine.length));
  // While something is free that is not for me, others are on their way to it: nothing is stolen from them yet.
  if (claims.length < free.length) return claims;
  mine.push(...claims);
  for (;;) {
    const richest = [...held.values()].reduce((most, one) => (one.length > most.length ? one : most));
    const isFair = mine.length >= Math.floor(share) && richest.length <= Math.ceil(share);
    if (isFair || mine.length >= Math.ceil(share)) return claims;
    const stolen = richest.pop()!;
    mine.push(stolen);
    claims.push(stolen);
  }
};

const heldBy = (active: readonly Ownership[], me: string): Map<string, string[]> => {
  const held = new Map<string, string[]>([[me, []]]);
  for (const { ownerId, partitionId } of active)
    held.set(ownerId, [...(held.get(ownerId) ?? []), partitionId]);
  return held;
};

const rotate = <T>(items: readonly T[], random: number): T[] => {
  const start = Math.floor(random * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
};
