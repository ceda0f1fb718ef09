/** What the bench asks of the load generator. */
export type LoadRequest =
  /** As fast as it goes: `amount` requests over so many connections. `[<id>]` in the body becomes a new id. */
  | {
      kind: 'flood';
      url: string;
      headers: Record<string, string>;
      body: string;
      amount: number;
      connections: number;
    }
  /** So many a second, whatever the answers; `[<id>]` as above. */
  | {
      kind: 'steady';
      url: string;
      headers: Record<string, string>;
      body: string;
      perSecond: number;
      amount: number;
    };

export interface Flooded {
  /** Answers 2xx. */
  taken: number;
  /** Other answers, and requests without any. */
  refused: number;
  seconds: number;
  /** Milliseconds of each answer. */
  latencies: number[];
}

export interface Steadied {
  refused: number;
  /** Each intent with the instant when it was due to be sent, milliseconds since the epoch. */
  sent: { runId: string; at: number }[];
}
