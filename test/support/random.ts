/** Chance that is the same each time for a seed. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** From 0 to below `end`. */
  below(end: number): number;
  pick<T>(from: readonly T[]): T;
  /** True so often of a hundred times. */
  percent(share: number): boolean;
}

export const randomOf = (seed: number): Random => {
  let state = seed >>> 0;
  // A linear congruence whose high bits are mixed down: enough to be unlike what a person would write.
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    let bits = state ^ (state >>> 15);
    bits = Math.imul(bits, 0x2c1b3c6d) >>> 0;
    bits ^= bits >>> 12;
    return (bits >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    pick: (from) => from[below(from.length)]!,
    percent: (share) => below(100) < share,
  };
};
