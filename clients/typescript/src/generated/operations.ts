/* Written by `npm run generate` from the OpenAPI document. Do not edit. */

import type { Answered, CallOptions, OperationFacts } from '../operation';
import type {
  Accepted,
  AcceptedAnswer,
  AcceptedEvents,
  BusinessInvoiceIntent1,
  BusinessOrderIntent1,
  Canary,
  CancelRunBody,
  CheckPlanBody,
  CompleteTaskBody,
  CreateReplay200,
  CreateReplay202,
  CreateReplayBody,
  CreateSubscription201,
  CreateSubscriptionBody,
  EraseDeadLetter202,
  EraseDeadLetterBody,
  GetAsyncApi200,
  GetDeadLetter200,
  GetOpenApi200,
  GetReplay200,
  GetResult200,
  GetResultOfIntent200,
  GetSchema200,
  GroupDeadLetters200,
  Health,
  IntentEvent,
  InvoiceDecision1,
  Journal,
  ListDeadLetters200,
  ListLetterActs200,
  ListReplays200,
  ListSubscriptions200,
  OrderOutcome1,
  PlanCheck,
  PlanOfType,
  Plans,
  PostEventsBody1,
  PostIntentBody,
  Run,
  RunPlan,
  Runs,
  Schemas,
  Stats,
  StopReplay200,
  StopReplayBody,
  Task,
  Tasks,
} from './types';

/** Arguments and answers of every operation, by its operationId. */
export interface Operations {
  PostEvents: {
    args: {
      body: IntentEvent | PostEventsBody1 | string | Uint8Array<ArrayBuffer>;
      /** Media type of the body: application/cloudevents+json, application/cloudevents-batch+json; application/cloudevents+json where absent. */
      contentType?: string | undefined;
    };
    answer: Answered<202, AcceptedEvents>;
  };
  PostIntent: {
    args: {
      /** Type of the intent. */
      type: 'business.invoice.intent' | 'business.order.intent';
      /** For a body that is a document: Names the intent: the same reference again gives the same run again. */
      reference?: string | undefined;
      /** For a body that is a document: Which lane it takes; normal where absent. */
      priority?: 'high' | 'normal' | 'low' | undefined;
      /** For a body that is a document: When the answer is worth nothing any more (RFC 3339). */
      deadline?: string | undefined;
      /** For a body that is a document: What it is about, for lists and searches. */
      subject?: string | undefined;
      /** For a body that is a document: Intents of one key start in order, and stay together. */
      partitionKey?: string | undefined;
      /** For a body that is a document: Names the intent: the same reference again gives the same run again. */
      meshReference?: string | undefined;
      body: PostIntentBody | string | Uint8Array<ArrayBuffer>;
      /** Media type of the body: application/json, application/xml, text/xml; application/json where absent. */
      contentType?: string | undefined;
    };
    answer: Answered<202, Accepted>;
  };
  ListRuns: {
    args: {
      /** Only runs with this status. */
      status?:
        | 'accepted'
        | 'running'
        | 'waiting'
        | 'blocked'
        | 'completed'
        | 'failed'
        | 'expired'
        | 'cancelled'
        | undefined;
      /** Only runs of this type of intent. */
      type?: string | undefined;
      /** Only runs about this. */
      subject?: string | undefined;
      /** Where the page before ended, from its answer. It stays good while entries come and go, and fits no other list, filter or tenant. */
      cursor?: string | undefined;
      /** How many at most; 50 where absent. */
      limit?: number | undefined;
    };
    answer: Answered<200, Runs>;
  };
  GetRun: {
    args: {
      /** Id of the run. */
      id: string;
      /** When the intent was accepted (milliseconds since the epoch, or RFC 3339): for ten minutes from then on the answer is `accepted` although the run is not there yet. Part of the link that accepting gave. Who has no link says `now`. */
      since?: string | undefined;
      /** Seconds to hold the answer until the run ends. */
      wait?: number | undefined;
      /** The ETag of what the caller has: the answer is 304, without a body, while it is still the same. */
      ifNoneMatch?: string | undefined;
    };
    answer: Answered<200, Run> | Answered<304, undefined>;
  };
  GetResult: {
    args: {
      /** Id of the run. */
      id: string;
      /** When the intent was accepted (milliseconds since the epoch, or RFC 3339): for ten minutes from then on the answer is `accepted` although the run is not there yet. Part of the link that accepting gave. Who has no link says `now`. */
      since?: string | undefined;
    };
    answer: Answered<200, GetResult200> | Answered<202, Accepted>;
  };
  GetResultOfIntent: {
    args: {
      /** Type of the intent. */
      type: string;
      /** Id of the run. */
      id: string;
      /** When the intent was accepted (milliseconds since the epoch, or RFC 3339): for ten minutes from then on the answer is `accepted` although the run is not there yet. Part of the link that accepting gave. Who has no link says `now`. */
      since?: string | undefined;
    };
    answer: Answered<200, GetResultOfIntent200> | Answered<202, Accepted>;
  };
  GetJournal: {
    args: {
      /** Id of the run. */
      id: string;
      /** For a stream: When the intent was accepted (milliseconds since the epoch, or RFC 3339): for ten minutes from then on the answer is `accepted` although the run is not there yet. Part of the link that accepting gave. Who has no link says `now`. */
      since?: string | undefined;
      /** Number of the last event that the caller has: the stream goes on behind it. For those who cannot send Last-Event-ID. */
      after?: string | undefined;
      /** Number of the last event that the caller has: the stream goes on behind it. */
      lastEventId?: string | undefined;
      /** The ETag of what the caller has: the answer is 304, without a body, while it is still the same. */
      ifNoneMatch?: string | undefined;
    };
    answer: Answered<200, Journal> | Answered<304, undefined>;
  };
  CancelRun: {
    args: {
      /** Id of the run. */
      id: string;
      /** Does this only while the ETag is still this one; otherwise the answer is 412. */
      ifMatch?: string | undefined;
      body: CancelRunBody;
    };
    answer: Answered<202, Accepted>;
  };
  EraseRun: {
    args: {
      /** Id of the run. */
      id: string;
      /** Why, for people. It stays with the run. */
      reason?: string | undefined;
      /** Does this only while the ETag is still this one; otherwise the answer is 412. */
      ifMatch?: string | undefined;
    };
    answer: Answered<202, Accepted>;
  };
  ListTasks: {
    args: {
      /** Only `waiting` can be listed. */
      status?: 'waiting' | undefined;
      /** Where the page before ended, from its answer. It stays good while entries come and go, and fits no other list, filter or tenant. */
      cursor?: string | undefined;
      /** How many at most; 50 where absent. */
      limit?: number | undefined;
    };
    answer: Answered<200, Tasks>;
  };
  GetTask: {
    args: {
      /** Id of the task. */
      id: string;
      /** The ETag of what the caller has: the answer is 304, without a body, while it is still the same. */
      ifNoneMatch?: string | undefined;
    };
    answer: Answered<200, Task> | Answered<304, undefined>;
  };
  CompleteTask: {
    args: {
      /** Id of the task. */
      id: string;
      /** Does this only while the ETag is still this one; otherwise the answer is 412. */
      ifMatch?: string | undefined;
      body: CompleteTaskBody;
    };
    answer: Answered<202, AcceptedAnswer>;
  };
  GetPlanOfRun: {
    args: {
      /** Id of the run. */
      id: string;
    };
    answer: Answered<200, RunPlan>;
  };
  GetStats: { args: {}; answer: Answered<200, Stats> };
  GetCanary: { args: {}; answer: Answered<200, Canary> };
  ListDeadLetters: {
    args: {
      /** Letters that failed alike. */
      fingerprint?: string | undefined;
      /** Type of the event. */
      type?: string | undefined;
      /** What became of the letter. */
      state?: 'new' | 'replaying' | 'resolved' | 'parked' | undefined;
      /** Dead letters since then. */
      from?: string | undefined;
      /** Dead letters until then. */
      to?: string | undefined;
      /** Whose letters: `-` for what belongs to nobody; all that the caller sees if absent. Operators of the mesh (role Mesh.Operate, of the tenant that runs it) name any other, and in lists `*` for everybody's; that is recorded. */
      tenant?: string | undefined;
      /** Where the page before ended, from its answer. It stays good while entries come and go, and fits no other list, filter or tenant. */
      cursor?: string | undefined;
      /** How many at most; 100 where absent. */
      limit?: number | undefined;
    };
    answer: Answered<200, ListDeadLetters200>;
  };
  GroupDeadLetters: {
    args: {
      /** Letters that failed alike. */
      fingerprint?: string | undefined;
      /** Type of the event. */
      type?: string | undefined;
      /** What became of the letter. */
      state?: 'new' | 'replaying' | 'resolved' | 'parked' | undefined;
      /** Dead letters since then. */
      from?: string | undefined;
      /** Dead letters until then. */
      to?: string | undefined;
      /** Whose letters: `-` for what belongs to nobody; all that the caller sees if absent. Operators of the mesh (role Mesh.Operate, of the tenant that runs it) name any other, and in lists `*` for everybody's; that is recorded. */
      tenant?: string | undefined;
    };
    answer: Answered<200, GroupDeadLetters200>;
  };
  ListLetterActs: {
    args: {
      /** Whose letters: `-` for what belongs to nobody; all that the caller sees if absent. Operators of the mesh (role Mesh.Operate, of the tenant that runs it) name any other, and in lists `*` for everybody's; that is recorded. */
      tenant?: string | undefined;
      /** Where the page before ended, from its answer. It stays good while entries come and go, and fits no other list, filter or tenant. */
      cursor?: string | undefined;
      /** How many at most; 100 where absent. */
      limit?: number | undefined;
    };
    answer: Answered<200, ListLetterActs200>;
  };
  GetDeadLetter: {
    args: {
      /** Id of the letter. */
      letter: string;
      /** Whose letters: `-` for what belongs to nobody; all that the caller sees if absent. Operators of the mesh (role Mesh.Operate, of the tenant that runs it) name any other, and in lists `*` for everybody's; that is recorded. */
      tenant?: string | undefined;
      /** With a tenant that is not the caller’s: shows what the letter carried too. It is recorded, for people. */
      reason?: string | undefined;
      /** The ETag of what the caller has: the answer is 304, without a body, while it is still the same. */
      ifNoneMatch?: string | undefined;
    };
    answer: Answered<200, GetDeadLetter200> | Answered<304, undefined>;
  };
  EraseDeadLetter: {
    args: {
      /** Id of the letter. */
      letter: string;
      /** Does this only while the ETag is still this one; otherwise the answer is 412. */
      ifMatch?: string | undefined;
      body: EraseDeadLetterBody;
    };
    answer: Answered<202, EraseDeadLetter202>;
  };
  CreateReplay: {
    args: {
      /** Names this request: sent again with the same key and body, it is done once and answered alike; with another body the answer is 422. A key belongs to its caller. Without one, sending again makes another replay. */
      idempotencyKey?: string | undefined;
      /** For one letter: brings it back only while its ETag is still this one. */
      ifMatch?: string | undefined;
      body: CreateReplayBody;
    };
    answer: Answered<200, CreateReplay200> | Answered<202, CreateReplay202>;
  };
  ListReplays: {
    args: {
      /** Whose replays: `-` for those that the mesh made of what belongs to nobody, which only operators of the mesh see. */
      tenant?: string | undefined;
      /** Where the page before ended, from its answer. It stays good while entries come and go, and fits no other list, filter or tenant. */
      cursor?: string | undefined;
      /** How many at most; 20 where absent. */
      limit?: number | undefined;
    };
    answer: Answered<200, ListReplays200>;
  };
  GetReplay: {
    args: {
      /** Id of the replay. */
      id: string;
      /** Where the page before ended, from its answer. It stays good while entries come and go, and fits no other list, filter or tenant. */
      cursor?: string | undefined;
      /** How many at most; 100 where absent. */
      limit?: number | undefined;
      /** The ETag of what the caller has: the answer is 304, without a body, while it is still the same. */
      ifNoneMatch?: string | undefined;
    };
    answer: Answered<200, GetReplay200> | Answered<304, undefined>;
  };
  StopReplay: {
    args: {
      /** Id of the replay. */
      id: string;
      /** Does this only while the ETag is still this one; otherwise the answer is 412. */
      ifMatch?: string | undefined;
      body: StopReplayBody;
    };
    answer: Answered<200, StopReplay200>;
  };
  CreateSubscription: {
    args: {
      /** Names this request: sent again with the same key and body, it is done once and answered alike; with another body the answer is 422. A key belongs to its caller. Here it has at least 32 characters that nobody can guess, such as a UUID drawn for it: whoever has it could remove the subscription. */
      idempotencyKey?: string | undefined;
      body: CreateSubscriptionBody;
    };
    answer: Answered<201, CreateSubscription201>;
  };
  ListSubscriptions: {
    args: {
      /** Where the page before ended, from its answer. It stays good while entries come and go, and fits no other list, filter or tenant. */
      cursor?: string | undefined;
      /** How many at most; 2000 where absent. */
      limit?: number | undefined;
    };
    answer: Answered<200, ListSubscriptions200>;
  };
  DeleteSubscription: {
    args: {
      /** Id of the subscription. */
      id: string;
      /** Does this only while the ETag is still this one; otherwise the answer is 412. */
      ifMatch?: string | undefined;
    };
    answer: Answered<204, undefined>;
  };
  ListPlans: { args: {}; answer: Answered<200, Plans> };
  GetPlan: {
    args: {
      /** Type of the intent. */
      type: string;
    };
    answer: Answered<200, PlanOfType>;
  };
  CheckPlan: { args: { body: CheckPlanBody }; answer: Answered<200, PlanCheck> };
  ListSchemas: { args: {}; answer: Answered<200, Schemas> };
  GetSchema: {
    args: {
      /** Event type; or the name of a skill’s data, with its slash as %2F. */
      type: string;
      /** Version of the schema. */
      version: number;
    };
    answer: Answered<200, GetSchema200>;
  };
  GetHealth: { args: {}; answer: Answered<200, Health> | Answered<503, Health> };
  GetAsyncApi: { args: {}; answer: Answered<200, GetAsyncApi200> };
  GetOpenApi: { args: {}; answer: Answered<200, GetOpenApi200> };
}

export type OperationId = keyof Operations;
export type Args<Id extends OperationId> = Operations[Id]['args'];
export type Answer<Id extends OperationId> = Operations[Id]['answer'];
/** What a method answers: it asks without a condition, so 304 is none of it. */
export type Body<Id extends OperationId> = Exclude<Answer<Id>, { status: 304 }>['body'];
/** Arguments of a method: whoever asks by If-None-Match needs the status too, which call() gives. */
export type MethodArgs<Id extends OperationId> = Omit<Args<Id>, 'ifNoneMatch'>;

/** What can be asked of this mesh: what is wished, and what is answered. */
export interface Intents {
  'business.invoice.intent': { data: BusinessInvoiceIntent1; output: InvoiceDecision1 };
  'business.order.intent': { data: BusinessOrderIntent1; output: OrderOutcome1 };
}

/** What the transport needs to know. */
export const OPERATIONS = {
  PostEvents: {
    method: 'POST',
    path: '/api/events',
    parameters: {},
    mediaType: 'application/cloudevents+json',
    safe: true,
  },
  PostIntent: {
    method: 'POST',
    path: '/api/intents/{type}',
    parameters: {
      type: { in: 'path', name: 'type' },
      reference: { in: 'query', name: 'reference' },
      priority: { in: 'query', name: 'priority' },
      deadline: { in: 'query', name: 'deadline' },
      subject: { in: 'query', name: 'subject' },
      partitionKey: { in: 'query', name: 'partitionKey' },
      meshReference: { in: 'header', name: 'Mesh-Reference' },
    },
    mediaType: 'application/json',
    safe: true,
  },
  ListRuns: {
    method: 'GET',
    path: '/api/runs',
    parameters: {
      status: { in: 'query', name: 'status' },
      type: { in: 'query', name: 'type' },
      subject: { in: 'query', name: 'subject' },
      cursor: { in: 'query', name: 'cursor' },
      limit: { in: 'query', name: 'limit' },
    },
    safe: true,
    list: 'runs',
  },
  GetRun: {
    method: 'GET',
    path: '/api/runs/{id}',
    parameters: {
      id: { in: 'path', name: 'id' },
      since: { in: 'query', name: 'since' },
      wait: { in: 'query', name: 'wait' },
      ifNoneMatch: { in: 'header', name: 'If-None-Match' },
    },
    safe: true,
  },
  GetResult: {
    method: 'GET',
    path: '/api/runs/{id}/result',
    parameters: { id: { in: 'path', name: 'id' }, since: { in: 'query', name: 'since' } },
    safe: true,
  },
  GetResultOfIntent: {
    method: 'GET',
    path: '/api/intents/{type}/runs/{id}/result',
    parameters: {
      type: { in: 'path', name: 'type' },
      id: { in: 'path', name: 'id' },
      since: { in: 'query', name: 'since' },
    },
    safe: true,
  },
  GetJournal: {
    method: 'GET',
    path: '/api/runs/{id}/events',
    parameters: {
      id: { in: 'path', name: 'id' },
      since: { in: 'query', name: 'since' },
      after: { in: 'query', name: 'after' },
      lastEventId: { in: 'header', name: 'Last-Event-ID' },
      ifNoneMatch: { in: 'header', name: 'If-None-Match' },
    },
    safe: true,
  },
  CancelRun: {
    method: 'POST',
    path: '/api/runs/{id}/cancel',
    parameters: { id: { in: 'path', name: 'id' }, ifMatch: { in: 'header', name: 'If-Match' } },
    mediaType: 'application/json',
    safe: false,
  },
  EraseRun: {
    method: 'DELETE',
    path: '/api/runs/{id}/restricted',
    parameters: {
      id: { in: 'path', name: 'id' },
      reason: { in: 'query', name: 'reason' },
      ifMatch: { in: 'header', name: 'If-Match' },
    },
    safe: true,
  },
  ListTasks: {
    method: 'GET',
    path: '/api/tasks',
    parameters: {
      status: { in: 'query', name: 'status' },
      cursor: { in: 'query', name: 'cursor' },
      limit: { in: 'query', name: 'limit' },
    },
    safe: true,
    list: 'tasks',
  },
  GetTask: {
    method: 'GET',
    path: '/api/tasks/{id}',
    parameters: { id: { in: 'path', name: 'id' }, ifNoneMatch: { in: 'header', name: 'If-None-Match' } },
    safe: true,
  },
  CompleteTask: {
    method: 'POST',
    path: '/api/tasks/{id}/complete',
    parameters: { id: { in: 'path', name: 'id' }, ifMatch: { in: 'header', name: 'If-Match' } },
    mediaType: 'application/json',
    safe: false,
  },
  GetPlanOfRun: {
    method: 'GET',
    path: '/api/runs/{id}/plan',
    parameters: { id: { in: 'path', name: 'id' } },
    safe: true,
  },
  GetStats: { method: 'GET', path: '/api/stats', parameters: {}, safe: true },
  GetCanary: { method: 'GET', path: '/api/canary', parameters: {}, safe: true },
  ListDeadLetters: {
    method: 'GET',
    path: '/api/dead-letters',
    parameters: {
      fingerprint: { in: 'query', name: 'fingerprint' },
      type: { in: 'query', name: 'type' },
      state: { in: 'query', name: 'state' },
      from: { in: 'query', name: 'from' },
      to: { in: 'query', name: 'to' },
      tenant: { in: 'query', name: 'tenant' },
      cursor: { in: 'query', name: 'cursor' },
      limit: { in: 'query', name: 'limit' },
    },
    safe: true,
    list: 'letters',
  },
  GroupDeadLetters: {
    method: 'GET',
    path: '/api/dead-letters/groups',
    parameters: {
      fingerprint: { in: 'query', name: 'fingerprint' },
      type: { in: 'query', name: 'type' },
      state: { in: 'query', name: 'state' },
      from: { in: 'query', name: 'from' },
      to: { in: 'query', name: 'to' },
      tenant: { in: 'query', name: 'tenant' },
    },
    safe: true,
  },
  ListLetterActs: {
    method: 'GET',
    path: '/api/dead-letters/acts',
    parameters: {
      tenant: { in: 'query', name: 'tenant' },
      cursor: { in: 'query', name: 'cursor' },
      limit: { in: 'query', name: 'limit' },
    },
    safe: true,
    list: 'acts',
  },
  GetDeadLetter: {
    method: 'GET',
    path: '/api/dead-letters/{letter}',
    parameters: {
      letter: { in: 'path', name: 'letter' },
      tenant: { in: 'query', name: 'tenant' },
      reason: { in: 'query', name: 'reason' },
      ifNoneMatch: { in: 'header', name: 'If-None-Match' },
    },
    safe: true,
  },
  EraseDeadLetter: {
    method: 'POST',
    path: '/api/dead-letters/{letter}/erase',
    parameters: { letter: { in: 'path', name: 'letter' }, ifMatch: { in: 'header', name: 'If-Match' } },
    mediaType: 'application/json',
    safe: false,
  },
  CreateReplay: {
    method: 'POST',
    path: '/api/replays',
    parameters: {
      idempotencyKey: { in: 'header', name: 'Idempotency-Key' },
      ifMatch: { in: 'header', name: 'If-Match' },
    },
    mediaType: 'application/json',
    safe: false,
    keyed: true,
  },
  ListReplays: {
    method: 'GET',
    path: '/api/replays',
    parameters: {
      tenant: { in: 'query', name: 'tenant' },
      cursor: { in: 'query', name: 'cursor' },
      limit: { in: 'query', name: 'limit' },
    },
    safe: true,
    list: 'replays',
  },
  GetReplay: {
    method: 'GET',
    path: '/api/replays/{id}',
    parameters: {
      id: { in: 'path', name: 'id' },
      cursor: { in: 'query', name: 'cursor' },
      limit: { in: 'query', name: 'limit' },
      ifNoneMatch: { in: 'header', name: 'If-None-Match' },
    },
    safe: true,
    list: 'letters',
  },
  StopReplay: {
    method: 'POST',
    path: '/api/replays/{id}/stop',
    parameters: { id: { in: 'path', name: 'id' }, ifMatch: { in: 'header', name: 'If-Match' } },
    mediaType: 'application/json',
    safe: true,
  },
  CreateSubscription: {
    method: 'POST',
    path: '/api/subscriptions',
    parameters: { idempotencyKey: { in: 'header', name: 'Idempotency-Key' } },
    mediaType: 'application/json',
    safe: false,
    keyed: true,
  },
  ListSubscriptions: {
    method: 'GET',
    path: '/api/subscriptions',
    parameters: { cursor: { in: 'query', name: 'cursor' }, limit: { in: 'query', name: 'limit' } },
    safe: true,
    list: 'subscriptions',
  },
  DeleteSubscription: {
    method: 'DELETE',
    path: '/api/hooks/{id}',
    parameters: { id: { in: 'path', name: 'id' }, ifMatch: { in: 'header', name: 'If-Match' } },
    safe: true,
  },
  ListPlans: { method: 'GET', path: '/api/plans', parameters: {}, safe: true },
  GetPlan: {
    method: 'GET',
    path: '/api/plans/{type}',
    parameters: { type: { in: 'path', name: 'type' } },
    safe: true,
  },
  CheckPlan: {
    method: 'POST',
    path: '/api/plans/check',
    parameters: {},
    mediaType: 'application/json',
    safe: true,
  },
  ListSchemas: { method: 'GET', path: '/api/schemas', parameters: {}, safe: true },
  GetSchema: {
    method: 'GET',
    path: '/api/schemas/{type}/{version}',
    parameters: { type: { in: 'path', name: 'type' }, version: { in: 'path', name: 'version' } },
    safe: true,
  },
  GetHealth: { method: 'GET', path: '/api/health', parameters: {}, takes: [503], safe: true },
  GetAsyncApi: { method: 'GET', path: '/api/asyncapi.json', parameters: {}, safe: true },
  GetOpenApi: { method: 'GET', path: '/api/openapi.json', parameters: {}, safe: true },
} as const satisfies Record<OperationId, OperationFacts>;

/** One method for each operation. */
export interface Methods {
  /** Post intents as CloudEvents. Takes one CloudEvent, structured or binary, or a batch. A batch is taken as a whole or not at all. The same source and id again give the same run again. Attributes that only the mesh may set (correlationid, tenantid, authtype, authid) are replaced, attempt, replayid, replayedby, dataclassification and dataexposed are left out, and dataref is refused. Needs the role Mesh.Publish. */
  postEvents(args: MethodArgs<'PostEvents'>, options?: CallOptions): Promise<Body<'PostEvents'>>;
  /** Post an intent without CloudEvents. The same as posting an event, for people and tools without CloudEvents. A document such as an invoice may be the body itself, as application/xml; its reference is then in the header Mesh-Reference or in the query. Needs the role Mesh.Publish. */
  postIntent(args: MethodArgs<'PostIntent'>, options?: CallOptions): Promise<Body<'PostIntent'>>;
  /** List runs. Lists the runs of the tenant, newest first. A page may hold fewer than its limit and still have a cursor. Needs the role Mesh.Read. */
  listRuns(args?: MethodArgs<'ListRuns'>, options?: CallOptions): Promise<Body<'ListRuns'>>;
  /** See a run. Tells the status of a run, its steps and its output, and can hold the answer until the run ends. Needs the role Mesh.Read. */
  getRun(args: MethodArgs<'GetRun'>, options?: CallOptions): Promise<Body<'GetRun'>>;
  /** Fetch the result of a run. Answers 202 with the address to ask again until the run ends, and then its output: the polling protocol of Power Automate. Needs the role Mesh.Read. */
  getResult(args: MethodArgs<'GetResult'>, options?: CallOptions): Promise<Body<'GetResult'>>;
  /** Fetch the result of an intent of a type. The result of a run whose intent is of this type; a run of another type is not there. Needs the role Mesh.Read. */
  getResultOfIntent(
    args: MethodArgs<'GetResultOfIntent'>,
    options?: CallOptions,
  ): Promise<Body<'GetResultOfIntent'>>;
  /** Read the journal of a run. Lists what the run took in and what it gave out, in the order in which it happened. With `Accept: text/event-stream` the entries come as server-sent events, those that there are and each further one as it happens: `id` is the number of the entry, `event` the type of what the run took in, `data` the entry. The last one has the id `end`, and tells how the run ended. A stream ends before 230 seconds have passed; who comes again with `Last-Event-ID` goes on where it was, and gets 204 after the end. Needs the role Mesh.Read. */
  getJournal(args: MethodArgs<'GetJournal'>, options?: CallOptions): Promise<Body<'GetJournal'>>;
  /** Cancel a run. Asks a run to stop. Tasks that have not started will not; what has happened stays. Needs the role Mesh.Operate. */
  cancelRun(args: MethodArgs<'CancelRun'>, options?: CallOptions): Promise<Body<'CancelRun'>>;
  /** Erase the restricted data of a run. Has all restricted data of a run deleted, such as when the person asks for it whom it is about. What is exposed of it stays, and so does the run; a task that still needs the data fails, and the run says since when. Needs the role Mesh.Operate. */
  eraseRun(args: MethodArgs<'EraseRun'>, options?: CallOptions): Promise<Body<'EraseRun'>>;
  /** List tasks that wait. Lists what waits for a person or an outside system, the most urgent first. Needs the role Mesh.Read. */
  listTasks(args?: MethodArgs<'ListTasks'>, options?: CallOptions): Promise<Body<'ListTasks'>>;
  /** See a task. Tells what has become of one task of a run. Needs the role Mesh.Read. */
  getTask(args: MethodArgs<'GetTask'>, options?: CallOptions): Promise<Body<'GetTask'>>;
  /** Answer a task that waits. Gives the answer of a person or an outside system. The first valid answer counts. Needs the role Mesh.Approve. */
  completeTask(args: MethodArgs<'CompleteTask'>, options?: CallOptions): Promise<Body<'CompleteTask'>>;
  /** See the plan of a run. Gives the graph of steps that the run goes by, as it was when its intent arrived. Needs the role Mesh.Read. */
  getPlanOfRun(args: MethodArgs<'GetPlanOfRun'>, options?: CallOptions): Promise<Body<'GetPlanOfRun'>>;
  /** See what the mesh does. Tells how fast events come and go, how far each reader is behind, and what runs, waits or failed. Readers are those of the whole mesh, as the monitor last saw them; everything else is of the tenant of the caller. Needs the role Mesh.Read. */
  getStats(args?: MethodArgs<'GetStats'>, options?: CallOptions): Promise<Body<'GetStats'>>;
  /** See what the canary compared. Tells which events of each hub the build of the canary could not go on with, and for each skill that it performs beside the mesh how often it gave the same, and where not. Counts are of the whole mesh; examples are runs and tasks that the caller may see. Values are told only where a schema lists them. Needs the role Mesh.Operate. */
  getCanary(args?: MethodArgs<'GetCanary'>, options?: CallOptions): Promise<Body<'GetCanary'>>;
  /** List dead letters. Events that could not be processed, newest first, with the reason of each. Needs the role Mesh.Read. */
  listDeadLetters(
    args?: MethodArgs<'ListDeadLetters'>,
    options?: CallOptions,
  ): Promise<Body<'ListDeadLetters'>>;
  /** Count dead letters that failed alike. Dead letters by fingerprint, the most frequent first. Needs the role Mesh.Read. */
  groupDeadLetters(
    args?: MethodArgs<'GroupDeadLetters'>,
    options?: CallOptions,
  ): Promise<Body<'GroupDeadLetters'>>;
  /** See what operators did with dead letters. Who looked into, brought back or erased whose letters, when and why, newest first: what operators of the mesh did with those of other tenants, and what anybody erased. Needs the role Mesh.Operate. */
  listLetterActs(args?: MethodArgs<'ListLetterActs'>, options?: CallOptions): Promise<Body<'ListLetterActs'>>;
  /** Show a dead letter. A dead letter with its bytes and properties as they came. Of another tenant, operators of the mesh see what it carried only where they say why. Needs the role Mesh.Read. */
  getDeadLetter(args: MethodArgs<'GetDeadLetter'>, options?: CallOptions): Promise<Body<'GetDeadLetter'>>;
  /** Erase what a dead letter carried. Erases its bytes, properties and edits for good, within seconds, or once a replay of it is over. What is known of the letter stays, with who erased it, when and why; it cannot be brought back any more. Data that its event only refers to belongs to its run. Needs the role Mesh.Operate. */
  eraseDeadLetter(
    args: MethodArgs<'EraseDeadLetter'>,
    options?: CallOptions,
  ): Promise<Body<'EraseDeadLetter'>>;
  /** Bring dead letters back. Freezes a set of dead letters and brings them back at a rate, in steps where a ramp is given; or says what that would do. The data of one letter may be edited: it is checked by its schema before anything is sent. Needs the role Mesh.Operate. */
  createReplay(args: MethodArgs<'CreateReplay'>, options?: CallOptions): Promise<Body<'CreateReplay'>>;
  /** List replays. Lists replays, newest first: who made each, why, and how far it is. Needs the role Mesh.Read. */
  listReplays(args?: MethodArgs<'ListReplays'>, options?: CallOptions): Promise<Body<'ListReplays'>>;
  /** Show a replay. How far a replay is, and what became of each letter: how its run ended, not that it was sent. Needs the role Mesh.Read. */
  getReplay(args: MethodArgs<'GetReplay'>, options?: CallOptions): Promise<Body<'GetReplay'>>;
  /** Stop a replay. Letters that were sent are sent; the others stay where they are. Stopping twice is stopping once. Needs the role Mesh.Operate. */
  stopReplay(args: MethodArgs<'StopReplay'>, options?: CallOptions): Promise<Body<'StopReplay'>>;
  /** Ask to be told when runs end. Sends each run of the tenant that ends to the sink, until the subscription is removed, expires, or the sink says that it is gone. Needs the role Mesh.Read. */
  createSubscription(
    args: MethodArgs<'CreateSubscription'>,
    options?: CallOptions,
  ): Promise<Body<'CreateSubscription'>>;
  /** List subscriptions. Lists who is told when runs of the tenant end, the newest first, and for a while those that ended. Needs the role Mesh.Read. */
  listSubscriptions(
    args?: MethodArgs<'ListSubscriptions'>,
    options?: CallOptions,
  ): Promise<Body<'ListSubscriptions'>>;
  /** Remove a subscription. Ends a subscription. It takes no token, for flows are known to call it without one: whoever has the id may. Removing what is not there is removing it. */
  deleteSubscription(
    args: MethodArgs<'DeleteSubscription'>,
    options?: CallOptions,
  ): Promise<Body<'DeleteSubscription'>>;
  /** List plans. Lists the types of intents that are fulfilled here, and by whose plan. Needs the role Mesh.Read. */
  listPlans(args?: MethodArgs<'ListPlans'>, options?: CallOptions): Promise<Body<'ListPlans'>>;
  /** See a plan. Gives the plan by which intents of a type are fulfilled from now on: a graph of steps, as data. Needs the role Mesh.Read. */
  getPlan(args: MethodArgs<'GetPlan'>, options?: CallOptions): Promise<Body<'GetPlan'>>;
  /** Check a plan. Says what is wrong with a plan, whoever made it, as the mesh itself checks it before it keeps one. Nothing is kept. Needs the role Mesh.Read. */
  checkPlan(args: MethodArgs<'CheckPlan'>, options?: CallOptions): Promise<Body<'CheckPlan'>>;
  /** List schemas. Lists the schemas of all events and skills, with their addresses. */
  listSchemas(args?: MethodArgs<'ListSchemas'>, options?: CallOptions): Promise<Body<'ListSchemas'>>;
  /** Read a schema. Gives one schema, a JSON Schema of draft 2020-12. */
  getSchema(args: MethodArgs<'GetSchema'>, options?: CallOptions): Promise<Body<'GetSchema'>>;
  /** Ask how the mesh is. Tells what is up, what is behind, and what is down. */
  getHealth(args?: MethodArgs<'GetHealth'>, options?: CallOptions): Promise<Body<'GetHealth'>>;
  /** Read the document of all events. Describes every event of the mesh, and who sends and reads it, in AsyncAPI 3.0. */
  getAsyncApi(args?: MethodArgs<'GetAsyncApi'>, options?: CallOptions): Promise<Body<'GetAsyncApi'>>;
  /** Read this document. Describes every route of the mesh in OpenAPI 3.1. */
  getOpenApi(args?: MethodArgs<'GetOpenApi'>, options?: CallOptions): Promise<Body<'GetOpenApi'>>;
}

/** Lists that come in pages, as one. */
export interface PagedMethods {
  /** Every one of runs, page after page. */
  listRuns(
    args?: Omit<MethodArgs<'ListRuns'>, 'cursor'>,
    options?: CallOptions,
  ): AsyncIterable<NonNullable<Extract<Answer<'ListRuns'>, { status: 200 }>['body']['runs']>[number]>;
  /** Every one of tasks, page after page. */
  listTasks(
    args?: Omit<MethodArgs<'ListTasks'>, 'cursor'>,
    options?: CallOptions,
  ): AsyncIterable<NonNullable<Extract<Answer<'ListTasks'>, { status: 200 }>['body']['tasks']>[number]>;
  /** Every one of letters, page after page. */
  listDeadLetters(
    args?: Omit<MethodArgs<'ListDeadLetters'>, 'cursor'>,
    options?: CallOptions,
  ): AsyncIterable<
    NonNullable<Extract<Answer<'ListDeadLetters'>, { status: 200 }>['body']['letters']>[number]
  >;
  /** Every one of acts, page after page. */
  listLetterActs(
    args?: Omit<MethodArgs<'ListLetterActs'>, 'cursor'>,
    options?: CallOptions,
  ): AsyncIterable<NonNullable<Extract<Answer<'ListLetterActs'>, { status: 200 }>['body']['acts']>[number]>;
  /** Every one of replays, page after page. */
  listReplays(
    args?: Omit<MethodArgs<'ListReplays'>, 'cursor'>,
    options?: CallOptions,
  ): AsyncIterable<NonNullable<Extract<Answer<'ListReplays'>, { status: 200 }>['body']['replays']>[number]>;
  /** Every one of letters, page after page. */
  getReplay(
    args: Omit<MethodArgs<'GetReplay'>, 'cursor'>,
    options?: CallOptions,
  ): AsyncIterable<NonNullable<Extract<Answer<'GetReplay'>, { status: 200 }>['body']['letters']>[number]>;
  /** Every one of subscriptions, page after page. */
  listSubscriptions(
    args?: Omit<MethodArgs<'ListSubscriptions'>, 'cursor'>,
    options?: CallOptions,
  ): AsyncIterable<
    NonNullable<Extract<Answer<'ListSubscriptions'>, { status: 200 }>['body']['subscriptions']>[number]
  >;
}
