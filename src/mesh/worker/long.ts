import type { Skill } from './skill';

/** Skills that may last longer than this are performed from a queue, so that no partition waits for them; milliseconds. */
export const LONG_MS = 30_000;
/** The platform ends a function after five minutes (host.json), and what comes around a skill takes some of that. */
export const LONGEST_MS = 240_000;

export const isLong = ({ timeoutMs }: Pick<Skill, 'timeoutMs'>, longMs = LONG_MS): boolean =>
  timeoutMs > longMs;

/** How long one try may take: where it is asked first what became of the last one, that takes as long again. */
export const lastsMs = ({ timeoutMs, repeat }: Pick<Skill, 'timeoutMs' | 'repeat'>): number =>
  timeoutMs * (repeat === 'probe' ? 2 : 1);
