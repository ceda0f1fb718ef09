import { RefusedError } from './refusal';
import type { Refusal } from './refusal';

/** A receiver of a partition in a consumer group; one with an epoch wants it alone. */
export type Claimant = { name: string; epoch?: bigint; evict(why: Refusal): void };

const MAX_RECEIVERS = 5;

const outranked = (holder: Claimant, claimant: Claimant): Refusal => ({
  condition: 'amqp:link:stolen',
  description:
    claimant.epoch === undefined
      ? `Receiver '${holder.name}' has the partition alone, with an epoch of '${holder.epoch}', and so non-epoch receiver '${claimant.name}' is not allowed. ` +
        'Close the one with an epoch, or connect with one that is no lower.'
      : `Receiver '${holder.name}' with a higher epoch of '${holder.epoch}' already exists. ` +
        `Receiver '${claimant.name}' with epoch '${claimant.epoch}' cannot be created. ` +
        'Create receivers with an increasing epoch, or close the older one.',
});

const stolen = (holder: Claimant, claimant: Claimant): Refusal => ({
  condition: 'amqp:link:stolen',
  description:
    `New receiver '${claimant.name}' with higher epoch of '${claimant.epoch}' is created, ` +
    `hence current receiver '${holder.name}' with epoch '${holder.epoch ?? 'none'}' is getting disconnected.`,
});

const tooMany = (key: string): Refusal => ({
  condition: 'amqp:resource-limit-exceeded',
  description: `Exceeded the maximum number of allowed receivers per partition in a consumer group, which is ${MAX_RECEIVERS} (${key}).`,
});

/** Who receives from what. The key names hub, consumer group and partition. */
export type Ownership = {
  /** Lets a receiver in, at the cost of those it outranks. @throws RefusedError where it is outranked */
  claim(key: string, claimant: Claimant): () => void;
};

export const ownership = (): Ownership => {
  const holders = new Map<string, Set<Claimant>>();

  const heldBy = (key: string): Set<Claimant> => {
    const held = holders.get(key) ?? new Set();
    holders.set(key, held);
    return held;
  };

  const checkRank = (held: Set<Claimant>, claimant: Claimant): void => {
    for (const holder of held) {
      const outranks =
        holder.epoch !== undefined && (claimant.epoch === undefined || claimant.epoch < holder.epoch);
      if (outranks) throw new RefusedError(outranked(holder, claimant));
    }
  };

  return {
    claim: (key, claimant) => {
      const held = heldBy(key);
      checkRank(held, claimant);
      if (claimant.epoch === undefined && held.size >= MAX_RECEIVERS) throw new RefusedError(tooMany(key));
      for (const holder of claimant.epoch === undefined ? [] : [...held]) {
        held.delete(holder);
        holder.evict(stolen(holder, claimant));
      }
      held.add(claimant);
      return () => held.delete(claimant);
    },
  };
};
