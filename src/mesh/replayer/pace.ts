import type { ReplayOptions } from './replay';

/** How many letters may go in one second, so long after the replay was made; a ramp rises evenly from one. */
export const lettersPerSecond = (
  { perSecond, rampSeconds = 0 }: Pick<ReplayOptions, 'perSecond' | 'rampSeconds'>,
  elapsedMs: number,
): number => {
  if (elapsedMs >= rampSeconds * 1000) return perSecond;
  return Math.max(1, Math.floor((perSecond * Math.max(0, elapsedMs)) / (rampSeconds * 1000)));
};
