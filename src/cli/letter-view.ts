export interface LetterReason {
  code: string;
  message: string;
  /** A later try may well succeed. */
  passing: boolean;
}

/** A dead letter as `GET /api/dead-letters` lists it, and `/{id}` shows it whole. */
export interface LetterView {
  id: string;
  tenant: string;
  state: string;
  stage: string;
  reason: LetterReason;
  fingerprint: string;
  hub: string;
  partition?: string;
  offset?: string;
  attempt: number;
  failedReplays?: number;
  firstAt: string;
  lastAt: string;
  eventId?: string;
  eventType?: string;
  source?: string;
  run?: string;
  task?: string;
  skill?: string;
  deadline?: string;
  replay?: { id: string; at: string; by?: { type: string; id: string }; reason?: string; edited?: true };
  /** What an operator made of its data. */
  edited?: { before: unknown; after: unknown };
  end?: { kind: string; at: string; reason?: string };
  /** What it carried was erased. */
  erased?: { at: string; by: { type: string; id: string }; reason: string };
  nextReplayAt?: string;
  content?: {
    contentType?: string;
    properties?: Readonly<Record<string, unknown>>;
    base64?: string;
    event?: unknown;
    erased?: true;
  };
}

/** A page of letters. */
export interface LettersView {
  letters: readonly LetterView[];
  cursor?: string;
  /** There are more tenants than were looked through. */
  moreTenants?: true;
}

export interface GroupsView {
  groups: readonly GroupView[];
  moreTenants?: true;
}

export interface GroupView {
  fingerprint: string;
  count: number;
  byState: Readonly<Record<string, number>>;
  /** Where another's or everybody's were asked for. */
  byTenant?: Readonly<Record<string, number>>;
  reason: LetterReason;
  stage: string;
  eventType?: string;
  skill?: string;
  firstAt: string;
  lastAt: string;
}
