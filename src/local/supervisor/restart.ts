const DELAYS_MS = [250, 500, 1_000, 2_000, 5_000, 10_000] as const;

/** Who lived so long did not die at its start: its next death is the first in a row. */
export const STABLE_MS = 10_000;

/** How long to wait before a part is started again, by how often in a row it died at once. */
export const restartDelayMs = (deathsInARow: number): number =>
  DELAYS_MS[Math.min(deathsInARow, DELAYS_MS.length) - 1]!;

export interface Death {
  role: string;
  /** `SIGKILL`, `exit code 1` */
  how: string;
  /** This one included. */
  inARow: number;
  log: string;
}

const seconds = (ms: number) => `${ms / 1000} s`;

/** What the person at the keyboard reads about a part that died; the third time in a row it says where to look. */
export const deathNotice = ({ role, how, inARow, log }: Death): string =>
  inARow < 3
    ? `${role} died (${how}); starting it again`
    : `${role} died ${inARow} times in a row (${how}); the next start is in ${seconds(restartDelayMs(inARow))}. Why is in ${log}`;
