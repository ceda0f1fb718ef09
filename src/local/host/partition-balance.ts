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
    ({ ownerId, lastModified }) => ownerId !== '' && now.getTime() - lastModified.getTime() < expiryMs,
  );
  const held = heldBy(active, me);
  const share = partitionIds.length / held.size;
  const free = rotate(
    partitionIds.filter((id) => !active.some(({ partitionId }) => partitionId === id)),
    random,
  );

  const claims = free.slice(0, Math.max(0, Math.ceil(share) - held.get(me)!.length));
  const mine = held.get(me)!.concat(claims);
  held.set(me, mine);
  // What is free is taken before anything is stolen: others may be on their way to it.
  while (free.length === claims.length && mine.length < Math.floor(share)) {
    const richest = [...held.values()].reduce((most, one) => (one.length > most.length ? one : most));
    const stolen =
      richest.length > mine.length + 1 || richest.length > Math.ceil(share) ? richest.pop() : undefined;
    if (stolen === undefined || richest === mine) break;
    mine.push(stolen);
    claims.push(stolen);
  }
  return claims;
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
