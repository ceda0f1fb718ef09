/** The data of a letter's event, as it came and as it goes out. */
export interface EditedView {
  letter: string;
  before: unknown;
  after: unknown;
}

interface Actor {
  type: string;
  id: string;
}

/** What `POST /api/replays` with `dryRun` answers. */
export interface ForecastView {
  total: number;
  byHub: Readonly<Record<string, number>>;
  mayRepeat: readonly { skill: string; letters: number; why: string }[];
  pastDeadline: number;
  wouldExpire: number;
  runEnded: number;
  erased?: number;
  /** More letters fit than the limit allows. */
  more: boolean;
  unknown?: readonly string[];
  edited?: EditedView;
}

export interface CreatedReplay {
  id: string;
  total: number;
  more: boolean;
  unknown?: readonly string[];
}

/** A replay as `GET /api/replays` lists it. */
export interface ReplaySummary {
  id: string;
  status: 'sending' | 'waiting' | 'stopped' | 'done';
  total: number;
  /** Whose letters, where they are of another tenant. */
  tenant?: string;
  by?: Actor;
  reason?: string;
  createdAt?: string;
  stoppedAt?: string;
  stoppedBy?: Actor;
  stoppedBecause?: string;
  progress: Readonly<Record<string, number>>;
  /** The step of its ramp that is out, or goes out next. */
  step?: { number: number; of: number; letters: number; sent: number; waitsUntil?: string };
}

export interface ReplayView extends ReplaySummary {
  edited?: EditedView;
  /** What it was made of. */
  select?: { ids?: readonly string[]; fingerprint?: string; type?: string; from?: string; to?: string };
  letters: readonly { letter: string; state: string; reason?: string }[];
  cursor?: string;
}

export const isOver = ({ status }: ReplaySummary): boolean => status === 'done' || status === 'stopped';

const GOOD = new Set(['completed', 'delivered']);

/** Every letter came to a good end. */
export const wentWell = ({ progress }: ReplaySummary): boolean =>
  Object.entries(progress).every(([state, count]) => count === 0 || GOOD.has(state));
