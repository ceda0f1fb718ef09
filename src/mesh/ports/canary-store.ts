import type { Looks } from '../canary/looks';
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

/** Which events: of a hub, of a day, of one partition. */
export interface LooksKey {
  hub: string;
  /** `2026-11-21` */
  day: string;
  partition: string;
}

/** Keeps what the canary compared, and what it made of the events that it saw; days that are over are old. A store that does not answer throws PlatformError. */
export interface CanaryStore extends Clearable {
  /**
   * Changes a tally; `change` may be asked again, when somebody else wrote in between.
   * @throws PlatformError when the store does not answer, or never lets anybody write
   */
  update(key: TallyKey, change: (tally: Tally | undefined) => Tally): Promise<void>;
  all(): Promise<readonly (TallyKey & { tally: Tally })[]>;
  /** Changes what is kept of events; `change` may be asked again, as for a tally. */
  look(key: LooksKey, change: (looks: Looks | undefined) => Looks): Promise<void>;
  looks(): Promise<readonly (LooksKey & { looks: Looks })[]>;
}
