/** How many effects happened more often than once, or not at all: `keys` holds the task of each that happened. */
export const doubledIn = (keys: readonly string[], expected: number): number => {
  const distinct = new Set(keys).size;
  return keys.length - distinct + Math.abs(expected - distinct);
};
