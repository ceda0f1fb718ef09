/** Streams that may be open at a time in one process of the gateway. */
export const STREAMS = { perTenant: 50, inAll: 200 } as const;

/** Counts streams that are open. */
export interface OpenStreams {
  /** Takes a place; answers how to give it back, or undefined where there is none. */
  enter(tenant: string): (() => void) | undefined;
}

export const openStreams = ({
  perTenant,
  inAll,
}: Record<keyof typeof STREAMS, number> = STREAMS): OpenStreams => {
  const open = new Map<string, number>();
  let all = 0;

  const leave = (tenant: string): void => {
    const left = open.get(tenant)! - 1;
    if (left === 0) open.delete(tenant);
    else open.set(tenant, left);
    all -= 1;
  };

  return {
    enter: (tenant) => {
      const own = open.get(tenant) ?? 0;
      if (own >= perTenant || all >= inAll) return undefined;
      open.set(tenant, own + 1);
      all += 1;
      let isIn = true;
      return () => {
        if (isIn) leave(tenant);
        isIn = false;
      };
    },
  };
};
