interface Count {
  count: number;
  /** There are more than were counted. */
  more: boolean;
}

export interface ReaderView {
  hub: string;
  group: string;
  at: string;
  waiting?: number;
  oldestMs?: number;
  rate?: { in: number; out: number };
}

/** What `GET /api/stats` answers. */
export interface StatsView {
  at: string;
  readers: readonly ReaderView[];
  runs: {
    of: number;
    more: boolean;
    byStatus: Readonly<Record<string, number>>;
    lastMinute: { accepted: number; ended: number; completed: number };
  };
  waiting: Count;
  letters: Readonly<Record<string, Count>>;
}
