import type { OrderAction, OrderShortage } from '../../kit';

/** What is asked of the shop. */
export type OrderEffect =
  | ({ kind: 'hold' | 'notify' | 'release' | 'cancel' | 'report' } & OrderAction)
  | ({ kind: 'restock' } & OrderShortage);

interface Options {
  /** The task's key: the same key again is the same effect, not another one. */
  key: string;
  signal?: AbortSignal;
}

/** What this agent needs from outside: the shop, which knows the keys of what it did. */
export interface Orders {
  /** Does it, unless it was done with this key before. */
  does(effect: OrderEffect, options: Options): Promise<{ reference: string }>;
}

/** A shop in memory, for tests and trials; `effects` are all that it ever did, `calls` how often it was asked. */
export const memoryOrders = (): Orders & { readonly effects: readonly OrderEffect[]; calls: number } => {
  const byKey = new Map<string, OrderEffect>();
  return {
    calls: 0,
    get effects() {
      return [...byKey.values()];
    },
    async does(effect, { key }) {
      this.calls += 1;
      byKey.set(key, effect);
      return { reference: key };
    },
  };
};
