import type { Tally } from '../canary/tally';
import type { Clearable } from './clearable';

/** Which tally: of a skill and its next version, of a day, of one partition, so that nobody else counts in it. */
export interface TallyKey {
  skill: string;
  next: string;
  /** `2026-11-21` */
  day: string;
  partition: string;
}

/** Keeps what the canary compared; days that are over are old. A store that does not answer throws PlatformError. */
export interface CanaryStore extends Clearable {
  /**
   * Changes a tally; `change` may be asked again, when somebody else wrote in between.
   * @throws PlatformError when the store does not answer, or never lets anybody write
   */
  update(key: TallyKey, change: (tally: Tally | undefined) => Tally): Promise<void>;
  all(): Promise<readonly (TallyKey & { tally: Tally })[]>;
}
