/* Written by `npm run generate` from schemas/. Do not edit. */

/**
 * Command to a run: what a person or an outside system answered to a task that waits.
 */
export type MeshTaskAnswer = MeshTaskAnswerGiven | MeshTaskAnswerRefused;
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
/**
 * What is wrong; empty for a valid document.
 */
export type Findings = {
  /**
   * Rule of EN 16931 or of Peppol BIS Billing, such as BR-CO-15.
   */
  rule: string;
  /**
   * What is wrong, in a short sentence for a person, then the rule.
   */
  text: string;
  /**
   * Line, VAT category or other part of the document that the finding is about.
   */
  where?: string;
  /**
   * What the figures give, as a decimal; or what has to be there.
   */
  expected: string;
  /**
   * What the document says; `absent` where it says nothing.
   */
  actual: string;
  /**
   * How far apart the two may be, such as `exact` or `less than 1.00`.
   */
  tolerance: string;
  /**
   * Terms of EN 16931 that the rule is about, such as BT-112 or BG-23.
   *
   * Items: A business term or group.
   */
  terms?: string[];
}[];

/**
 * The types of all data, by the key of its schema.
 */
export interface Schemas {
  'business.invoice.intent@1': BusinessInvoiceIntent;
  'business.order.intent@1': BusinessOrderIntent;
  'intent.cancelled@1': IntentCancelled;
  'intent.completed@1': IntentCompleted;
  'intent.expired@1': IntentExpired;
  'intent.failed@1': IntentFailed;
  'mesh.delivery.requested@1': MeshDeliveryRequested;
  'mesh.event.deadlettered@1': MeshEventDeadlettered;
  'mesh.run.cancel@1': MeshRunCancel;
  'mesh.run.changed@1': MeshRunChanged;
  'mesh.run.check@1': MeshRunCheck;
  'mesh.run.erase@1': MeshRunErase;
  'mesh.run.erased@1': MeshRunErased;
  'mesh.task.answer@1': MeshTaskAnswer;
  'run.ended@1': RunEnded;
  'approval/answer@1': ApprovalAnswer;
  'approval/request@1': ApprovalRequest;
  'invoice/booking@1': InvoiceBooking;
  'invoice/case@1': InvoiceCase;
  'invoice/decision@1': InvoiceDecision;
  'invoice/entry@1': InvoiceEntry;
  'invoice/facts@1': InvoiceFacts;
  'invoice/findings@1': InvoiceFindings;
  'invoice/history@1': InvoiceHistory;
  'invoice/outcome@1': InvoiceOutcome;
  'invoice/reference@1': InvoiceReference;
  'invoice/risk@1': InvoiceRisk;
  'order/action@1': OrderAction;
  'order/case@1': OrderCase;
  'order/choice@1': OrderChoice;
  'order/decision@1': OrderDecision;
  'order/detection@1': OrderDetection;
  'order/outcome@1': OrderOutcome;
  'order/progress@1': OrderProgress;
  'order/receipt@1': OrderReceipt;
  'order/ruling@1': OrderRuling;
  'order/shortage@1': OrderShortage;
  'task.completed@1': TaskCompleted;
  'task.created@1': TaskCreated;
  'task.deadlettered@1': TaskDeadlettered;
  'task.expired@1': TaskExpired;
  'task.failed@1': TaskFailed;
  'task.progressed@1': TaskProgressed;
  'task.started@1': TaskStarted;
}
/**
 * An electronic invoice or credit note (UBL 2.1, EN 16931) to be triaged.
 */
export interface BusinessInvoiceIntent {
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
export interface BusinessOrderIntent {
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
 * A run was cancelled.
 */
export interface IntentCancelled {
  /**
   * Why, for people.
   */
  reason?: string;
  /**
   * When the mesh accepted the intent.
   */
  acceptedAt?: string;
  /**
   * Ids of tasks that were under way: their effects may have happened.
   */
  uncertain?: string[];
}
/**
 * A run ended, and this is what came of it.
 */
export interface IntentCompleted {
  /**
   * What the run answers; fits the output schema of its plan. Absent where the plan answers nothing.
   */
  output?: unknown;
  /**
   * When the mesh accepted the intent.
   */
  acceptedAt: string;
}
/**
 * A run was not done before its deadline.
 */
export interface IntentExpired {
  /**
   * When the mesh accepted the intent.
   */
  acceptedAt?: string;
  /**
   * Ids of tasks that were under way: their effects may have happened.
   */
  uncertain?: string[];
}
/**
 * A run ended: an agent said no, for a business reason, or the output does not fit its schema.
 */
export interface IntentFailed {
  /**
   * Stable name of what went wrong, for programs.
   */
  code: string;
  /**
   * What went wrong, for people.
   */
  message: string;
  /**
   * Name of a step of the plan.
   */
  step?: string;
  /**
   * When the mesh accepted the intent.
   */
  acceptedAt?: string;
}
/**
 * A subscriber is to be told that a run has ended. Where the subscriber listens is a secret, and stays with the subscription.
 */
export interface MeshDeliveryRequested {
  /**
   * Key of the subscription: the SHA-256 of its id, in hexadecimal digits.
   */
  subscription: string;
  /**
   * Id of the run that ended.
   */
  run: string;
}
/**
 * An event could not be processed; this is the whole of it, and why.
 */
export interface MeshEventDeadlettered {
  /**
   * Id of the dead letter.
   */
  letter: string;
  /**
   * Why it could not be processed.
   */
  reason: {
    /**
     * Stable name of what went wrong, for programs.
     */
    code: string;
    /**
     * What went wrong, for people.
     */
    message: string;
    /**
     * Whether the reason is one that passes, so that a replay later may succeed.
     */
    passing: boolean;
  };
  /**
   * What was being done with it, such as `parse`, `plan`, `perform`.
   */
  stage: string;
  /**
   * Where it came from: the hub or queue.
   */
  hub: string;
  /**
   * The consumer group that read it.
   */
  group: string;
  /**
   * Partition of the hub.
   */
  partition: string;
  /**
   * Place in the partition; empty where it has none.
   */
  offset: string;
  /**
   * Sequence number in the partition; -1 where it has none.
   */
  sequence: number;
  /**
   * When it was enqueued there.
   */
  enqueuedAt: string;
  /**
   * Which try failed.
   */
  attempt?: number;
  /**
   * The replay that had brought it back.
   */
  replayid?: string;
  /**
   * `id` of the event, where it could be read.
   */
  eventId?: string;
  /**
   * `type` of the event, where it could be read.
   */
  eventType?: string;
  /**
   * `source` of the event, where it could be read.
   */
  source?: string;
  /**
   * The tenant it belongs to.
   */
  tenant?: string;
  /**
   * The run it belongs to.
   */
  run?: string;
  /**
   * The task it belongs to.
   */
  task?: string;
  /**
   * The skill that was to perform it.
   */
  skill?: string;
  /**
   * When the event was worth nothing any more, as it said itself.
   */
  deadline?: string;
  /**
   * Groups letters that failed alike.
   */
  fingerprint: string;
  /**
   * What was running: names and versions.
   */
  versions: {
    [k: string]: string;
  };
  /**
   * The AMQP application properties that it came with.
   */
  properties: {
    [k: string]: string | number | boolean;
  };
  /**
   * The content type that it came with.
   */
  contentType?: string;
  /**
   * Its bytes as they came, in base64.
   */
  body?: string;
  /**
   * Where its bytes are, when they do not travel along.
   */
  bodyRef?: string;
  /**
   * Where its properties are, as JSON, when they do not travel along; `properties` is empty then.
   */
  propertiesRef?: string;
}
/**
 * Command to a run: stop.
 */
export interface MeshRunCancel {
  /**
   * Why, for people.
   */
  reason?: string;
}
/**
 * A run's status, or what it waits for, is another.
 */
export interface MeshRunChanged {
  /**
   * What the run is now.
   */
  status: 'accepted' | 'running' | 'waiting' | 'blocked' | 'completed' | 'failed' | 'expired' | 'cancelled';
  /**
   * Event type of the intent.
   */
  type: string;
  /**
   * Subject of the intent.
   */
  subject?: string;
  /**
   * When the mesh accepted the intent.
   */
  acceptedAt: string;
  /**
   * When it changed.
   */
  at: string;
  /**
   * Tasks that started to wait for a person or an outside system.
   */
  waiting: WaitingTask[];
  /**
   * Ids of tasks that wait no more.
   */
  answered: string[];
}
export interface WaitingTask {
  /**
   * Id of a task.
   */
  task: string;
  /**
   * The skill that performs it: `<domain>.<name>@<version>`.
   */
  skill: string;
  /**
   * What the task is about, for people.
   */
  title?: string;
  /**
   * When it started to wait.
   */
  since: string;
  /**
   * When the answer is worth nothing any more.
   */
  due?: string;
}
/**
 * Command to a run: look at your deadline and at tasks that never answered.
 */
export interface MeshRunCheck {}
/**
 * Command to a run: let its restricted data be erased.
 */
export interface MeshRunErase {
  /**
   * Why, for people; it stays with the run.
   */
  reason?: string;
}
/**
 * A run has taken in that its restricted data is to be erased; whoever may delete it deletes it. Sent again whenever more of it may have been written.
 */
export interface MeshRunErased {
  /**
   * When the run took that in.
   */
  at: string;
}
export interface MeshTaskAnswerGiven {
  /**
   * Id of a task.
   */
  task: string;
  /**
   * The answer; fits the output schema of the skill.
   */
  output: unknown;
}
export interface MeshTaskAnswerRefused {
  /**
   * Id of a task.
   */
  task: string;
  /**
   * The answer is no, for a business reason.
   */
  failure: {
    /**
     * Stable name of what went wrong, for programs.
     */
    code: string;
    /**
     * What went wrong, for people.
     */
    message: string;
  };
}
/**
 * What a subscriber is told when a run has ended.
 */
export interface RunEnded {
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
/**
 * What a person decided.
 */
export interface ApprovalAnswer {
  /**
   * What the person decided.
   */
  decision: 'approved' | 'rejected';
  /**
   * What the person said about it.
   */
  comment?: string;
}
/**
 * What a person is asked to decide.
 */
export interface ApprovalRequest {
  /**
   * One line that says what the case is about.
   */
  title: string;
  /**
   * Whom it is about.
   */
  party?: string;
  /**
   * Number of the document.
   */
  reference?: string;
  /**
   * Amount at stake.
   */
  amount: string;
  /**
   * Currency of the amount.
   */
  currency: string;
  reasons: Reasons;
}
/**
 * That a document is booked.
 */
export interface InvoiceBooking {
  /**
   * Entry in the ledger.
   */
  entry: string;
  /**
   * It was booked for another intent, while this one was on its way.
   */
  bookedBefore?: boolean;
}
/**
 * What the risk of a document is judged by.
 */
export interface InvoiceCase {
  /**
   * What the document is; the amounts of a credit note are positive, and are owed to the buyer.
   */
  kind: 'invoice' | 'credit-note';
  /**
   * Number of the document (BT-1).
   */
  number: string;
  supplier: Supplier;
  /**
   * Date of issue.
   */
  issueDate: string;
  /**
   * Date by which payment is due.
   */
  dueDate?: string;
  /**
   * Currency of the amount.
   */
  currency: string;
  /**
   * Amount due.
   */
  payable: string;
  /**
   * Order of the buyer.
   */
  orderReference?: string;
  /**
   * Account to pay to.
   */
  iban?: string;
  findings: Findings;
  history: InvoiceHistory;
}
/**
 * The seller.
 */
export interface Supplier {
  /**
   * What this supplier is known by in the ledger: its VAT identifier, else its company identifier, else its name.
   */
  id: string;
  /**
   * Legal name (BT-27, BT-44).
   */
  name: string;
  /**
   * Name the party is known by (BT-28, BT-45).
   */
  tradingName?: string;
  /**
   * VAT identifier with its country prefix, without blanks (BT-31, BT-48).
   */
  vatId?: string;
  /**
   * Identifier in a register of companies (BT-30, BT-47).
   */
  companyId?: string;
  /**
   * ISO 3166-1 code of the postal address (BT-40, BT-55).
   */
  country?: string;
  /**
   * Identifier given by the buyer or another (BT-29).
   */
  identifier?: string;
  /**
   * Number at the local tax authority, which is no VAT identifier (BT-32).
   */
  taxId?: string;
  /**
   * Postal address (BG-5, BG-8); empty where the document has one that says nothing, absent where it has none.
   */
  address?: {
    /**
     * First line (BT-35, BT-50).
     */
    street?: string;
    /**
     * City (BT-37, BT-52).
     */
    city?: string;
    /**
     * Post code (BT-38, BT-53).
     */
    postCode?: string;
  };
}
/**
 * What the ledger knows about a document and its supplier.
 */
export interface InvoiceHistory {
  /**
   * Whether the ledger holds this document already.
   */
  duplicate: boolean;
  /**
   * The entry that it is a duplicate of.
   */
  entry?: string;
  /**
   * Whether anything of this supplier was booked before.
   */
  supplierKnown: boolean;
  /**
   * Whether this supplier was booked with this account before; absent where the document names none.
   */
  accountKnown?: boolean;
  /**
   * IBAN of the latest invoice of this supplier that named one.
   */
  lastAccount?: string;
  /**
   * What documents of this kind, currency and supplier usually come to; absent where the currency is not known, or there are none.
   */
  usual?: {
    /**
     * How many it is judged by: the latest ones.
     */
    documents: number;
    /**
     * Median of their amounts due.
     */
    median: string;
    /**
     * Median of how far their amounts are from the median.
     */
    deviation: string;
  };
}
/**
 * What became of a document, and why.
 */
export interface InvoiceDecision {
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
 * What is booked to the ledger.
 */
export interface InvoiceEntry {
  /**
   * What the document is; the amounts of a credit note are positive, and are owed to the buyer.
   */
  kind: 'invoice' | 'credit-note';
  /**
   * What the supplier is known by in the ledger.
   */
  supplier: string;
  /**
   * Supplier, by legal name.
   */
  name: string;
  /**
   * Number of the document (BT-1).
   */
  number: string;
  /**
   * Date of issue.
   */
  issueDate: string;
  /**
   * Date by which payment is due.
   */
  dueDate?: string;
  /**
   * Currency of the amounts.
   */
  currency: string;
  /**
   * Total without VAT.
   */
  withoutVat: string;
  /**
   * Total with VAT.
   */
  withVat: string;
  /**
   * Amount due.
   */
  payable: string;
  /**
   * Account to pay to.
   */
  iban?: string;
}
/**
 * What a document says, without judgement. Amounts are decimals as strings, as the document gives them.
 */
export interface InvoiceFacts {
  /**
   * What the document is; the amounts of a credit note are positive, and are owed to the buyer.
   */
  kind: 'invoice' | 'credit-note';
  /**
   * Number of the document (BT-1).
   */
  number: string;
  /**
   * UNTDID 1001 code of the document (BT-3), such as 380 or 381.
   */
  typeCode?: string;
  /**
   * Specification the document says it follows (BT-24).
   */
  specification?: string;
  /**
   * Date of issue (BT-2).
   */
  issueDate: string;
  /**
   * Date by which payment is due (BT-9).
   */
  dueDate?: string;
  /**
   * Terms of payment (BT-20).
   */
  paymentTerms?: string;
  /**
   * Date on which VAT becomes due (BT-7).
   */
  taxPointDate?: string;
  /**
   * What the date on which VAT becomes due is (BT-8), by its code.
   */
  taxPointCode?: string;
  /**
   * Period that is invoiced (BG-14).
   */
  period?: {
    /**
     * First day (BT-73).
     */
    start?: string;
    /**
     * Last day (BT-74).
     */
    end?: string;
  };
  /**
   * Delivery (BG-13).
   */
  delivery?: {
    /**
     * Actual date (BT-72).
     */
    date?: string;
    /**
     * ISO 3166-1 code of the country delivered to (BT-80).
     */
    country?: string;
  };
  /**
   * Currency of the amounts (BT-5).
   */
  currency: string;
  /**
   * Currency of VAT accounting (BT-6), where it is another.
   */
  vatCurrency?: string;
  /**
   * Order of the buyer (BT-13).
   */
  orderReference?: string;
  /**
   * Reference given by the buyer (BT-10).
   */
  buyerReference?: string;
  /**
   * Invoice that is corrected (BT-25).
   */
  precedingInvoice?: string;
  supplier: Supplier;
  /**
   * The buyer.
   */
  buyer: {
    /**
     * Legal name (BT-27, BT-44).
     */
    name: string;
    /**
     * Name the party is known by (BT-28, BT-45).
     */
    tradingName?: string;
    /**
     * VAT identifier with its country prefix, without blanks (BT-31, BT-48).
     */
    vatId?: string;
    /**
     * Identifier in a register of companies (BT-30, BT-47).
     */
    companyId?: string;
    /**
     * ISO 3166-1 code of the postal address (BT-40, BT-55).
     */
    country?: string;
    /**
     * Identifier of the buyer (BT-46).
     */
    identifier?: string;
    /**
     * Postal address (BG-5, BG-8); empty where the document has one that says nothing, absent where it has none.
     */
    address?: {
      /**
       * First line (BT-35, BT-50).
       */
      street?: string;
      /**
       * City (BT-37, BT-52).
       */
      city?: string;
      /**
       * Post code (BT-38, BT-53).
       */
      postCode?: string;
    };
  };
  /**
   * Who represents the seller before the tax authority (BG-11); absent where nobody does.
   */
  taxRepresentative?: {
    /**
     * Name (BT-62).
     */
    name?: string;
    /**
     * VAT identifier with its country prefix, without blanks (BT-63).
     */
    vatId?: string;
    /**
     * ISO 3166-1 code of the postal address (BT-69).
     */
    country?: string;
  };
  /**
   * How the invoice is to be paid; absent where the document does not say.
   */
  payment?: {
    /**
     * Account to pay to (BT-84), without blanks.
     */
    iban?: string;
    /**
     * Account to pay to that is no IBAN (BT-84).
     */
    account?: string;
    /**
     * Bank of the account (BT-86).
     */
    bic?: string;
    /**
     * What to quote with the payment (BT-83).
     */
    reference?: string;
    /**
     * UNTDID 4461 code of how it is to be paid (BT-81), such as 30.
     */
    means?: string;
  };
  /**
   * Lines (BG-25).
   */
  lines: {
    /**
     * Identifier (BT-126).
     */
    id: string;
    /**
     * Item (BT-153).
     */
    name: string;
    /**
     * Quantity (BT-129).
     */
    quantity: string;
    /**
     * UN/ECE code of the unit (BT-130).
     */
    unit?: string;
    /**
     * Net price (BT-146).
     */
    price: string;
    /**
     * Quantity that the price is for (BT-149); absent means 1.
     */
    priceQuantity?: string;
    /**
     * Net amount (BT-131).
     */
    net: string;
    /**
     * Sum of the allowances of the line (BT-136).
     */
    allowances: string;
    /**
     * Sum of the charges of the line (BT-141).
     */
    charges: string;
    /**
     * VAT category code (BT-95, BT-102, BT-118, BT-151): S, Z, E, AE, K, G, O, L, M or B.
     */
    category: string;
    /**
     * VAT rate in per cent; absent for category O.
     */
    rate?: string;
    /**
     * Price before its discount (BT-148).
     */
    grossPrice?: string;
    /**
     * Allowances and charges of the line (BG-27, BG-28), each; absent where there are none.
     *
     * Items: An allowance or a charge.
     */
    adjustments?: {
      /**
       * What it is.
       */
      kind: 'allowance' | 'charge';
      /**
       * Net amount (BT-136, BT-141).
       */
      amount: string;
      /**
       * Amount that a percentage is of (BT-137, BT-142).
       */
      base?: string;
      /**
       * Why (BT-139, BT-140, BT-144, BT-145).
       */
      reason?: string;
    }[];
  }[];
  /**
   * Allowances of the document (BG-20).
   */
  allowances: {
    /**
     * Net amount (BT-92, BT-99).
     */
    amount: string;
    /**
     * Why (BT-97, BT-104).
     */
    reason?: string;
    /**
     * VAT category code (BT-95, BT-102, BT-118, BT-151): S, Z, E, AE, K, G, O, L, M or B.
     */
    category?: string;
    /**
     * VAT rate in per cent; absent for category O.
     */
    rate?: string;
    /**
     * Amount that a percentage is of (BT-93, BT-100).
     */
    base?: string;
    /**
     * Percentage (BT-94, BT-101).
     */
    percent?: string;
  }[];
  /**
   * Charges of the document (BG-21).
   */
  charges: {
    /**
     * Net amount (BT-92, BT-99).
     */
    amount: string;
    /**
     * Why (BT-97, BT-104).
     */
    reason?: string;
    /**
     * VAT category code (BT-95, BT-102, BT-118, BT-151): S, Z, E, AE, K, G, O, L, M or B.
     */
    category?: string;
    /**
     * VAT rate in per cent; absent for category O.
     */
    rate?: string;
    /**
     * Amount that a percentage is of (BT-93, BT-100).
     */
    base?: string;
    /**
     * Percentage (BT-94, BT-101).
     */
    percent?: string;
  }[];
  /**
   * VAT breakdown (BG-23) in the currency of the document.
   */
  vat: {
    /**
     * VAT category code (BT-95, BT-102, BT-118, BT-151): S, Z, E, AE, K, G, O, L, M or B.
     */
    category: string;
    /**
     * VAT rate in per cent; absent for category O.
     */
    rate?: string;
    /**
     * Taxable amount (BT-116).
     */
    taxable: string;
    /**
     * VAT (BT-117).
     */
    amount: string;
    /**
     * Why no VAT is due (BT-120, BT-121).
     */
    exemption?: string;
    /**
     * Why no VAT is due, by its code (BT-121).
     */
    exemptionCode?: string;
  }[];
  /**
   * VAT totals: in the currency of the document (BT-110), and perhaps in that of accounting (BT-111).
   */
  vatTotals: {
    /**
     * Currency.
     */
    currency: string;
    /**
     * VAT.
     */
    amount: string;
  }[];
  /**
   * Totals of the document (BG-22).
   */
  totals: {
    /**
     * Sum of the net amounts of the lines (BT-106).
     */
    lines: string;
    /**
     * Sum of the allowances (BT-107).
     */
    allowances?: string;
    /**
     * Sum of the charges (BT-108).
     */
    charges?: string;
    /**
     * Total without VAT (BT-109).
     */
    withoutVat: string;
    /**
     * Total with VAT (BT-112).
     */
    withVat: string;
    /**
     * Paid already (BT-113).
     */
    prepaid?: string;
    /**
     * Rounding (BT-114).
     */
    rounding?: string;
    /**
     * Amount due (BT-115).
     */
    payable: string;
  };
}
/**
 * What the rules say about a document.
 */
export interface InvoiceFindings {
  /**
   * Whether there are no findings.
   */
  valid: boolean;
  /**
   * Version of the rules that were followed.
   */
  rules: string;
  findings: Findings;
}
/**
 * How far a document came; absent is what did not happen.
 */
export interface InvoiceOutcome {
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
  answer?: ApprovalAnswer;
  /**
   * Entry in the ledger.
   */
  entry?: string;
  /**
   * The entry was made for another intent.
   */
  bookedBefore?: boolean;
}
/**
 * What a document is known by.
 */
export interface InvoiceReference {
  /**
   * What the document is; the amounts of a credit note are positive, and are owed to the buyer.
   */
  kind: 'invoice' | 'credit-note';
  /**
   * What the supplier is known by in the ledger.
   */
  supplier: string;
  /**
   * Number of the document (BT-1).
   */
  number: string;
  /**
   * Account to pay to.
   */
  iban?: string;
  /**
   * Currency of the amounts: what is usual is judged by it.
   */
  currency?: string;
}
/**
 * How risky it is to post a document, and why.
 */
export interface InvoiceRisk {
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
 * Something that the shop is to do about an order.
 */
export interface OrderAction {
  /**
   * What the shop calls the order.
   */
  order: string;
  /**
   * Whom it is about.
   */
  customer?: string;
  /**
   * What the shop writes down, or tells the customer.
   */
  text: string;
}
/**
 * What a rule needs to know to release or cancel an order.
 */
export interface OrderCase {
  /**
   * Currency of the amounts.
   */
  currency: string;
  /**
   * What the customer pays.
   */
  total: string;
  /**
   * Sum of the points of all reasons.
   */
  score: number;
  /**
   * What is missing.
   *
   * @maxItems 200
   */
  shortages: {
    /**
     * What the shop calls the article.
     */
    sku: string;
    /**
     * How many are missing.
     */
    missing: number;
    /**
     * In how many days the supplier delivers; absent where nobody does.
     */
    leadDays?: number;
  }[];
}
/**
 * What the rule and the person said.
 */
export interface OrderChoice {
  ruling: OrderRuling;
  answer?: ApprovalAnswer;
}
/**
 * What the rule says, and whether a person has to.
 */
export interface OrderRuling {
  /**
   * Who decides.
   */
  by: 'rule' | 'person';
  /**
   * What the rule would do.
   */
  decision: 'release' | 'cancel';
  /**
   * Why.
   */
  text: string;
}
/**
 * What becomes of an order.
 */
export interface OrderDecision {
  /**
   * What becomes of the order.
   */
  decision: 'release' | 'cancel';
  /**
   * Who decides.
   */
  by: 'rule' | 'person';
  /**
   * Why.
   */
  text: string;
}
/**
 * What is out of the ordinary about an order.
 */
export interface OrderDetection {
  /**
   * Whether the order is held.
   */
  exceptional: boolean;
  /**
   * Whether it is worth so much that a person decides, and that it goes before others.
   */
  valuable: boolean;
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
  /**
   * What is missing.
   *
   * @maxItems 200
   */
  shortages: {
    /**
     * What the shop calls the article.
     */
    sku: string;
    /**
     * How many are missing.
     */
    missing: number;
    /**
     * In how many days the supplier delivers; absent where nobody does.
     */
    leadDays?: number;
  }[];
  /**
   * One line for people.
   */
  summary: string;
}
/**
 * What became of an order.
 */
export interface OrderOutcome {
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
 * How far an order came; absent is what did not happen.
 */
export interface OrderProgress {
  /**
   * What the shop calls the order.
   */
  order: string;
  detection: OrderDetection;
  /**
   * What the shop calls the hold.
   */
  hold?: string;
  decision?: OrderDecision;
  /**
   * What the shop calls the release.
   */
  released?: string;
  /**
   * What the shop calls the cancellation.
   */
  cancelled?: string;
  /**
   * Why articles could not be restocked, which the people of the shop were told.
   *
   * @maxItems 200
   */
  failures?: {
    /**
     * Which of the shortages it is, from 0.
     */
    item: number;
    /**
     * Stable name of what went wrong.
     */
    code: string;
    /**
     * What went wrong, for people.
     */
    message: string;
  }[];
}
/**
 * What the shop answers.
 */
export interface OrderReceipt {
  /**
   * What the shop calls what it did.
   */
  reference: string;
}
/**
 * An article that is to be ordered from its supplier.
 */
export interface OrderShortage {
  /**
   * What the shop calls the order.
   */
  order: string;
  /**
   * What the shop calls the article.
   */
  sku: string;
  /**
   * How many are missing.
   */
  missing: number;
  /**
   * In how many days the supplier delivers; absent where nobody does.
   */
  leadDays?: number;
}
/**
 * A task was performed.
 */
export interface TaskCompleted {
  /**
   * What the skill gave; fits its output schema.
   */
  output: unknown;
}
/**
 * A task is ready to be performed.
 */
export interface TaskCreated {
  /**
   * The skill that performs it: `<domain>.<name>@<version>`.
   */
  skill: string;
  /**
   * Name of a step of the plan.
   */
  step: string;
  /**
   * Place of the item under `forEach`, from 0.
   */
  item?: number;
  /**
   * What the skill is given; fits its input schema.
   */
  input: unknown;
  /**
   * Where restricted data belongs into the input: whoever may read it puts it there.
   *
   * @minItems 1
   * @maxItems 10000
   */
  restricted?: {
    /**
     * JSON Pointer into the input.
     */
    at: string;
    /**
     * Where the data is.
     */
    ref: string;
    /**
     * JSON Pointer into that.
     */
    from: string;
  }[];
}
/**
 * A task could not be processed; its run is blocked until it is replayed.
 */
export interface TaskDeadlettered {
  /**
   * Id of the dead letter.
   */
  letter: string;
  /**
   * Why it could not be processed.
   */
  reason: {
    /**
     * Stable name of what went wrong, for programs.
     */
    code: string;
    /**
     * What went wrong, for people.
     */
    message: string;
  };
}
/**
 * A task was not performed before its deadline.
 */
export interface TaskExpired {
  /**
   * Why, for people.
   */
  reason?: string;
}
/**
 * The agent said no, for a business reason.
 */
export interface TaskFailed {
  /**
   * Stable name of what went wrong, for programs.
   */
  code: string;
  /**
   * What went wrong, for people.
   */
  message: string;
}
/**
 * How far a task is.
 */
export interface TaskProgressed {
  /**
   * From 0 to 1.
   */
  fraction: number;
  /**
   * What is being done, for people.
   */
  message?: string;
}
/**
 * A worker performs the task; told only of tasks that last.
 */
export interface TaskStarted {
  /**
   * The skill that performs it: `<domain>.<name>@<version>`.
   */
  skill: string;
}

/** All schemas, by key. */
export const schemas: Readonly<Record<keyof Schemas, object>> = {
  'business.invoice.intent@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'business.invoice.intent@1',
    title: 'BusinessInvoiceIntent',
    description: 'An electronic invoice or credit note (UBL 2.1, EN 16931) to be triaged.',
    type: 'object',
    additionalProperties: false,
    required: ['document'],
    properties: {
      document: {
        title: 'Invoice XML',
        description:
          'The invoice or credit note as XML: its text, or the content of an attachment as it comes, which is base64.',
        type: 'string',
        minLength: 1,
        maxLength: 8000000,
      },
      encoding: {
        description:
          'text: the XML as text. base64: the content of a file or an attachment, byte for byte, which UTF-16 and ISO-8859-1 need. Absent means text.',
        enum: ['text', 'base64'],
      },
      fileName: {
        description: 'Name of the file, for people who look at the run.',
        type: 'string',
        minLength: 1,
        maxLength: 500,
      },
    },
  },
  'business.order.intent@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'business.order.intent@1',
    title: 'BusinessOrderIntent',
    description:
      'An order that was placed, with what the shop knows of its articles and its customer, to be looked at before it is sent. It names no person: the customer goes by a number.',
    type: 'object',
    additionalProperties: false,
    required: ['order', 'currency', 'total', 'customer', 'shipTo', 'billTo', 'lines'],
    properties: {
      order: {
        title: 'Order Number',
        description: 'What the shop calls the order.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
      currency: { description: 'Currency of the amounts.', type: 'string', pattern: '^[A-Z]{3}$' },
      total: {
        title: 'Order Total',
        description: 'What the customer pays.',
        type: 'string',
        pattern: '^[0-9]{1,13}\\.[0-9]{2}$',
      },
      customer: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'orders', 'ordersToday', 'declinedPayments'],
        properties: {
          id: {
            title: 'Customer Number',
            description: 'What the shop calls the customer: a number, not a name.',
            type: 'string',
            minLength: 1,
            maxLength: 100,
          },
          orders: {
            title: 'Earlier Orders',
            description: 'Orders before this one.',
            type: 'integer',
            minimum: 0,
            maximum: 1000000,
          },
          ordersToday: {
            title: 'Orders Today',
            description: 'Orders within the last 24 hours, this one included.',
            type: 'integer',
            minimum: 0,
            maximum: 1000000,
          },
          declinedPayments: {
            title: 'Declined Payments',
            description: 'Payments that were declined within the last 24 hours.',
            type: 'integer',
            minimum: 0,
            maximum: 1000000,
          },
        },
        description: 'Who ordered.',
      },
      shipTo: {
        type: 'object',
        additionalProperties: false,
        required: ['country', 'kind'],
        properties: {
          country: {
            title: 'Country of Delivery',
            description: 'Country that it is sent to.',
            type: 'string',
            pattern: '^[A-Z]{2}$',
          },
          kind: {
            title: 'Kind of Address',
            description: 'What is at the address. forwarder: a company that sends parcels on.',
            enum: ['home', 'company', 'pickup', 'forwarder'],
          },
        },
        description: 'Where it is sent.',
      },
      billTo: {
        type: 'object',
        additionalProperties: false,
        required: ['country'],
        properties: {
          country: {
            title: 'Country of Payment',
            description: 'Country of the means of payment.',
            type: 'string',
            pattern: '^[A-Z]{2}$',
          },
        },
        description: 'Who pays.',
      },
      lines: {
        description: 'What was ordered.',
        type: 'array',
        minItems: 1,
        maxItems: 200,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['sku', 'quantity', 'price', 'listPrice', 'stock'],
          properties: {
            sku: {
              title: 'Article Number',
              description: 'What the shop calls the article.',
              type: 'string',
              minLength: 1,
              maxLength: 100,
            },
            quantity: { description: 'How many.', type: 'integer', minimum: 1, maximum: 1000000 },
            price: {
              description: 'Price of one, as ordered.',
              type: 'string',
              pattern: '^[0-9]{1,13}\\.[0-9]{2}$',
            },
            listPrice: {
              title: 'List Price',
              description: 'Price of one by the list.',
              type: 'string',
              pattern: '^[0-9]{1,13}\\.[0-9]{2}$',
            },
            stock: {
              title: 'In Stock',
              description: 'How many are there.',
              type: 'integer',
              minimum: 0,
              maximum: 1000000,
            },
            leadDays: {
              title: 'Lead Days',
              description:
                'In how many days the supplier delivers; absent where nobody supplies it any more.',
              type: 'integer',
              minimum: 0,
              maximum: 1000000,
            },
          },
        },
      },
    },
  },
  'intent.cancelled@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'intent.cancelled@1',
    title: 'IntentCancelled',
    description: 'A run was cancelled.',
    type: 'object',
    additionalProperties: false,
    required: [],
    properties: {
      reason: { description: 'Why, for people.', type: 'string', minLength: 1, maxLength: 4000 },
      acceptedAt: { description: 'When the mesh accepted the intent.', type: 'string', format: 'date-time' },
      uncertain: {
        description: 'Ids of tasks that were under way: their effects may have happened.',
        type: 'array',
        items: { type: 'string', minLength: 1, maxLength: 200 },
      },
    },
  },
  'intent.completed@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'intent.completed@1',
    title: 'IntentCompleted',
    description: 'A run ended, and this is what came of it.',
    type: 'object',
    additionalProperties: false,
    required: ['acceptedAt'],
    properties: {
      output: {
        description:
          'What the run answers; fits the output schema of its plan. Absent where the plan answers nothing.',
      },
      acceptedAt: { description: 'When the mesh accepted the intent.', type: 'string', format: 'date-time' },
    },
  },
  'intent.expired@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'intent.expired@1',
    title: 'IntentExpired',
    description: 'A run was not done before its deadline.',
    type: 'object',
    additionalProperties: false,
    required: [],
    properties: {
      acceptedAt: { description: 'When the mesh accepted the intent.', type: 'string', format: 'date-time' },
      uncertain: {
        description: 'Ids of tasks that were under way: their effects may have happened.',
        type: 'array',
        items: { type: 'string', minLength: 1, maxLength: 200 },
      },
    },
  },
  'intent.failed@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'intent.failed@1',
    title: 'IntentFailed',
    description:
      'A run ended: an agent said no, for a business reason, or the output does not fit its schema.',
    type: 'object',
    additionalProperties: false,
    required: ['code', 'message'],
    properties: {
      code: {
        description: 'Stable name of what went wrong, for programs.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
      message: { description: 'What went wrong, for people.', type: 'string', minLength: 1, maxLength: 4000 },
      step: { description: 'Name of a step of the plan.', type: 'string', minLength: 1, maxLength: 50 },
      acceptedAt: { description: 'When the mesh accepted the intent.', type: 'string', format: 'date-time' },
    },
  },
  'mesh.delivery.requested@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'mesh.delivery.requested@1',
    title: 'MeshDeliveryRequested',
    description:
      'A subscriber is to be told that a run has ended. Where the subscriber listens is a secret, and stays with the subscription.',
    type: 'object',
    additionalProperties: false,
    required: ['subscription', 'run'],
    properties: {
      subscription: {
        description: 'Key of the subscription: the SHA-256 of its id, in hexadecimal digits.',
        type: 'string',
        pattern: '^[0-9a-f]{64}$',
      },
      run: { description: 'Id of the run that ended.', type: 'string', format: 'uuid' },
    },
  },
  'mesh.event.deadlettered@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'mesh.event.deadlettered@1',
    title: 'MeshEventDeadlettered',
    description: 'An event could not be processed; this is the whole of it, and why.',
    type: 'object',
    additionalProperties: false,
    required: [
      'letter',
      'reason',
      'stage',
      'hub',
      'group',
      'partition',
      'offset',
      'sequence',
      'enqueuedAt',
      'fingerprint',
      'versions',
      'properties',
    ],
    properties: {
      letter: { description: 'Id of the dead letter.', type: 'string', minLength: 1, maxLength: 200 },
      reason: {
        description: 'Why it could not be processed.',
        type: 'object',
        additionalProperties: false,
        required: ['code', 'message', 'passing'],
        properties: {
          code: {
            description: 'Stable name of what went wrong, for programs.',
            type: 'string',
            minLength: 1,
            maxLength: 200,
          },
          message: {
            description: 'What went wrong, for people.',
            type: 'string',
            minLength: 1,
            maxLength: 4000,
          },
          passing: {
            description: 'Whether the reason is one that passes, so that a replay later may succeed.',
            type: 'boolean',
          },
        },
      },
      stage: {
        description: 'What was being done with it, such as `parse`, `plan`, `perform`.',
        type: 'string',
        minLength: 1,
        maxLength: 100,
      },
      hub: {
        description: 'Where it came from: the hub or queue.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
      group: {
        description: 'The consumer group that read it.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
      partition: { description: 'Partition of the hub.', type: 'string', minLength: 1, maxLength: 50 },
      offset: {
        description: 'Place in the partition; empty where it has none.',
        type: 'string',
        maxLength: 100,
      },
      sequence: {
        description: 'Sequence number in the partition; -1 where it has none.',
        type: 'integer',
        minimum: -1,
      },
      enqueuedAt: { description: 'When it was enqueued there.', type: 'string', format: 'date-time' },
      attempt: { description: 'Which try failed.', type: 'integer', minimum: 1 },
      replayid: { description: 'The replay that had brought it back.', type: 'string', minLength: 1 },
      eventId: { description: '`id` of the event, where it could be read.', type: 'string', minLength: 1 },
      eventType: {
        description: '`type` of the event, where it could be read.',
        type: 'string',
        minLength: 1,
      },
      source: { description: '`source` of the event, where it could be read.', type: 'string', minLength: 1 },
      tenant: { description: 'The tenant it belongs to.', type: 'string', minLength: 1 },
      run: { description: 'The run it belongs to.', type: 'string', minLength: 1 },
      task: { description: 'The task it belongs to.', type: 'string', minLength: 1 },
      skill: {
        description: 'The skill that was to perform it.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
      deadline: {
        description: 'When the event was worth nothing any more, as it said itself.',
        type: 'string',
        minLength: 1,
        maxLength: 100,
      },
      fingerprint: {
        description: 'Groups letters that failed alike.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
      versions: {
        description: 'What was running: names and versions.',
        type: 'object',
        additionalProperties: { type: 'string', maxLength: 500 },
      },
      properties: {
        description: 'The AMQP application properties that it came with.',
        type: 'object',
        additionalProperties: { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] },
      },
      contentType: { description: 'The content type that it came with.', type: 'string', minLength: 1 },
      body: { description: 'Its bytes as they came, in base64.', type: 'string' },
      bodyRef: {
        description: 'Where its bytes are, when they do not travel along.',
        type: 'string',
        minLength: 1,
        maxLength: 500,
      },
      propertiesRef: {
        description:
          'Where its properties are, as JSON, when they do not travel along; `properties` is empty then.',
        type: 'string',
        minLength: 1,
        maxLength: 500,
      },
    },
  },
  'mesh.run.cancel@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'mesh.run.cancel@1',
    title: 'MeshRunCancel',
    description: 'Command to a run: stop.',
    type: 'object',
    additionalProperties: false,
    required: [],
    properties: {
      reason: { description: 'Why, for people.', type: 'string', minLength: 1, maxLength: 4000 },
    },
  },
  'mesh.run.changed@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'mesh.run.changed@1',
    title: 'MeshRunChanged',
    description: "A run's status, or what it waits for, is another.",
    type: 'object',
    additionalProperties: false,
    required: ['status', 'type', 'acceptedAt', 'at', 'waiting', 'answered'],
    properties: {
      status: {
        description: 'What the run is now.',
        enum: ['accepted', 'running', 'waiting', 'blocked', 'completed', 'failed', 'expired', 'cancelled'],
      },
      type: { description: 'Event type of the intent.', type: 'string', minLength: 1 },
      subject: { description: 'Subject of the intent.', type: 'string', minLength: 1 },
      acceptedAt: { description: 'When the mesh accepted the intent.', type: 'string', format: 'date-time' },
      at: { description: 'When it changed.', type: 'string', format: 'date-time' },
      waiting: {
        description: 'Tasks that started to wait for a person or an outside system.',
        type: 'array',
        items: {
          title: 'WaitingTask',
          type: 'object',
          additionalProperties: false,
          required: ['task', 'skill', 'since'],
          properties: {
            task: { description: 'Id of a task.', type: 'string', minLength: 1, maxLength: 200 },
            skill: {
              description: 'The skill that performs it: `<domain>.<name>@<version>`.',
              type: 'string',
              minLength: 1,
              maxLength: 200,
            },
            title: {
              description: 'What the task is about, for people.',
              type: 'string',
              minLength: 1,
              maxLength: 500,
            },
            since: { description: 'When it started to wait.', type: 'string', format: 'date-time' },
            due: {
              description: 'When the answer is worth nothing any more.',
              type: 'string',
              format: 'date-time',
            },
          },
        },
      },
      answered: {
        description: 'Ids of tasks that wait no more.',
        type: 'array',
        items: { type: 'string', minLength: 1, maxLength: 200 },
      },
    },
  },
  'mesh.run.check@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'mesh.run.check@1',
    title: 'MeshRunCheck',
    description: 'Command to a run: look at your deadline and at tasks that never answered.',
    type: 'object',
    additionalProperties: false,
    required: [],
    properties: {},
  },
  'mesh.run.erase@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'mesh.run.erase@1',
    title: 'MeshRunErase',
    description: 'Command to a run: let its restricted data be erased.',
    type: 'object',
    additionalProperties: false,
    required: [],
    properties: {
      reason: {
        description: 'Why, for people; it stays with the run.',
        type: 'string',
        minLength: 1,
        maxLength: 1000,
      },
    },
  },
  'mesh.run.erased@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'mesh.run.erased@1',
    title: 'MeshRunErased',
    description:
      'A run has taken in that its restricted data is to be erased; whoever may delete it deletes it. Sent again whenever more of it may have been written.',
    type: 'object',
    additionalProperties: false,
    required: ['at'],
    properties: { at: { description: 'When the run took that in.', type: 'string', format: 'date-time' } },
  },
  'mesh.task.answer@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'mesh.task.answer@1',
    title: 'MeshTaskAnswer',
    description: 'Command to a run: what a person or an outside system answered to a task that waits.',
    oneOf: [
      {
        title: 'MeshTaskAnswerGiven',
        type: 'object',
        additionalProperties: false,
        required: ['task', 'output'],
        properties: {
          task: { description: 'Id of a task.', type: 'string', minLength: 1, maxLength: 200 },
          output: { description: 'The answer; fits the output schema of the skill.' },
        },
      },
      {
        title: 'MeshTaskAnswerRefused',
        type: 'object',
        additionalProperties: false,
        required: ['task', 'failure'],
        properties: {
          task: { description: 'Id of a task.', type: 'string', minLength: 1, maxLength: 200 },
          failure: {
            description: 'The answer is no, for a business reason.',
            type: 'object',
            additionalProperties: false,
            required: ['code', 'message'],
            properties: {
              code: {
                description: 'Stable name of what went wrong, for programs.',
                type: 'string',
                minLength: 1,
                maxLength: 200,
              },
              message: {
                description: 'What went wrong, for people.',
                type: 'string',
                minLength: 1,
                maxLength: 4000,
              },
            },
          },
        },
      },
    ],
  },
  'run.ended@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'run.ended@1',
    title: 'RunEnded',
    description: 'What a subscriber is told when a run has ended.',
    type: 'object',
    required: ['runId', 'type', 'status', 'reference', 'acceptedAt', 'endedAt', 'link'],
    properties: {
      runId: { description: 'Id of the run.', type: 'string', format: 'uuid' },
      type: { description: 'Event type of the intent.', type: 'string', minLength: 1 },
      status: { description: 'How the run ended.', enum: ['completed', 'failed', 'expired', 'cancelled'] },
      reference: {
        description: 'The reference under which the intent was sent, or the id of its event.',
        type: 'string',
        minLength: 1,
      },
      subject: { description: 'What the intent is about.', type: 'string', minLength: 1 },
      acceptedAt: { description: 'When the mesh accepted the intent.', type: 'string', format: 'date-time' },
      endedAt: { description: 'When the run ended.', type: 'string', format: 'date-time' },
      output: {
        description:
          'What the run answers. Absent where it answers nothing, or more than 64 KiB: then it is behind the link.',
      },
      reason: {
        description: 'Why the run failed or was cancelled, for people.',
        type: 'string',
        minLength: 1,
      },
      link: { description: 'Where to see the run, its steps and its output.', type: 'string', format: 'uri' },
    },
  },
  'approval/answer@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'approval/answer@1',
    title: 'ApprovalAnswer',
    description: 'What a person decided.',
    type: 'object',
    additionalProperties: false,
    required: ['decision'],
    properties: {
      decision: { description: 'What the person decided.', enum: ['approved', 'rejected'] },
      comment: {
        description: 'What the person said about it.',
        type: 'string',
        minLength: 1,
        maxLength: 2000,
      },
    },
  },
  'approval/request@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'approval/request@1',
    title: 'ApprovalRequest',
    description: 'What a person is asked to decide.',
    type: 'object',
    additionalProperties: false,
    required: ['title', 'amount', 'currency', 'reasons'],
    properties: {
      title: {
        description: 'One line that says what the case is about.',
        type: 'string',
        minLength: 1,
        maxLength: 1000,
      },
      party: { description: 'Whom it is about.', type: 'string', minLength: 1, maxLength: 500 },
      reference: { description: 'Number of the document.', type: 'string', minLength: 1, maxLength: 500 },
      amount: { description: 'Amount at stake.', type: 'string', pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$' },
      currency: { description: 'Currency of the amount.', type: 'string', pattern: '^[A-Z]{3}$' },
      reasons: { $ref: 'invoice/risk@1#/properties/reasons' },
    },
  },
  'invoice/booking@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'invoice/booking@1',
    title: 'InvoiceBooking',
    description: 'That a document is booked.',
    type: 'object',
    additionalProperties: false,
    required: ['entry'],
    properties: {
      entry: { description: 'Entry in the ledger.', type: 'string', minLength: 1, maxLength: 500 },
      bookedBefore: {
        description: 'It was booked for another intent, while this one was on its way.',
        type: 'boolean',
      },
    },
  },
  'invoice/case@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'invoice/case@1',
    title: 'InvoiceCase',
    description: 'What the risk of a document is judged by.',
    type: 'object',
    additionalProperties: false,
    required: ['kind', 'number', 'supplier', 'issueDate', 'currency', 'payable', 'findings', 'history'],
    properties: {
      kind: { $ref: 'invoice/facts@1#/properties/kind' },
      number: { description: 'Number of the document (BT-1).', type: 'string', minLength: 1, maxLength: 200 },
      supplier: { $ref: 'invoice/facts@1#/properties/supplier' },
      issueDate: { description: 'Date of issue.', type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
      dueDate: {
        description: 'Date by which payment is due.',
        type: 'string',
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
      },
      currency: { description: 'Currency of the amount.', type: 'string', pattern: '^[A-Z]{3}$' },
      payable: { description: 'Amount due.', type: 'string', pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$' },
      orderReference: { description: 'Order of the buyer.', type: 'string', minLength: 1, maxLength: 500 },
      iban: { description: 'Account to pay to.', type: 'string', minLength: 1, maxLength: 500 },
      findings: { $ref: 'invoice/findings@1#/properties/findings' },
      history: { $ref: 'invoice/history@1' },
    },
  },
  'invoice/decision@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'invoice/decision@1',
    title: 'InvoiceDecision',
    description: 'What became of a document, and why.',
    type: 'object',
    additionalProperties: false,
    required: ['decision', 'kind', 'supplier', 'number', 'amount', 'currency', 'level', 'score', 'reasons'],
    properties: {
      decision: {
        description:
          'posted: booked to the ledger. rejected: wrong, or a duplicate. declined: a person said no.',
        enum: ['posted', 'rejected', 'declined'],
      },
      kind: {
        description:
          'What the document is; the amounts of a credit note are positive, and are owed to the buyer.',
        enum: ['invoice', 'credit-note'],
      },
      supplier: { description: 'Supplier, by legal name.', type: 'string', minLength: 1, maxLength: 500 },
      number: { description: 'Number of the document (BT-1).', type: 'string', minLength: 1, maxLength: 200 },
      amount: { description: 'Amount due.', type: 'string', pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$' },
      currency: { description: 'Currency of the amount.', type: 'string', pattern: '^[A-Z]{3}$' },
      level: { $ref: 'invoice/risk@1#/properties/level' },
      score: { description: 'Sum of the points of all reasons.', type: 'integer' },
      reasons: { $ref: 'invoice/risk@1#/properties/reasons' },
      entry: { description: 'Entry in the ledger.', type: 'string', minLength: 1, maxLength: 500 },
      comment: {
        description: 'What the person said about it.',
        type: 'string',
        minLength: 1,
        maxLength: 2000,
      },
    },
  },
  'invoice/entry@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'invoice/entry@1',
    title: 'InvoiceEntry',
    description: 'What is booked to the ledger.',
    type: 'object',
    additionalProperties: false,
    required: [
      'kind',
      'supplier',
      'name',
      'number',
      'issueDate',
      'currency',
      'withoutVat',
      'withVat',
      'payable',
    ],
    properties: {
      kind: {
        description:
          'What the document is; the amounts of a credit note are positive, and are owed to the buyer.',
        enum: ['invoice', 'credit-note'],
      },
      supplier: {
        description: 'What the supplier is known by in the ledger.',
        type: 'string',
        minLength: 1,
        maxLength: 500,
      },
      name: { description: 'Supplier, by legal name.', type: 'string', minLength: 1, maxLength: 500 },
      number: { description: 'Number of the document (BT-1).', type: 'string', minLength: 1, maxLength: 200 },
      issueDate: { description: 'Date of issue.', type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
      dueDate: {
        description: 'Date by which payment is due.',
        type: 'string',
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
      },
      currency: { description: 'Currency of the amounts.', type: 'string', pattern: '^[A-Z]{3}$' },
      withoutVat: {
        description: 'Total without VAT.',
        type: 'string',
        pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
      },
      withVat: { description: 'Total with VAT.', type: 'string', pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$' },
      payable: { description: 'Amount due.', type: 'string', pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$' },
      iban: { description: 'Account to pay to.', type: 'string', minLength: 1, maxLength: 500 },
    },
  },
  'invoice/facts@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'invoice/facts@1',
    title: 'InvoiceFacts',
    description:
      'What a document says, without judgement. Amounts are decimals as strings, as the document gives them.',
    type: 'object',
    additionalProperties: false,
    required: [
      'kind',
      'number',
      'issueDate',
      'currency',
      'supplier',
      'buyer',
      'lines',
      'allowances',
      'charges',
      'vat',
      'vatTotals',
      'totals',
    ],
    properties: {
      kind: {
        description:
          'What the document is; the amounts of a credit note are positive, and are owed to the buyer.',
        enum: ['invoice', 'credit-note'],
      },
      number: { description: 'Number of the document (BT-1).', type: 'string', minLength: 1, maxLength: 200 },
      typeCode: {
        description: 'UNTDID 1001 code of the document (BT-3), such as 380 or 381.',
        type: 'string',
        minLength: 1,
        maxLength: 20,
      },
      specification: {
        description: 'Specification the document says it follows (BT-24).',
        type: 'string',
        minLength: 1,
        maxLength: 500,
      },
      issueDate: {
        description: 'Date of issue (BT-2).',
        type: 'string',
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
      },
      dueDate: {
        description: 'Date by which payment is due (BT-9).',
        type: 'string',
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
      },
      paymentTerms: {
        description: 'Terms of payment (BT-20).',
        type: 'string',
        minLength: 1,
        maxLength: 500,
      },
      taxPointDate: {
        description: 'Date on which VAT becomes due (BT-7).',
        type: 'string',
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
      },
      taxPointCode: {
        description: 'What the date on which VAT becomes due is (BT-8), by its code.',
        type: 'string',
        minLength: 1,
        maxLength: 20,
      },
      period: {
        description: 'Period that is invoiced (BG-14).',
        type: 'object',
        additionalProperties: false,
        required: [],
        properties: {
          start: {
            description: 'First day (BT-73).',
            type: 'string',
            pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
          },
          end: { description: 'Last day (BT-74).', type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
        },
      },
      delivery: {
        description: 'Delivery (BG-13).',
        type: 'object',
        additionalProperties: false,
        required: [],
        properties: {
          date: {
            description: 'Actual date (BT-72).',
            type: 'string',
            pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
          },
          country: {
            description: 'ISO 3166-1 code of the country delivered to (BT-80).',
            type: 'string',
            minLength: 1,
            maxLength: 20,
          },
        },
      },
      currency: { description: 'Currency of the amounts (BT-5).', type: 'string', pattern: '^[A-Z]{3}$' },
      vatCurrency: {
        description: 'Currency of VAT accounting (BT-6), where it is another.',
        type: 'string',
        pattern: '^[A-Z]{3}$',
      },
      orderReference: {
        description: 'Order of the buyer (BT-13).',
        type: 'string',
        minLength: 1,
        maxLength: 500,
      },
      buyerReference: {
        description: 'Reference given by the buyer (BT-10).',
        type: 'string',
        minLength: 1,
        maxLength: 500,
      },
      precedingInvoice: {
        description: 'Invoice that is corrected (BT-25).',
        type: 'string',
        minLength: 1,
        maxLength: 500,
      },
      supplier: {
        description: 'The seller.',
        type: 'object',
        additionalProperties: false,
        required: ['id', 'name'],
        properties: {
          id: {
            description:
              'What this supplier is known by in the ledger: its VAT identifier, else its company identifier, else its name.',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          name: { description: 'Legal name (BT-27, BT-44).', type: 'string', minLength: 1, maxLength: 500 },
          tradingName: {
            description: 'Name the party is known by (BT-28, BT-45).',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          vatId: {
            description: 'VAT identifier with its country prefix, without blanks (BT-31, BT-48).',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          companyId: {
            description: 'Identifier in a register of companies (BT-30, BT-47).',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          country: {
            description: 'ISO 3166-1 code of the postal address (BT-40, BT-55).',
            type: 'string',
            minLength: 1,
            maxLength: 20,
          },
          identifier: {
            description: 'Identifier given by the buyer or another (BT-29).',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          taxId: {
            description: 'Number at the local tax authority, which is no VAT identifier (BT-32).',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          address: {
            description:
              'Postal address (BG-5, BG-8); empty where the document has one that says nothing, absent where it has none.',
            type: 'object',
            additionalProperties: false,
            required: [],
            properties: {
              street: {
                description: 'First line (BT-35, BT-50).',
                type: 'string',
                minLength: 1,
                maxLength: 500,
              },
              city: { description: 'City (BT-37, BT-52).', type: 'string', minLength: 1, maxLength: 500 },
              postCode: {
                description: 'Post code (BT-38, BT-53).',
                type: 'string',
                minLength: 1,
                maxLength: 50,
              },
            },
          },
        },
      },
      buyer: {
        description: 'The buyer.',
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: { description: 'Legal name (BT-27, BT-44).', type: 'string', minLength: 1, maxLength: 500 },
          tradingName: {
            description: 'Name the party is known by (BT-28, BT-45).',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          vatId: {
            description: 'VAT identifier with its country prefix, without blanks (BT-31, BT-48).',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          companyId: {
            description: 'Identifier in a register of companies (BT-30, BT-47).',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          country: {
            description: 'ISO 3166-1 code of the postal address (BT-40, BT-55).',
            type: 'string',
            minLength: 1,
            maxLength: 20,
          },
          identifier: {
            description: 'Identifier of the buyer (BT-46).',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          address: {
            description:
              'Postal address (BG-5, BG-8); empty where the document has one that says nothing, absent where it has none.',
            type: 'object',
            additionalProperties: false,
            required: [],
            properties: {
              street: {
                description: 'First line (BT-35, BT-50).',
                type: 'string',
                minLength: 1,
                maxLength: 500,
              },
              city: { description: 'City (BT-37, BT-52).', type: 'string', minLength: 1, maxLength: 500 },
              postCode: {
                description: 'Post code (BT-38, BT-53).',
                type: 'string',
                minLength: 1,
                maxLength: 50,
              },
            },
          },
        },
      },
      taxRepresentative: {
        description: 'Who represents the seller before the tax authority (BG-11); absent where nobody does.',
        type: 'object',
        additionalProperties: false,
        required: [],
        properties: {
          name: { description: 'Name (BT-62).', type: 'string', minLength: 1, maxLength: 500 },
          vatId: {
            description: 'VAT identifier with its country prefix, without blanks (BT-63).',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          country: {
            description: 'ISO 3166-1 code of the postal address (BT-69).',
            type: 'string',
            minLength: 1,
            maxLength: 20,
          },
        },
      },
      payment: {
        description: 'How the invoice is to be paid; absent where the document does not say.',
        type: 'object',
        additionalProperties: false,
        required: [],
        properties: {
          iban: {
            description: 'Account to pay to (BT-84), without blanks.',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          account: {
            description: 'Account to pay to that is no IBAN (BT-84).',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          bic: { description: 'Bank of the account (BT-86).', type: 'string', minLength: 1, maxLength: 500 },
          reference: {
            description: 'What to quote with the payment (BT-83).',
            type: 'string',
            minLength: 1,
            maxLength: 500,
          },
          means: {
            description: 'UNTDID 4461 code of how it is to be paid (BT-81), such as 30.',
            type: 'string',
            minLength: 1,
            maxLength: 20,
          },
        },
      },
      lines: {
        description: 'Lines (BG-25).',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['id', 'name', 'quantity', 'price', 'net', 'allowances', 'charges', 'category'],
          properties: {
            id: { description: 'Identifier (BT-126).', type: 'string', minLength: 1, maxLength: 500 },
            name: { description: 'Item (BT-153).', type: 'string', minLength: 1, maxLength: 1000 },
            quantity: {
              description: 'Quantity (BT-129).',
              type: 'string',
              pattern: '^-?[0-9]{1,17}(\\.[0-9]{1,10})?$',
            },
            unit: {
              description: 'UN/ECE code of the unit (BT-130).',
              type: 'string',
              minLength: 1,
              maxLength: 20,
            },
            price: {
              description: 'Net price (BT-146).',
              type: 'string',
              pattern: '^-?[0-9]{1,17}(\\.[0-9]{1,10})?$',
            },
            priceQuantity: {
              description: 'Quantity that the price is for (BT-149); absent means 1.',
              type: 'string',
              pattern: '^-?[0-9]{1,17}(\\.[0-9]{1,10})?$',
            },
            net: {
              description: 'Net amount (BT-131).',
              type: 'string',
              pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
            },
            allowances: {
              description: 'Sum of the allowances of the line (BT-136).',
              type: 'string',
              pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
            },
            charges: {
              description: 'Sum of the charges of the line (BT-141).',
              type: 'string',
              pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
            },
            category: {
              description:
                'VAT category code (BT-95, BT-102, BT-118, BT-151): S, Z, E, AE, K, G, O, L, M or B.',
              type: 'string',
              minLength: 1,
              maxLength: 20,
            },
            rate: {
              description: 'VAT rate in per cent; absent for category O.',
              type: 'string',
              pattern: '^-?[0-9]{1,17}(\\.[0-9]{1,10})?$',
            },
            grossPrice: {
              description: 'Price before its discount (BT-148).',
              type: 'string',
              pattern: '^-?[0-9]{1,17}(\\.[0-9]{1,10})?$',
            },
            adjustments: {
              description:
                'Allowances and charges of the line (BG-27, BG-28), each; absent where there are none.',
              type: 'array',
              items: {
                description: 'An allowance or a charge.',
                type: 'object',
                additionalProperties: false,
                required: ['kind', 'amount'],
                properties: {
                  kind: { description: 'What it is.', enum: ['allowance', 'charge'] },
                  amount: {
                    description: 'Net amount (BT-136, BT-141).',
                    type: 'string',
                    pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
                  },
                  base: {
                    description: 'Amount that a percentage is of (BT-137, BT-142).',
                    type: 'string',
                    pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
                  },
                  reason: {
                    description: 'Why (BT-139, BT-140, BT-144, BT-145).',
                    type: 'string',
                    minLength: 1,
                    maxLength: 500,
                  },
                },
              },
            },
          },
        },
      },
      allowances: {
        description: 'Allowances of the document (BG-20).',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['amount'],
          properties: {
            amount: {
              description: 'Net amount (BT-92, BT-99).',
              type: 'string',
              pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
            },
            reason: { description: 'Why (BT-97, BT-104).', type: 'string', minLength: 1, maxLength: 500 },
            category: {
              description:
                'VAT category code (BT-95, BT-102, BT-118, BT-151): S, Z, E, AE, K, G, O, L, M or B.',
              type: 'string',
              minLength: 1,
              maxLength: 20,
            },
            rate: {
              description: 'VAT rate in per cent; absent for category O.',
              type: 'string',
              pattern: '^-?[0-9]{1,17}(\\.[0-9]{1,10})?$',
            },
            base: {
              description: 'Amount that a percentage is of (BT-93, BT-100).',
              type: 'string',
              pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
            },
            percent: {
              description: 'Percentage (BT-94, BT-101).',
              type: 'string',
              pattern: '^-?[0-9]{1,17}(\\.[0-9]{1,10})?$',
            },
          },
        },
      },
      charges: {
        description: 'Charges of the document (BG-21).',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['amount'],
          properties: {
            amount: {
              description: 'Net amount (BT-92, BT-99).',
              type: 'string',
              pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
            },
            reason: { description: 'Why (BT-97, BT-104).', type: 'string', minLength: 1, maxLength: 500 },
            category: {
              description:
                'VAT category code (BT-95, BT-102, BT-118, BT-151): S, Z, E, AE, K, G, O, L, M or B.',
              type: 'string',
              minLength: 1,
              maxLength: 20,
            },
            rate: {
              description: 'VAT rate in per cent; absent for category O.',
              type: 'string',
              pattern: '^-?[0-9]{1,17}(\\.[0-9]{1,10})?$',
            },
            base: {
              description: 'Amount that a percentage is of (BT-93, BT-100).',
              type: 'string',
              pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
            },
            percent: {
              description: 'Percentage (BT-94, BT-101).',
              type: 'string',
              pattern: '^-?[0-9]{1,17}(\\.[0-9]{1,10})?$',
            },
          },
        },
      },
      vat: {
        description: 'VAT breakdown (BG-23) in the currency of the document.',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['category', 'taxable', 'amount'],
          properties: {
            category: {
              description:
                'VAT category code (BT-95, BT-102, BT-118, BT-151): S, Z, E, AE, K, G, O, L, M or B.',
              type: 'string',
              minLength: 1,
              maxLength: 20,
            },
            rate: {
              description: 'VAT rate in per cent; absent for category O.',
              type: 'string',
              pattern: '^-?[0-9]{1,17}(\\.[0-9]{1,10})?$',
            },
            taxable: {
              description: 'Taxable amount (BT-116).',
              type: 'string',
              pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
            },
            amount: {
              description: 'VAT (BT-117).',
              type: 'string',
              pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
            },
            exemption: {
              description: 'Why no VAT is due (BT-120, BT-121).',
              type: 'string',
              minLength: 1,
              maxLength: 500,
            },
            exemptionCode: {
              description: 'Why no VAT is due, by its code (BT-121).',
              type: 'string',
              minLength: 1,
              maxLength: 50,
            },
          },
        },
      },
      vatTotals: {
        description:
          'VAT totals: in the currency of the document (BT-110), and perhaps in that of accounting (BT-111).',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['currency', 'amount'],
          properties: {
            currency: { description: 'Currency.', type: 'string', pattern: '^[A-Z]{3}$' },
            amount: { description: 'VAT.', type: 'string', pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$' },
          },
        },
      },
      totals: {
        description: 'Totals of the document (BG-22).',
        type: 'object',
        additionalProperties: false,
        required: ['lines', 'withoutVat', 'withVat', 'payable'],
        properties: {
          lines: {
            description: 'Sum of the net amounts of the lines (BT-106).',
            type: 'string',
            pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
          },
          allowances: {
            description: 'Sum of the allowances (BT-107).',
            type: 'string',
            pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
          },
          charges: {
            description: 'Sum of the charges (BT-108).',
            type: 'string',
            pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
          },
          withoutVat: {
            description: 'Total without VAT (BT-109).',
            type: 'string',
            pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
          },
          withVat: {
            description: 'Total with VAT (BT-112).',
            type: 'string',
            pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
          },
          prepaid: {
            description: 'Paid already (BT-113).',
            type: 'string',
            pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
          },
          rounding: {
            description: 'Rounding (BT-114).',
            type: 'string',
            pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
          },
          payable: {
            description: 'Amount due (BT-115).',
            type: 'string',
            pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
          },
        },
      },
    },
  },
  'invoice/findings@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'invoice/findings@1',
    title: 'InvoiceFindings',
    description: 'What the rules say about a document.',
    type: 'object',
    additionalProperties: false,
    required: ['valid', 'rules', 'findings'],
    properties: {
      valid: { description: 'Whether there are no findings.', type: 'boolean' },
      rules: {
        description: 'Version of the rules that were followed.',
        type: 'string',
        minLength: 1,
        maxLength: 500,
      },
      findings: {
        description: 'What is wrong; empty for a valid document.',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['rule', 'text', 'expected', 'actual', 'tolerance'],
          properties: {
            rule: {
              description: 'Rule of EN 16931 or of Peppol BIS Billing, such as BR-CO-15.',
              type: 'string',
              minLength: 1,
              maxLength: 500,
            },
            text: {
              description: 'What is wrong, in a short sentence for a person, then the rule.',
              type: 'string',
              minLength: 1,
              maxLength: 1000,
            },
            where: {
              description: 'Line, VAT category or other part of the document that the finding is about.',
              type: 'string',
              minLength: 1,
              maxLength: 500,
            },
            expected: {
              description: 'What the figures give, as a decimal; or what has to be there.',
              type: 'string',
              minLength: 1,
              maxLength: 500,
            },
            actual: {
              description: 'What the document says; `absent` where it says nothing.',
              type: 'string',
              minLength: 1,
              maxLength: 500,
            },
            tolerance: {
              description: 'How far apart the two may be, such as `exact` or `less than 1.00`.',
              type: 'string',
              minLength: 1,
              maxLength: 500,
            },
            terms: {
              description: 'Terms of EN 16931 that the rule is about, such as BT-112 or BG-23.',
              type: 'array',
              items: {
                description: 'A business term or group.',
                type: 'string',
                minLength: 1,
                maxLength: 20,
              },
            },
          },
        },
      },
    },
  },
  'invoice/history@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'invoice/history@1',
    title: 'InvoiceHistory',
    description: 'What the ledger knows about a document and its supplier.',
    type: 'object',
    additionalProperties: false,
    required: ['duplicate', 'supplierKnown'],
    properties: {
      duplicate: { description: 'Whether the ledger holds this document already.', type: 'boolean' },
      entry: {
        description: 'The entry that it is a duplicate of.',
        type: 'string',
        minLength: 1,
        maxLength: 500,
      },
      supplierKnown: { description: 'Whether anything of this supplier was booked before.', type: 'boolean' },
      accountKnown: {
        description:
          'Whether this supplier was booked with this account before; absent where the document names none.',
        type: 'boolean',
      },
      lastAccount: {
        description: 'IBAN of the latest invoice of this supplier that named one.',
        type: 'string',
        minLength: 1,
        maxLength: 500,
      },
      usual: {
        description:
          'What documents of this kind, currency and supplier usually come to; absent where the currency is not known, or there are none.',
        type: 'object',
        additionalProperties: false,
        required: ['documents', 'median', 'deviation'],
        properties: {
          documents: {
            description: 'How many it is judged by: the latest ones.',
            type: 'integer',
            minimum: 1,
          },
          median: {
            description: 'Median of their amounts due.',
            type: 'string',
            pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
          },
          deviation: {
            description: 'Median of how far their amounts are from the median.',
            type: 'string',
            pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$',
          },
        },
      },
    },
  },
  'invoice/outcome@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'invoice/outcome@1',
    title: 'InvoiceOutcome',
    description: 'How far a document came; absent is what did not happen.',
    type: 'object',
    additionalProperties: false,
    required: ['kind', 'supplier', 'number', 'amount', 'currency', 'level', 'score', 'reasons'],
    properties: {
      kind: {
        description:
          'What the document is; the amounts of a credit note are positive, and are owed to the buyer.',
        enum: ['invoice', 'credit-note'],
      },
      supplier: { description: 'Supplier, by legal name.', type: 'string', minLength: 1, maxLength: 500 },
      number: { description: 'Number of the document (BT-1).', type: 'string', minLength: 1, maxLength: 200 },
      amount: { description: 'Amount due.', type: 'string', pattern: '^-?[0-9]{1,17}\\.[0-9]{2,10}$' },
      currency: { description: 'Currency of the amount.', type: 'string', pattern: '^[A-Z]{3}$' },
      level: { $ref: 'invoice/risk@1#/properties/level' },
      score: { description: 'Sum of the points of all reasons.', type: 'integer' },
      reasons: { $ref: 'invoice/risk@1#/properties/reasons' },
      answer: { $ref: 'approval/answer@1' },
      entry: { description: 'Entry in the ledger.', type: 'string', minLength: 1, maxLength: 500 },
      bookedBefore: { description: 'The entry was made for another intent.', type: 'boolean' },
    },
  },
  'invoice/reference@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'invoice/reference@1',
    title: 'InvoiceReference',
    description: 'What a document is known by.',
    type: 'object',
    additionalProperties: false,
    required: ['kind', 'supplier', 'number'],
    properties: {
      kind: {
        description:
          'What the document is; the amounts of a credit note are positive, and are owed to the buyer.',
        enum: ['invoice', 'credit-note'],
      },
      supplier: {
        description: 'What the supplier is known by in the ledger.',
        type: 'string',
        minLength: 1,
        maxLength: 500,
      },
      number: { description: 'Number of the document (BT-1).', type: 'string', minLength: 1, maxLength: 200 },
      iban: { description: 'Account to pay to.', type: 'string', minLength: 1, maxLength: 500 },
      currency: {
        description: 'Currency of the amounts: what is usual is judged by it.',
        type: 'string',
        pattern: '^[A-Z]{3}$',
      },
    },
  },
  'invoice/risk@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'invoice/risk@1',
    title: 'InvoiceRisk',
    description: 'How risky it is to post a document, and why.',
    type: 'object',
    additionalProperties: false,
    required: ['level', 'bookable', 'score', 'reasons', 'summary'],
    properties: {
      level: {
        description: 'low: may be posted. high: a person decides. reject: is not posted.',
        enum: ['low', 'high', 'reject'],
      },
      bookable: { description: 'false: must not be posted, whatever a person says.', type: 'boolean' },
      score: { description: 'Sum of the points of all reasons.', type: 'integer' },
      reasons: {
        description: 'Why, most important first.',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['code', 'points', 'text'],
          properties: {
            code: {
              description: 'Stable name of the reason, such as `new-supplier`, or the id of a rule.',
              type: 'string',
              minLength: 1,
              maxLength: 500,
            },
            points: {
              description: 'What the reason adds to the score; 0 where it decides alone.',
              type: 'integer',
            },
            text: {
              description: 'The reason for a person, with its figures.',
              type: 'string',
              minLength: 1,
              maxLength: 1000,
            },
          },
        },
      },
      summary: {
        description: 'One line that says what the case is about.',
        type: 'string',
        minLength: 1,
        maxLength: 1000,
      },
    },
  },
  'order/action@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'order/action@1',
    title: 'OrderAction',
    description: 'Something that the shop is to do about an order.',
    type: 'object',
    additionalProperties: false,
    required: ['order', 'text'],
    properties: {
      order: { description: 'What the shop calls the order.', type: 'string', minLength: 1, maxLength: 200 },
      customer: { description: 'Whom it is about.', type: 'string', minLength: 1, maxLength: 100 },
      text: {
        description: 'What the shop writes down, or tells the customer.',
        type: 'string',
        minLength: 1,
        maxLength: 1000,
      },
    },
  },
  'order/case@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'order/case@1',
    title: 'OrderCase',
    description: 'What a rule needs to know to release or cancel an order.',
    type: 'object',
    additionalProperties: false,
    required: ['currency', 'total', 'score', 'shortages'],
    properties: {
      currency: { description: 'Currency of the amounts.', type: 'string', pattern: '^[A-Z]{3}$' },
      total: { description: 'What the customer pays.', type: 'string', pattern: '^[0-9]{1,13}\\.[0-9]{2}$' },
      score: {
        description: 'Sum of the points of all reasons.',
        type: 'integer',
        minimum: 0,
        maximum: 1000000,
      },
      shortages: {
        description: 'What is missing.',
        type: 'array',
        maxItems: 200,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['sku', 'missing'],
          properties: {
            sku: {
              description: 'What the shop calls the article.',
              type: 'string',
              minLength: 1,
              maxLength: 100,
            },
            missing: { description: 'How many are missing.', type: 'integer', minimum: 1, maximum: 1000000 },
            leadDays: {
              description: 'In how many days the supplier delivers; absent where nobody does.',
              type: 'integer',
              minimum: 0,
              maximum: 1000000,
            },
          },
        },
      },
    },
  },
  'order/choice@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'order/choice@1',
    title: 'OrderChoice',
    description: 'What the rule and the person said.',
    type: 'object',
    additionalProperties: false,
    required: ['ruling'],
    properties: { ruling: { $ref: 'order/ruling@1' }, answer: { $ref: 'approval/answer@1' } },
  },
  'order/decision@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'order/decision@1',
    title: 'OrderDecision',
    description: 'What becomes of an order.',
    type: 'object',
    additionalProperties: false,
    required: ['decision', 'by', 'text'],
    properties: {
      decision: { description: 'What becomes of the order.', enum: ['release', 'cancel'] },
      by: { description: 'Who decides.', enum: ['rule', 'person'] },
      text: { description: 'Why.', type: 'string', minLength: 1, maxLength: 1000 },
    },
  },
  'order/detection@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'order/detection@1',
    title: 'OrderDetection',
    description: 'What is out of the ordinary about an order.',
    type: 'object',
    additionalProperties: false,
    required: ['exceptional', 'valuable', 'score', 'reasons', 'shortages', 'summary'],
    properties: {
      exceptional: { description: 'Whether the order is held.', type: 'boolean' },
      valuable: {
        description: 'Whether it is worth so much that a person decides, and that it goes before others.',
        type: 'boolean',
      },
      score: {
        description: 'Sum of the points of all reasons.',
        type: 'integer',
        minimum: 0,
        maximum: 1000000,
      },
      reasons: {
        description: 'Why, the heaviest first.',
        type: 'array',
        maxItems: 1000,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['code', 'points', 'text'],
          properties: {
            code: {
              description: 'Stable name of the reason, such as `short-stock`.',
              type: 'string',
              minLength: 1,
              maxLength: 100,
            },
            points: {
              description: 'What it adds to the score; 0 where it is no sign of fraud.',
              type: 'integer',
              minimum: 0,
              maximum: 1000000,
            },
            text: {
              description: 'The reason for a person, with its figures.',
              type: 'string',
              minLength: 1,
              maxLength: 1000,
            },
          },
        },
      },
      shortages: {
        description: 'What is missing.',
        type: 'array',
        maxItems: 200,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['sku', 'missing'],
          properties: {
            sku: {
              description: 'What the shop calls the article.',
              type: 'string',
              minLength: 1,
              maxLength: 100,
            },
            missing: { description: 'How many are missing.', type: 'integer', minimum: 1, maximum: 1000000 },
            leadDays: {
              description: 'In how many days the supplier delivers; absent where nobody does.',
              type: 'integer',
              minimum: 0,
              maximum: 1000000,
            },
          },
        },
      },
      summary: { description: 'One line for people.', type: 'string', minLength: 1, maxLength: 1000 },
    },
  },
  'order/outcome@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'order/outcome@1',
    title: 'OrderOutcome',
    description: 'What became of an order.',
    type: 'object',
    additionalProperties: false,
    required: ['order', 'status', 'text', 'score', 'reasons'],
    properties: {
      order: {
        title: 'Order Number',
        description: 'What the shop calls the order.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
      status: {
        description:
          'What became of it. ordinary: nothing was done about it. held: it stays on hold, and the order desk was told.',
        enum: ['ordinary', 'released', 'cancelled', 'held'],
      },
      by: {
        title: 'Decided By',
        description: 'Who decided: the rule, or a person. Absent where nothing was decided.',
        enum: ['rule', 'person'],
      },
      text: {
        title: 'Reason',
        description: 'Why, in one line for people.',
        type: 'string',
        minLength: 1,
        maxLength: 1000,
      },
      score: {
        title: 'Fraud Score',
        description: 'Sum of the points of all reasons.',
        type: 'integer',
        minimum: 0,
        maximum: 1000000,
      },
      reasons: {
        description: 'Why, the heaviest first.',
        type: 'array',
        maxItems: 1000,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['code', 'points', 'text'],
          properties: {
            code: {
              description: 'Stable name of the reason, such as `short-stock`.',
              type: 'string',
              minLength: 1,
              maxLength: 100,
            },
            points: {
              description: 'What it adds to the score; 0 where it is no sign of fraud.',
              type: 'integer',
              minimum: 0,
              maximum: 1000000,
            },
            text: {
              description: 'The reason for a person, with its figures.',
              type: 'string',
              minLength: 1,
              maxLength: 1000,
            },
          },
        },
      },
    },
  },
  'order/progress@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'order/progress@1',
    title: 'OrderProgress',
    description: 'How far an order came; absent is what did not happen.',
    type: 'object',
    additionalProperties: false,
    required: ['order', 'detection'],
    properties: {
      order: { description: 'What the shop calls the order.', type: 'string', minLength: 1, maxLength: 200 },
      detection: { $ref: 'order/detection@1' },
      hold: { description: 'What the shop calls the hold.', type: 'string', minLength: 1, maxLength: 200 },
      decision: { $ref: 'order/decision@1' },
      released: {
        description: 'What the shop calls the release.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
      cancelled: {
        description: 'What the shop calls the cancellation.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
      failures: {
        description: 'Why articles could not be restocked, which the people of the shop were told.',
        type: 'array',
        maxItems: 200,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['item', 'code', 'message'],
          properties: {
            item: {
              description: 'Which of the shortages it is, from 0.',
              type: 'integer',
              minimum: 0,
              maximum: 199,
            },
            code: {
              description: 'Stable name of what went wrong.',
              type: 'string',
              minLength: 1,
              maxLength: 200,
            },
            message: {
              description: 'What went wrong, for people.',
              type: 'string',
              minLength: 1,
              maxLength: 4000,
            },
          },
        },
      },
    },
  },
  'order/receipt@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'order/receipt@1',
    title: 'OrderReceipt',
    description: 'What the shop answers.',
    type: 'object',
    additionalProperties: false,
    required: ['reference'],
    properties: {
      reference: {
        description: 'What the shop calls what it did.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
    },
  },
  'order/ruling@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'order/ruling@1',
    title: 'OrderRuling',
    description: 'What the rule says, and whether a person has to.',
    type: 'object',
    additionalProperties: false,
    required: ['by', 'decision', 'text'],
    properties: {
      by: { description: 'Who decides.', enum: ['rule', 'person'] },
      decision: { description: 'What the rule would do.', enum: ['release', 'cancel'] },
      text: { description: 'Why.', type: 'string', minLength: 1, maxLength: 1000 },
    },
  },
  'order/shortage@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'order/shortage@1',
    title: 'OrderShortage',
    description: 'An article that is to be ordered from its supplier.',
    type: 'object',
    additionalProperties: false,
    required: ['order', 'sku', 'missing'],
    properties: {
      order: { description: 'What the shop calls the order.', type: 'string', minLength: 1, maxLength: 200 },
      sku: { description: 'What the shop calls the article.', type: 'string', minLength: 1, maxLength: 100 },
      missing: { description: 'How many are missing.', type: 'integer', minimum: 1, maximum: 1000000 },
      leadDays: {
        description: 'In how many days the supplier delivers; absent where nobody does.',
        type: 'integer',
        minimum: 0,
        maximum: 1000000,
      },
    },
  },
  'task.completed@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'task.completed@1',
    title: 'TaskCompleted',
    description: 'A task was performed.',
    type: 'object',
    additionalProperties: false,
    required: ['output'],
    properties: { output: { description: 'What the skill gave; fits its output schema.' } },
  },
  'task.created@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'task.created@1',
    title: 'TaskCreated',
    description: 'A task is ready to be performed.',
    type: 'object',
    additionalProperties: false,
    required: ['skill', 'step', 'input'],
    properties: {
      skill: {
        description: 'The skill that performs it: `<domain>.<name>@<version>`.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
      step: { description: 'Name of a step of the plan.', type: 'string', minLength: 1, maxLength: 50 },
      item: {
        description: 'Place of the item under `forEach`, from 0.',
        type: 'integer',
        minimum: 0,
        maximum: 999,
      },
      input: { description: 'What the skill is given; fits its input schema.' },
      restricted: {
        description: 'Where restricted data belongs into the input: whoever may read it puts it there.',
        type: 'array',
        minItems: 1,
        maxItems: 10000,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['at', 'ref', 'from'],
          properties: {
            at: { description: 'JSON Pointer into the input.', type: 'string', maxLength: 4000 },
            ref: { description: 'Where the data is.', type: 'string', pattern: '^restricted/' },
            from: { description: 'JSON Pointer into that.', type: 'string', maxLength: 4000 },
          },
        },
      },
    },
  },
  'task.deadlettered@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'task.deadlettered@1',
    title: 'TaskDeadlettered',
    description: 'A task could not be processed; its run is blocked until it is replayed.',
    type: 'object',
    additionalProperties: false,
    required: ['letter', 'reason'],
    properties: {
      letter: { description: 'Id of the dead letter.', type: 'string', minLength: 1, maxLength: 200 },
      reason: {
        description: 'Why it could not be processed.',
        type: 'object',
        additionalProperties: false,
        required: ['code', 'message'],
        properties: {
          code: {
            description: 'Stable name of what went wrong, for programs.',
            type: 'string',
            minLength: 1,
            maxLength: 200,
          },
          message: {
            description: 'What went wrong, for people.',
            type: 'string',
            minLength: 1,
            maxLength: 4000,
          },
        },
      },
    },
  },
  'task.expired@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'task.expired@1',
    title: 'TaskExpired',
    description: 'A task was not performed before its deadline.',
    type: 'object',
    additionalProperties: false,
    required: [],
    properties: {
      reason: { description: 'Why, for people.', type: 'string', minLength: 1, maxLength: 4000 },
    },
  },
  'task.failed@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'task.failed@1',
    title: 'TaskFailed',
    description: 'The agent said no, for a business reason.',
    type: 'object',
    additionalProperties: false,
    required: ['code', 'message'],
    properties: {
      code: {
        description: 'Stable name of what went wrong, for programs.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
      message: { description: 'What went wrong, for people.', type: 'string', minLength: 1, maxLength: 4000 },
    },
  },
  'task.progressed@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'task.progressed@1',
    title: 'TaskProgressed',
    description: 'How far a task is.',
    type: 'object',
    additionalProperties: false,
    required: ['fraction'],
    properties: {
      fraction: { description: 'From 0 to 1.', type: 'number', minimum: 0, maximum: 1 },
      message: {
        description: 'What is being done, for people.',
        type: 'string',
        minLength: 1,
        maxLength: 1000,
      },
    },
  },
  'task.started@1': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'task.started@1',
    title: 'TaskStarted',
    description: 'A worker performs the task; told only of tasks that last.',
    type: 'object',
    additionalProperties: false,
    required: ['skill'],
    properties: {
      skill: {
        description: 'The skill that performs it: `<domain>.<name>@<version>`.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
    },
  },
};
