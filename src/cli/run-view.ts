/** A run as `GET /api/runs/{id}` answers it. */
export interface RunView {
  runId: string;
  type: string;
  status: string;
  subject?: string;
  acceptedAt?: string;
  endedAt?: string;
  steps?: {
    step: string;
    skill: string;
    status: string;
    attempt?: number;
    items?: unknown;
    failure?: { code: string; message: string };
    letter?: string;
  }[];
  output?: unknown;
  failure?: { code: string; message: string };
  traceId?: string;
}

const ENDED = new Set(['completed', 'failed', 'expired', 'cancelled']);
export const hasEnded = ({ status }: Pick<RunView, 'status'>): boolean => ENDED.has(status);

/** Nothing more happens by itself: ended, or somebody must act. */
export const standsStill = (run: Pick<RunView, 'status'>): boolean =>
  hasEnded(run) || run.status === 'waiting' || run.status === 'blocked';
