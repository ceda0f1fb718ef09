/* Written by `npm run generate` from the OpenAPI document. Do not edit. */

/**
 * What is wished, by the type of the intent.
 */
export type IntentData = BusinessInvoiceIntent1 | BusinessOrderIntent1;
/**
 * Why, most important first.
 */
export type Reasons = {
  /**
   * Stable name of the reason, such as `new-supplier`, or the id of a rule.
   */
  code: string;
  /**
   * What the reason adds to the score; 0 where it decides alone.
   */
  points: number;
  /**
   * The reason for a person, with its figures.
   */
  text: string;
}[];
export type PostEventsBody1 = IntentEvent[];
/**
 * As the type of the intent says.
 */
export type GetResult200 = unknown;
/**
 * As the type of the intent says.
 */
export type GetResultOfIntent200 = unknown;
export type CompleteTaskBody =
  | {
      /**
       * Fits the output schema of the skill.
       */
      output: unknown;
    }
  | {
      failure: {
        /**
         * For programs.
         */
        code: string;
        /**
         * For people.
         */
        message: string;
      };
    };

/**
 * What is wrong, as RFC 9457 has it.
 */
export interface Problem {
  /**
   * The kind of problem.
   */
  type: string;
  /**
   * The kind of problem, for people.
   */
  title: string;
  /**
   * The status of the answer.
   */
  status: number;
  /**
   * What is wrong here, and what to do.
   */
  detail: string;
  /**
   * Each thing that is wrong.
   */
  errors?: {
    /**
     * Which event of a batch.
     */
    index?: number;
    /**
     * Where, as a JSON Pointer.
     */
    pointer: string;
    /**
     * What is wrong there.
     */
    message: string;
  }[];
  /**
   * The fate of each event.
   */
  events?: {
    /**
     * Id of the event.
     */
    id: string;
    /**
     * Source of the event.
     */
    source: string;
    /**
     * Whether the broker has it.
     */
    accepted: boolean;
  }[];
  /**
   * The trace to ask for.
   */
  trace?: string;
}
export interface Accepted {
  /**
   * Id of the run.
   */
  runId: string;
  /**
   * What has become of the intent so far.
   */
  status: 'accepted' | 'running' | 'waiting' | 'blocked' | 'completed' | 'failed' | 'expired' | 'cancelled';
  /**
   * Where to see the run.
   */
  link: string;
}
export interface AcceptedEvents {
  /**
   * What was accepted, in the order in which it came.
   */
  accepted: {
    /**
     * Id of the event.
     */
    id: string;
    /**
     * Source of the event.
     */
    source: string;
    /**
     * Id of the run.
     */
    runId: string;
    /**
     * Where to see the run.
     */
    link: string;
  }[];
}
export interface AcceptedAnswer {
  /**
   * Id of the task.
   */
  taskId: string;
  /**
   * Id of the run.
   */
  runId: string;
  /**
   * The answer is on its way to the run.
   */
  status: 'accepted';
  /**
   * Where to see the run.
   */
  link: string;
}
export interface Run {
  /**
   * Id of the run.
   */
  runId: string;
  /**
   * Event type of the intent.
   */
  type?: string;
  /**
   * What has become of the intent so far.
   */
  status: 'accepted' | 'running' | 'waiting' | 'blocked' | 'completed' | 'failed' | 'expired' | 'cancelled';
  /**
   * What it is about.
   */
  subject?: string;
  /**
   * When the broker took the intent.
   */
  acceptedAt?: string;
  /**
   * When it ended.
   */
  endedAt?: string;
  /**
   * When its answer is worth nothing any more.
   */
  deadline?: string;
  /**
   * The steps of the plan.
   */
  steps?: {
    /**
     * Its name in the plan.
     */
    step: string;
    /**
     * What performs it.
     */
    skill: string;
    /**
     * What has become of it so far.
     */
    status:
      | 'pending'
      | 'dispatched'
      | 'waiting'
      | 'completed'
      | 'failed'
      | 'expired'
      | 'deadlettered'
      | 'cancelled'
      | 'skipped';
    /**
     * Which try this is.
     */
    attempt?: number;
    /**
     * The lane that its plan chose for it; absent where it went in the lane of its intent.
     */
    lane?: 'high' | 'normal' | 'low';
    /**
     * What it gave.
     */
    output?: unknown;
    /**
     * Of what it gave, only the exposed properties are shown.
     */
    restricted?: true;
    /**
     * Why it came to nothing.
     */
    failure?: {
      /**
       * For programs.
       */
      code: string;
      /**
       * For people.
       */
      message: string;
      /**
       * The step that failed.
       */
      step?: string;
    };
    /**
     * Id of its dead letter.
     */
    letter?: string;
    /**
     * Its effect may have happened.
     */
    uncertain?: true;
    /**
     * One task for each item of a list.
     */
    items?: {
      /**
       * What has become of it so far.
       */
      status:
        | 'pending'
        | 'dispatched'
        | 'waiting'
        | 'completed'
        | 'failed'
        | 'expired'
        | 'deadlettered'
        | 'cancelled'
        | 'skipped';
      /**
       * Which try this is.
       */
      attempt?: number;
      /**
       * The lane that its plan chose for it; absent where it went in the lane of its intent.
       */
      lane?: 'high' | 'normal' | 'low';
      /**
       * What it gave.
       */
      output?: unknown;
      /**
       * Of what it gave, only the exposed properties are shown.
       */
      restricted?: true;
      /**
       * Why it came to nothing.
       */
      failure?: {
        /**
         * For programs.
         */
        code: string;
        /**
         * For people.
         */
        message: string;
        /**
         * The step that failed.
         */
        step?: string;
      };
      /**
       * Id of its dead letter.
       */
      letter?: string;
      /**
       * Its effect may have happened.
       */
      uncertain?: true;
    }[];
    /**
     * It could start, but another run comes first: its skill goes in the order of a key.
     */
    behind?: {
      /**
       * The run that comes first.
       */
      run: string;
      /**
       * The partition key that both share.
       */
      key: string;
    };
  }[];
  /**
   * What the run answers.
   */
  output?: unknown;
  /**
   * Why it came to nothing.
   */
  failure?: {
    /**
     * For programs.
     */
    code: string;
    /**
     * For people.
     */
    message: string;
    /**
     * The step that failed.
     */
    step?: string;
  };
  /**
   * Why it was cancelled.
   */
  reason?: string;
  /**
   * The trace of the whole run.
   */
  traceId?: string;
  /**
   * Its restricted data was erased.
   */
  erased?: {
    /**
     * Since when.
     */
    at: string;
    /**
     * Who asked for it.
     */
    by?: string;
    /**
     * Why.
     */
    reason?: string;
  };
  /**
   * How often its id came again with another body.
   */
  reused?: number;
}
export interface Runs {
  /**
   * Newest first.
   */
  runs: {
    /**
     * Id of the run.
     */
    runId: string;
    /**
     * Event type of the intent.
     */
    type: string;
    /**
     * What has become of the intent so far.
     */
    status: 'accepted' | 'running' | 'waiting' | 'blocked' | 'completed' | 'failed' | 'expired' | 'cancelled';
    /**
     * What it is about.
     */
    subject?: string;
    /**
     * When the broker took the intent.
     */
    acceptedAt: string;
    /**
     * When it last changed.
     */
    changedAt: string;
    /**
     * Where to see the run.
     */
    link: string;
  }[];
  /**
   * Where to go on: absent on the last page.
   */
  cursor?: string;
}
export interface Journal {
  /**
   * Id of the run.
   */
  runId: string;
  /**
   * In the order in which it happened.
   */
  events: {
    /**
     * Number of the entry.
     */
    n: number;
    /**
     * When it happened.
     */
    at: string;
    /**
     * The event that it took in.
     */
    in: {
      /**
       * Id of the event.
       */
      id: string;
      /**
       * Type of the event.
       */
      type: string;
      /**
       * What the event is about.
       */
      subject?: string;
      /**
       * It came too late to count.
       */
      late?: true;
      /**
       * Who gave the command, or asked for the replay.
       */
      by?: string;
      /**
       * The replay that had brought the task back.
       */
      replay?: string;
    };
    /**
     * Ids of the events that it gave out.
     */
    out: string[];
    /**
     * What has become of the intent so far.
     */
    status?:
      'accepted' | 'running' | 'waiting' | 'blocked' | 'completed' | 'failed' | 'expired' | 'cancelled';
  }[];
}
export interface Task {
  /**
   * Id of the task.
   */
  taskId: string;
  /**
   * Id of the run.
   */
  runId: string;
  /**
   * What performs it.
   */
  skill: string;
  /**
   * What has become of it so far.
   */
  status:
    | 'pending'
    | 'dispatched'
    | 'waiting'
    | 'completed'
    | 'failed'
    | 'expired'
    | 'deadlettered'
    | 'cancelled'
    | 'skipped';
  /**
   * Which try this is.
   */
  attempt?: number;
  /**
   * The lane that its plan chose for it; absent where it went in the lane of its intent.
   */
  lane?: 'high' | 'normal' | 'low';
  /**
   * What it gave.
   */
  output?: unknown;
  /**
   * Of what it gave, only the exposed properties are shown.
   */
  restricted?: true;
  /**
   * Why it came to nothing.
   */
  failure?: {
    /**
     * For programs.
     */
    code: string;
    /**
     * For people.
     */
    message: string;
    /**
     * The step that failed.
     */
    step?: string;
  };
  /**
   * Id of its dead letter.
   */
  letter?: string;
  /**
   * Its effect may have happened.
   */
  uncertain?: true;
  /**
   * Since when it is at it, or waits.
   */
  since?: string;
  /**
   * Where to see the run.
   */
  link: string;
}
export interface Tasks {
  /**
   * The most urgent first.
   */
  tasks: {
    /**
     * Id of the task.
     */
    taskId: string;
    /**
     * Id of the run.
     */
    runId: string;
    /**
     * It waits.
     */
    status: 'waiting';
    /**
     * What is asked for.
     */
    skill: string;
    /**
     * What it is about, for people.
     */
    title?: string;
    /**
     * Since when it waits.
     */
    since: string;
    /**
     * When the answer is worth nothing any more.
     */
    due?: string;
    /**
     * Where to see the run.
     */
    link: string;
  }[];
  /**
   * Where to go on: absent on the last page.
   */
  cursor?: string;
}
export interface Schemas {
  /**
   * Every schema.
   */
  schemas: {
    /**
     * Event type, or name of the data of a skill.
     */
    type: string;
    /**
     * Version of the schema.
     */
    version: number;
    /**
     * Where to read the schema.
     */
    link: string;
  }[];
}
export interface Plans {
  /**
   * Every plan, without its steps.
   */
  plans: {
    /**
     * Type of the intent.
     */
    type: string;
    /**
     * Whose plan it is.
     */
    agent: {
      /**
       * Its name.
       */
      name: string;
      /**
       * Its version.
       */
      version: string;
    };
    /**
     * Key of the schema of its data.
     */
    schema: string;
    /**
     * Key of the schema of what a run of it gives.
     */
    output: string;
  }[];
}
export interface PlanOfType {
  /**
   * Type of the intent.
   */
  type: string;
  /**
   * Whose plan it is.
   */
  agent: {
    /**
     * Its name.
     */
    name: string;
    /**
     * Its version.
     */
    version: string;
  };
  /**
   * Key of the schema of its data.
   */
  schema: string;
  /**
   * Key of the schema of what a run of it gives.
   */
  output: string;
  /**
   * The graph of steps, as data.
   */
  plan: {
    /**
     * Steps by name.
     */
    steps: {
      [k: string]: {
        [k: string]: unknown;
      };
    };
    /**
     * What the run answers, with references to what steps gave.
     */
    output?: unknown;
  };
  /**
   * Skills by name.
   */
  skills: {
    [k: string]: {
      /**
       * Who performs it.
       */
      by: 'worker' | 'person' | 'external';
      /**
       * What it does to the world.
       */
      effects: 'none' | 'idempotent' | 'external';
    };
  };
}
export interface PlanCheck {
  /**
   * What is wrong with the plan.
   */
  faults: {
    /**
     * JSON Pointer into the plan.
     */
    pointer: string;
    /**
     * What is wrong, and what to do.
     */
    message: string;
  }[];
  /**
   * Skills by name.
   */
  skills: {
    [k: string]: {
      /**
       * Who performs it.
       */
      by: 'worker' | 'person' | 'external';
      /**
       * What it does to the world.
       */
      effects: 'none' | 'idempotent' | 'external';
    };
  };
}
export interface RunPlan {
  /**
   * Id of the run.
   */
  runId: string;
  /**
   * Whose plan it is.
   */
  agent: {
    /**
     * Its name.
     */
    name: string;
    /**
     * Its version.
     */
    version: string;
  };
  /**
   * The graph of steps, as data.
   */
  plan: {
    /**
     * Steps by name.
     */
    steps: {
      [k: string]: {
        [k: string]: unknown;
      };
    };
    /**
     * What the run answers, with references to what steps gave.
     */
    output?: unknown;
  };
}
export interface Stats {
  /**
   * When it was counted.
   */
  at: string;
  /**
   * Each reader of each hub, of the whole mesh.
   */
  readers: {
    /**
     * What is read.
     */
    hub: string;
    /**
     * The consumer group that reads.
     */
    group: string;
    /**
     * When the monitor looked.
     */
    at: string;
    /**
     * Events that wait for it; absent where the hub did not answer.
     */
    waiting?: number;
    /**
     * How long the oldest of them had waited, in milliseconds.
     */
    oldestMs?: number;
    /**
     * Events a second between the last two looks.
     */
    rate?: {
      /**
       * Events that came.
       */
      in?: number;
      /**
       * Events that the reader was done with.
       */
      out?: number;
    };
  }[];
  /**
   * Runs of the tenant, of the newest ones.
   */
  runs: {
    /**
     * How many were looked through.
     */
    of: number;
    /**
     * Whether there are older ones, which are not counted.
     */
    more: boolean;
    /**
     * Runs that have not ended.
     */
    byStatus: {
      [k: string]: number;
    };
    /**
     * What happened in the last sixty seconds.
     */
    lastMinute: {
      /**
       * Runs that were accepted.
       */
      accepted: number;
      /**
       * Runs that ended.
       */
      ended: number;
      /**
       * Runs that ended well.
       */
      completed: number;
    };
  };
  /**
   * Tasks that wait for a person or an outside system.
   */
  waiting: {
    /**
     * How many.
     */
    count: number;
    /**
     * Whether there are more than were counted.
     */
    more: boolean;
  };
  /**
   * Dead letters that are open, by state.
   */
  letters: {
    [k: string]: {
      /**
       * How many.
       */
      count: number;
      /**
       * Whether there are more than were counted.
       */
      more: boolean;
    };
  };
}
export interface Canary {
  /**
   * A report for each hub that the canary reads.
   */
  hubs: {
    /**
     * What was read.
     */
    hub: string;
    /**
     * The first day of it.
     */
    since: string;
    /**
     * The latest day of it.
     */
    until: string;
    /**
     * Events that it looked at.
     */
    looked: number;
    /**
     * What the build could not go on with, the most frequent first.
     */
    stumbles: {
      /**
       * What the build would do.
       */
      outcome: 'would-dead-letter' | 'would-hold';
      /**
       * Type of the events; absent where they cannot be read.
       */
      type?: string;
      /**
       * Why, for programs; the log of the canary says more.
       */
      code: string;
      /**
       * How many events.
       */
      count: number;
      /**
       * Id of a run to look at, where it is the caller’s.
       */
      example?: string;
    }[];
  }[];
  /**
   * A report for each skill.
   */
  skills: {
    /**
     * The skill that the mesh performs.
     */
    skill: string;
    /**
     * The one that the canary performs beside it.
     */
    next: string;
    /**
     * The first day of it.
     */
    since: string;
    /**
     * The latest day of it.
     */
    until: string;
    /**
     * Tasks that both performed.
     */
    compared: number;
    /**
     * Those of which both gave the same.
     */
    same: number;
    /**
     * Where the outputs differ, the most frequent first.
     */
    differences: {
      /**
       * Where in the output; `*` is an item of a list, or a member that no schema names. Empty: the outcome itself.
       */
      pointer: string;
      /**
       * How it differs.
       */
      kind: 'changed' | 'missing' | 'added';
      /**
       * In how many tasks.
       */
      count: number;
      /**
       * Both values, where a schema lists what may stand there.
       */
      told?: {
        /**
         * What the mesh has.
         */
        actual: unknown;
        /**
         * What the canary has.
         */
        next: unknown;
      };
      /**
       * Id of a task to look at, where it is the caller’s.
       */
      example?: string;
    }[];
    /**
     * Tasks for which the next version gave nothing to compare, by why.
     */
    broken: {
      [k: string]: number;
    };
  }[];
}
export interface Health {
  /**
   * The worst of all parts.
   */
  status: 'up' | 'behind' | 'down';
  /**
   * Each part of the mesh.
   */
  parts: {
    /**
     * The part.
     */
    name: string;
    /**
     * How it is.
     */
    status: 'up' | 'behind' | 'down';
    /**
     * More about it.
     */
    detail?: string;
    /**
     * When the monitor last looked at it, where nobody looked just now.
     */
    at?: string;
  }[];
}
/**
 * An electronic invoice or credit note (UBL 2.1, EN 16931) to be triaged.
 */
export interface BusinessInvoiceIntent1 {
  /**
   * The invoice or credit note as XML: its text, or the content of an attachment as it comes, which is base64.
   */
  document: string;
  /**
   * text: the XML as text. base64: the content of a file or an attachment, byte for byte, which UTF-16 and ISO-8859-1 need. Absent means text.
   */
  encoding?: 'text' | 'base64';
  /**
   * Name of the file, for people who look at the run.
   */
  fileName?: string;
}
/**
 * An order that was placed, with what the shop knows of its articles and its customer, to be looked at before it is sent. It names no person: the customer goes by a number.
 */
export interface BusinessOrderIntent1 {
  /**
   * What the shop calls the order.
   */
  order: string;
  /**
   * Currency of the amounts.
   */
  currency: string;
  /**
   * What the customer pays.
   */
  total: string;
  /**
   * Who ordered.
   */
  customer: {
    /**
     * What the shop calls the customer: a number, not a name.
     */
    id: string;
    /**
     * Orders before this one.
     */
    orders: number;
    /**
     * Orders within the last 24 hours, this one included.
     */
    ordersToday: number;
    /**
     * Payments that were declined within the last 24 hours.
     */
    declinedPayments: number;
  };
  /**
   * Where it is sent.
   */
  shipTo: {
    /**
     * Country that it is sent to.
     */
    country: string;
    /**
     * What is at the address. forwarder: a company that sends parcels on.
     */
    kind: 'home' | 'company' | 'pickup' | 'forwarder';
  };
  /**
   * Who pays.
   */
  billTo: {
    /**
     * Country of the means of payment.
     */
    country: string;
  };
  /**
   * What was ordered.
   *
   * @minItems 1
   * @maxItems 200
   */
  lines: {
    /**
     * What the shop calls the article.
     */
    sku: string;
    /**
     * How many.
     */
    quantity: number;
    /**
     * Price of one, as ordered.
     */
    price: string;
    /**
     * Price of one by the list.
     */
    listPrice: string;
    /**
     * How many are there.
     */
    stock: number;
    /**
     * In how many days the supplier delivers; absent where nobody supplies it any more.
     */
    leadDays?: number;
  }[];
}
/**
 * An intent as a CloudEvent.
 */
export interface IntentEvent {
  specversion: '1.0';
  /**
   * With the source it names the intent: the same again gives the same run.
   */
  id: string;
  /**
   * Who sends it.
   */
  source: string;
  /**
   * What it is about.
   */
  subject?: string;
  /**
   * When it happened.
   */
  time?: string;
  /**
   * Media type of the data; JSON where absent.
   */
  datacontenttype?: string;
  /**
   * Ends in the version of the type; 1 where absent.
   */
  dataschema?: string;
  /**
   * Intents of one key start in order.
   */
  partitionkey?: string;
  /**
   * Which lane it takes.
   */
  priority?: 'high' | 'normal' | 'low';
  /**
   * When the answer is worth nothing any more.
   */
  deadline?: string;
  /**
   * Where the trace started.
   */
  traceparent?: string;
  type: 'business.invoice.intent' | 'business.order.intent';
  data?: IntentData;
}
/**
 * What became of a document, and why.
 */
export interface InvoiceDecision1 {
  /**
   * posted: booked to the ledger. rejected: wrong, or a duplicate. declined: a person said no.
   */
  decision: 'posted' | 'rejected' | 'declined';
  /**
   * What the document is; the amounts of a credit note are positive, and are owed to the buyer.
   */
  kind: 'invoice' | 'credit-note';
  /**
   * Supplier, by legal name.
   */
  supplier: string;
  /**
   * Number of the document (BT-1).
   */
  number: string;
  /**
   * Amount due.
   */
  amount: string;
  /**
   * Currency of the amount.
   */
  currency: string;
  /**
   * low: may be posted. high: a person decides. reject: is not posted.
   */
  level: 'low' | 'high' | 'reject';
  /**
   * Sum of the points of all reasons.
   */
  score: number;
  reasons: Reasons;
  /**
   * Entry in the ledger.
   */
  entry?: string;
  /**
   * What the person said about it.
   */
  comment?: string;
}
/**
 * How risky it is to post a document, and why.
 */
export interface InvoiceRisk1 {
  /**
   * low: may be posted. high: a person decides. reject: is not posted.
   */
  level: 'low' | 'high' | 'reject';
  /**
   * false: must not be posted, whatever a person says.
   */
  bookable: boolean;
  /**
   * Sum of the points of all reasons.
   */
  score: number;
  reasons: Reasons;
  /**
   * One line that says what the case is about.
   */
  summary: string;
}
/**
 * What became of an order.
 */
export interface OrderOutcome1 {
  /**
   * What the shop calls the order.
   */
  order: string;
  /**
   * What became of it. ordinary: nothing was done about it. held: it stays on hold, and the order desk was told.
   */
  status: 'ordinary' | 'released' | 'cancelled' | 'held';
  /**
   * Who decided: the rule, or a person. Absent where nothing was decided.
   */
  by?: 'rule' | 'person';
  /**
   * Why, in one line for people.
   */
  text: string;
  /**
   * Sum of the points of all reasons.
   */
  score: number;
  /**
   * Why, the heaviest first.
   *
   * @maxItems 1000
   */
  reasons: {
    /**
     * Stable name of the reason, such as `short-stock`.
     */
    code: string;
    /**
     * What it adds to the score; 0 where it is no sign of fraud.
     */
    points: number;
    /**
     * The reason for a person, with its figures.
     */
    text: string;
  }[];
}
/**
 * What a subscriber is told when a run has ended.
 */
export interface RunEnded1 {
  /**
   * Id of the run.
   */
  runId: string;
  /**
   * Event type of the intent.
   */
  type: string;
  /**
   * How the run ended.
   */
  status: 'completed' | 'failed' | 'expired' | 'cancelled';
  /**
   * The reference under which the intent was sent, or the id of its event.
   */
  reference: string;
  /**
   * What the intent is about.
   */
  subject?: string;
  /**
   * When the mesh accepted the intent.
   */
  acceptedAt: string;
  /**
   * When the run ended.
   */
  endedAt: string;
  /**
   * What the run answers. Absent where it answers nothing, or more than 64 KiB: then it is behind the link.
   */
  output?: unknown;
  /**
   * Why the run failed or was cancelled, for people.
   */
  reason?: string;
  /**
   * Where to see the run, its steps and its output.
   */
  link: string;
}
export interface PostIntentBody {
  /**
   * Names the intent: the same reference again gives the same run again.
   */
  reference: string;
  data: IntentData;
  /**
   * Version of the schema; 1 where absent.
   */
  version?: number;
  /**
   * Which lane it takes; normal where absent.
   */
  priority?: 'high' | 'normal' | 'low';
  /**
   * When the answer is worth nothing any more (RFC 3339).
   */
  deadline?: string;
  /**
   * What it is about, for lists and searches.
   */
  subject?: string;
  /**
   * Intents of one key start in order, and stay together.
   */
  partitionKey?: string;
}
export interface CancelRunBody {
  /**
   * Why, for people.
   */
  reason?: string;
}
export interface ListDeadLetters200 {
  letters: {
    id: string;
    /**
     * `-` where it belongs to nobody
     */
    tenant: string;
    state: 'new' | 'replaying' | 'resolved' | 'parked';
    reason: {
      code: string;
      message: string;
      passing: boolean;
    };
    /**
     * What was being done with it
     */
    stage: string;
    /**
     * The same for letters that failed alike
     */
    fingerprint: string;
    hub: string;
    group?: string;
    partition?: string;
    offset?: string;
    sequence?: number;
    enqueuedAt?: string;
    firstAt: string;
    lastAt: string;
    attempt: number;
    failedReplays?: number;
    versions?: {
      [k: string]: string;
    };
    eventId?: string;
    eventType?: string;
    source?: string;
    run?: string;
    task?: string;
    skill?: string;
    deadline?: string;
    /**
     * The latest replay of it: when, by whom, why, and whether they edited it
     */
    replay?: {
      id?: string;
      at?: string;
      by?: {
        type?: string;
        id?: string;
      };
      reason?: string;
      edited?: true;
    };
    /**
     * How it was resolved
     */
    end?: {
      kind?: string;
      at?: string;
      reason?: string;
    };
    /**
     * What it carried was erased: when, by whom, and why
     */
    erased?: {
      at: string;
      by: {
        type?: string;
        id?: string;
      };
      reason: string;
    };
    /**
     * When it is brought back by itself
     */
    nextReplayAt?: string;
    link: string;
  }[];
  /**
   * There are more than the 200 tenants that were looked through: name one
   */
  moreTenants?: true;
  cursor?: string;
}
export interface GroupDeadLetters200 {
  groups: {
    fingerprint: string;
    count: number;
    byState: {
      [k: string]: number;
    };
    /**
     * How many of whose letters, where another’s or everybody’s were asked for
     */
    byTenant?: {
      [k: string]: number;
    };
    reason: {
      code: string;
      message: string;
      passing: boolean;
    };
    stage: string;
    eventType?: string;
    skill?: string;
    firstAt: string;
    lastAt: string;
    /**
     * Id of the newest of them
     */
    newest?: string;
    link?: string;
  }[];
  /**
   * There are more than the 200 tenants that were looked through: name one
   */
  moreTenants?: true;
  /**
   * Whether there are more than the 20000 that were counted
   */
  more?: boolean;
}
export interface ListLetterActs200 {
  acts: {
    at: string;
    by: {
      type: string;
      id: string;
    };
    what: 'listed' | 'grouped' | 'read' | 'read-content' | 'foretold' | 'replayed' | 'erased';
    /**
     * Whose letters; `*`: everybody’s
     */
    tenant: string;
    /**
     * The letter that it was about
     */
    letter?: string;
    /**
     * How many letters it was about
     */
    letters?: number;
    /**
     * Why, in the words of whoever did it
     */
    reason?: string;
  }[];
  cursor?: string;
}
export interface GetDeadLetter200 {
  id: string;
  /**
   * `-` where it belongs to nobody
   */
  tenant: string;
  state: 'new' | 'replaying' | 'resolved' | 'parked';
  reason: {
    code: string;
    message: string;
    passing: boolean;
  };
  /**
   * What was being done with it
   */
  stage: string;
  /**
   * The same for letters that failed alike
   */
  fingerprint: string;
  hub: string;
  group?: string;
  partition?: string;
  offset?: string;
  sequence?: number;
  enqueuedAt?: string;
  firstAt: string;
  lastAt: string;
  attempt: number;
  failedReplays?: number;
  versions?: {
    [k: string]: string;
  };
  eventId?: string;
  eventType?: string;
  source?: string;
  run?: string;
  task?: string;
  skill?: string;
  deadline?: string;
  /**
   * The latest replay of it: when, by whom, why, and whether they edited it
   */
  replay?: {
    id?: string;
    at?: string;
    by?: {
      type?: string;
      id?: string;
    };
    reason?: string;
    edited?: true;
  };
  /**
   * How it was resolved
   */
  end?: {
    kind?: string;
    at?: string;
    reason?: string;
  };
  /**
   * What it carried was erased: when, by whom, and why
   */
  erased?: {
    at: string;
    by: {
      type?: string;
      id?: string;
    };
    reason: string;
  };
  /**
   * When it is brought back by itself
   */
  nextReplayAt?: string;
  link: string;
  /**
   * What it carried, unchanged
   */
  content?: {
    contentType?: string;
    properties?: {
      [k: string]: unknown;
    };
    /**
     * The bytes as they came
     */
    base64?: string;
    /**
     * The event that the bytes are, where they are one
     */
    event?: {
      [k: string]: unknown;
    };
    /**
     * What it carried was erased
     */
    erased?: true;
  };
  /**
   * What it carried before it was edited, where the edited one came back
   */
  original?: {
    contentType?: string;
    properties?: {
      [k: string]: unknown;
    };
    /**
     * The bytes as they came
     */
    base64?: string;
    /**
     * The event that the bytes are, where they are one
     */
    event?: {
      [k: string]: unknown;
    };
    /**
     * What it carried was erased
     */
    erased?: true;
  };
  /**
   * An edit beside what it was made of
   */
  edited?: {
    letter?: string;
    /**
     * The data of the event as it came
     */
    before?: unknown;
    /**
     * The data as it goes out
     */
    after?: unknown;
  };
}
export interface EraseDeadLetterBody {
  /**
   * Why, for people: it stays with the letter
   */
  reason: string;
  tenant?: string;
}
export interface EraseDeadLetter202 {
  letter: string;
  link: string;
}
export interface CreateReplayBody {
  /**
   * Which letters; all that is given must hold
   */
  select: {
    /**
     * @minItems 1
     * @maxItems 1000
     */
    ids?: string[];
    fingerprint?: string;
    /**
     * Type of the event
     */
    type?: string;
    /**
     * Dead letters since then
     */
    from?: string;
    /**
     * Dead letters until then
     */
    to?: string;
    /**
     * Whose letters: `-` for what belongs to nobody; operators of the mesh name any tenant, and say why
     */
    tenant?: string;
  };
  /**
   * Only say what would be done
   */
  dryRun?: boolean;
  /**
   * Letters at most
   */
  limit?: number;
  /**
   * Letters a second at most
   */
  perSecond?: number;
  /**
   * How many letters each step sends, such as [1, 10, 100]: a step begins once those before have their outcome, and the last one sends the rest. Or a number: seconds over which the rate rises from one a second
   */
  ramp?: number[] | number;
  /**
   * Seconds that a step, once it is sent, waits for outcomes that do not come
   */
  rampWait?: number;
  /**
   * It stops itself when more than this share of the letters with an outcome failed again
   */
  stopWhenFailed?: number;
  /**
   * Outcomes that there must be before that is judged; the end of a step is judged in any case
   */
  stopAfter?: number;
  /**
   * Why, for people. Needed for an edit, for more than one letter, and for those of another tenant
   */
  reason?: string;
  /**
   * What becomes of deadlines; `extend`: by the time that the event lay as a dead letter
   */
  deadline?: 'keep' | 'extend' | 'drop';
  /**
   * JSON Merge Patch (RFC 7396) on the data of the event: of one letter only
   */
  edit?: {
    [k: string]: unknown;
  };
}
/**
 * What would be done
 */
export interface CreateReplay200 {
  dryRun: true;
  total: number;
  /**
   * Where to
   */
  byHub: {
    [k: string]: number;
  };
  byState?: {
    [k: string]: number;
  };
  /**
   * Skills whose effect may have happened already, and would happen again
   */
  mayRepeat: {
    skill?: string;
    letters?: number;
    why?: string;
  }[];
  /**
   * Letters whose deadline is past
   */
  pastDeadline: number;
  /**
   * Letters that would expire all the same
   */
  wouldExpire: number;
  /**
   * Letters that would be refused, for what they carried was erased
   */
  erased?: number;
  /**
   * Letters that would be refused, for their run has ended
   */
  runEnded: number;
  /**
   * An edit beside what it was made of
   */
  edited?: {
    letter?: string;
    /**
     * The data of the event as it came
     */
    before?: unknown;
    /**
     * The data as it goes out
     */
    after?: unknown;
  };
  /**
   * Whether more letters fit than the limit allows
   */
  more: boolean;
  /**
   * Ids under which there is no letter
   */
  unknown?: string[];
}
export interface CreateReplay202 {
  id: string;
  total: number;
  link: string;
  /**
   * Whether more letters fit than the limit allows
   */
  more: boolean;
  /**
   * Ids under which there is no letter
   */
  unknown?: string[];
}
export interface ListReplays200 {
  replays: {
    id: string;
    status: 'sending' | 'waiting' | 'stopped' | 'done';
    /**
     * Whose letters, where they are of another tenant
     */
    tenant?: string;
    /**
     * Who made it
     */
    by?: {
      type?: string;
      id?: string;
    };
    /**
     * Why, in the words of whoever made it
     */
    reason?: string;
    createdAt?: string;
    stoppedAt?: string;
    /**
     * Who stopped it; a timer where it stopped itself
     */
    stoppedBy?: {
      type?: string;
      id?: string;
    };
    stoppedBecause?: string;
    total: number;
    /**
     * Letters by what became of them
     */
    progress: {
      [k: string]: number;
    };
    /**
     * The step of the ramp that is out, or goes out next
     */
    step?: {
      number?: number;
      of?: number;
      /**
       * Letters of this step
       */
      letters?: number;
      /**
       * Letters of this step that are done with or sent
       */
      sent?: number;
      /**
       * All are sent; the next step begins when they have their outcome, or then
       */
      waitsUntil?: string;
    };
    link: string;
  }[];
  cursor?: string;
}
export interface GetReplay200 {
  id: string;
  status: 'sending' | 'waiting' | 'stopped' | 'done';
  /**
   * Whose letters, where they are of another tenant
   */
  tenant?: string;
  /**
   * Who made it
   */
  by?: {
    type?: string;
    id?: string;
  };
  /**
   * Why, in the words of whoever made it
   */
  reason?: string;
  createdAt?: string;
  stoppedAt?: string;
  /**
   * Who stopped it; a timer where it stopped itself
   */
  stoppedBy?: {
    type?: string;
    id?: string;
  };
  stoppedBecause?: string;
  total: number;
  /**
   * Letters by what became of them
   */
  progress: {
    [k: string]: number;
  };
  /**
   * The step of the ramp that is out, or goes out next
   */
  step?: {
    number?: number;
    of?: number;
    /**
     * Letters of this step
     */
    letters?: number;
    /**
     * Letters of this step that are done with or sent
     */
    sent?: number;
    /**
     * All are sent; the next step begins when they have their outcome, or then
     */
    waitsUntil?: string;
  };
  link: string;
  select?: {
    [k: string]: unknown;
  };
  options?: {
    [k: string]: unknown;
  };
  /**
   * An edit beside what it was made of
   */
  edited?: {
    letter?: string;
    /**
     * The data of the event as it came
     */
    before?: unknown;
    /**
     * The data as it goes out
     */
    after?: unknown;
  };
  /**
   * What became of each letter
   */
  letters: {
    letter?: string;
    state?: string;
    reason?: string;
    link?: string;
  }[];
  /**
   * For further letters
   */
  cursor?: string;
}
export interface StopReplayBody {
  /**
   * Why, for people
   */
  reason?: string;
}
export interface StopReplay200 {
  id: string;
  status: 'sending' | 'waiting' | 'stopped' | 'done';
  /**
   * Whose letters, where they are of another tenant
   */
  tenant?: string;
  /**
   * Who made it
   */
  by?: {
    type?: string;
    id?: string;
  };
  /**
   * Why, in the words of whoever made it
   */
  reason?: string;
  createdAt?: string;
  stoppedAt?: string;
  /**
   * Who stopped it; a timer where it stopped itself
   */
  stoppedBy?: {
    type?: string;
    id?: string;
  };
  stoppedBecause?: string;
  total: number;
  /**
   * Letters by what became of them
   */
  progress: {
    [k: string]: number;
  };
  /**
   * The step of the ramp that is out, or goes out next
   */
  step?: {
    number?: number;
    of?: number;
    /**
     * Letters of this step
     */
    letters?: number;
    /**
     * Letters of this step that are done with or sent
     */
    sent?: number;
    /**
     * All are sent; the next step begins when they have their outcome, or then
     */
    waitsUntil?: string;
  };
  link: string;
  select?: {
    [k: string]: unknown;
  };
  options?: {
    [k: string]: unknown;
  };
  /**
   * An edit beside what it was made of
   */
  edited?: {
    letter?: string;
    /**
     * The data of the event as it came
     */
    before?: unknown;
    /**
     * The data as it goes out
     */
    after?: unknown;
  };
  /**
   * What became of each letter
   */
  letters: {
    letter?: string;
    state?: string;
    reason?: string;
    link?: string;
  }[];
  /**
   * For further letters
   */
  cursor?: string;
}
export interface CreateSubscriptionBody {
  /**
   * Where to send what has ended: an https address on the internet.
   */
  sink: string;
  /**
   * Types of intents; all where absent or empty.
   *
   * @maxItems 100
   */
  types?: ('business.invoice.intent' | 'business.order.intent')[];
  /**
   * How runs may have ended; in any way where absent or empty.
   *
   * @maxItems 4
   */
  statuses?: ('completed' | 'failed' | 'expired' | 'cancelled')[];
  /**
   * Only the intent that was sent under this reference.
   */
  reference?: string;
}
export interface CreateSubscription201 {
  /**
   * Whoever has it can remove the subscription: it is a secret, and shown only here.
   */
  id: string;
  /**
   * Where to remove the subscription.
   */
  link: string;
  /**
   * Names the subscription in lists; it cannot be removed by it.
   */
  key: string;
  /**
   * Host of the sink; the rest of its address is a secret.
   */
  sinkHost: string;
  /**
   * Types of intents; all where empty.
   */
  types: string[];
  /**
   * How runs may have ended; in any way where absent or empty.
   */
  statuses: ('completed' | 'failed' | 'expired' | 'cancelled')[];
  /**
   * Only the intent under this reference.
   */
  reference?: string;
  /**
   * When it was made.
   */
  createdAt: string;
  /**
   * When it ends; each delivery that succeeds moves it on.
   */
  expiresAt: string;
  /**
   * How deliveries fare: retired and expired ones get none any more.
   */
  state: 'active' | 'failing' | 'retired' | 'expired';
  /**
   * Since when it is failing, or when it was retired.
   */
  since?: string;
  /**
   * Why it is failing, or was retired.
   */
  reason?: string;
}
export interface ListSubscriptions200 {
  /**
   * The newest first.
   */
  subscriptions: {
    /**
     * Names the subscription in lists; it cannot be removed by it.
     */
    key: string;
    /**
     * Host of the sink; the rest of its address is a secret.
     */
    sinkHost: string;
    /**
     * Types of intents; all where empty.
     */
    types: string[];
    /**
     * How runs may have ended; in any way where absent or empty.
     */
    statuses: ('completed' | 'failed' | 'expired' | 'cancelled')[];
    /**
     * Only the intent under this reference.
     */
    reference?: string;
    /**
     * When it was made.
     */
    createdAt: string;
    /**
     * When it ends; each delivery that succeeds moves it on.
     */
    expiresAt: string;
    /**
     * How deliveries fare: retired and expired ones get none any more.
     */
    state: 'active' | 'failing' | 'retired' | 'expired';
    /**
     * Since when it is failing, or when it was retired.
     */
    since?: string;
    /**
     * Why it is failing, or was retired.
     */
    reason?: string;
  }[];
  /**
   * Where to go on: absent on the last page.
   */
  cursor?: string;
}
export interface CheckPlanBody {
  /**
   * The plan that is to be checked.
   */
  plan: unknown;
  /**
   * Type of the intent that it is to fulfil: then what it does with restricted data of it is checked too.
   */
  type?: string;
}
export interface GetSchema200 {
  [k: string]: unknown;
}
export interface GetAsyncApi200 {
  [k: string]: unknown;
}
export interface GetOpenApi200 {
  [k: string]: unknown;
}
