/** What `POST /api/replays` with `dryRun` answers. */
export interface ForecastView {
  total: number;
  byHub: Readonly<Record<string, number>>;
  mayRepeat: readonly { skill: string; letters: number; why: string }[];
  pastDeadline: number;
  wouldExpire: number;
  runEnded: number;
  /** More letters fit than the limit allows. */
  more: boolean;
  unknown?: readonly string[];
}

export interface CreatedReplay {
  id: string;
  total: number;
  more: boolean;
  unknown?: readonly string[];
}

export interface ReplayView {
  id: string;
  status: 'sending' | 'waiting' | 'stopped' | 'done';
  total: number;
  /** What it was made of. */
  select?: { ids?: readonly string[]; fingerprint?: string; type?: string; from?: string; to?: string };
  progress: Readonly<Record<string, number>>;
  letters: readonly { letter: string; state: string; reason?: string }[];
  cursor?: string;
}

export const isOver = ({ status }: ReplayView): boolean => status === 'done' || status === 'stopped';

const GOOD = new Set(['completed', 'delivered']);

/** Every letter came to a good end. */
export const wentWell = ({ progress }: ReplayView): boolean =>
  Object.entries(progress).every(([state, count]) => count === 0 || GOOD.has(state));
