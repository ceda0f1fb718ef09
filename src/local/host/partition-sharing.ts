import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { CheckpointStore, Ownership } from './checkpoint-store';
import type { EventHubClient } from './event-hub-client';
import type { Listener } from './invocation';
import { partitionsToClaim } from './partition-balance';
import type { PartitionPump } from './partition-pump';

/** Begins to read a partition that was claimed. */
export type StartPartition = (partitionId: string, onLost: () => void) => Promise<PartitionPump>;

export interface PartitionSharingOptions {
  client: Pick<EventHubClient, 'partitionIds'>;
  store: CheckpointStore;
  start: StartPartition;
  ownershipMs: number;
  balanceMs: number;
  onError: (message: string) => void;
  /** Names this host among those that share. */
  me?: string;
  random?: () => number;
}

interface Held {
  ownership: Ownership;
  renewedAt: number;
  pump: PartitionPump;
}

/** Claims a fair share of the partitions, renews it, and gives it back at the end. */
export const sharePartitions = (options: PartitionSharingOptions): Listener => {
  const {
    client,
    store,
    start,
    ownershipMs,
    balanceMs,
    onError,
    me = randomUUID(),
    random = Math.random,
  } = options;
  const stopping = new AbortController();
  const held = new Map<string, Held>();
  const closing = new Set<Promise<void>>();
  /** Whose link the broker ended, and whether that was told. */
  const evicted = new Map<string, 'untold' | 'told'>();
  let partitionIds: string[] | undefined;
  let listedAt = -Infinity;
  let failing = false;

  const lose = (partitionId: string): void => {
    const found = held.get(partitionId);
    held.delete(partitionId);
    listedAt = -Infinity;
    const closed = found?.pump.close('lost').finally(() => closing.delete(closed!));
    if (closed) closing.add(closed);
  };
  const renew = async (partitionId: string, { ownership, pump }: Held): Promise<void> => {
    const renewed = await store.claim(partitionId, me, ownership.etag);
    if (held.get(partitionId)?.pump !== pump) return;
    if (!renewed) return lose(partitionId);
    held.set(partitionId, { ownership: renewed, renewedAt: performance.now(), pump });
    evicted.delete(partitionId);
  };
  const renewDue = async (): Promise<void> => {
    const due = [...held].filter(([, { renewedAt }]) => performance.now() - renewedAt >= ownershipMs / 2);
    await Promise.all(due.map(([partitionId, one]) => renew(partitionId, one)));
  };
  const onEvicted = (partitionId: string): void => {
    if (!evicted.has(partitionId)) evicted.set(partitionId, 'untold');
    lose(partitionId);
  };
  /** A host that takes a partition writes its name first: where the name is still mine, it was none. */
  const tellOfStranger = (partitionId: string, ownerships: readonly Ownership[]): void => {
    const owner = ownerships.find((one) => one.partitionId === partitionId)?.ownerId;
    if (owner !== me) return void evicted.delete(partitionId);
    evicted.set(partitionId, 'told');
    onError(
      `Partition ${partitionId} was taken by a receiver that is no host of this app, with an owner level of its own. It is tried again until that one stops.`,
    );
  };
  const take = async (partitionId: string, etag: string | undefined): Promise<void> => {
    const ownership = await store.claim(partitionId, me, etag);
    if (!ownership) return;
    const pump = await start(partitionId, () => onEvicted(partitionId));
    held.set(partitionId, { ownership, renewedAt: performance.now(), pump });
  };
  const balance = async (all: readonly string[]): Promise<void> => {
    // Of one that is put out from here on, the list may be older.
    const suspects = [...evicted].filter(([, state]) => state === 'untold');
    const { ownerships: listed, now } = await store.list();
    listedAt = performance.now();
    for (const [partitionId] of suspects) tellOfStranger(partitionId, listed);
    // Mine by name but not read: starting it failed, or its link was taken. It is free.
    const ownerships = listed.map((one) =>
      one.ownerId === me && !held.has(one.partitionId) ? { ...one, ownerId: '' } : one,
    );
    const claims = partitionsToClaim({
      partitionIds: all,
      ownerships,
      me,
      now,
      expiryMs: ownershipMs,
      random: random(),
    });
    const etags = new Map(ownerships.map(({ partitionId, etag }) => [partitionId, etag]));
    await Promise.all(claims.filter((id) => !held.has(id)).map((id) => take(id, etags.get(id))));
  };
  const cycle = async (): Promise<void> => {
    partitionIds ??= await client.partitionIds();
    await renewDue();
    // Who has everything need not look: whoever joins takes a share by itself.
    const hasAll = held.size === partitionIds.length;
    if (!hasAll || performance.now() - listedAt >= ownershipMs) await balance(partitionIds);
    failing = false;
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await cycle().catch((error: Error) => {
        if (!failing) onError(`The partitions cannot be shared for now: ${error.message}`);
        failing = true;
      });
      await wait(balanceMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  const looping = loop();
  return {
    close: async () => {
      stopping.abort();
      await looping;
      await Promise.all([...held].map(([, { pump }]) => pump.close('stopped')));
      // Given back with no owner, so that the next host need not wait until they expire.
      await Promise.allSettled([...held].map(([id, { ownership }]) => store.claim(id, '', ownership.etag)));
      await Promise.all(closing);
    },
  };
};
