import { PROBLEM_KINDS } from '../contracts/problems';
import { REASONS } from './letters/reasons';
import { LETTER_STAGES } from './ports/dead-letters';

/** One of the values of an attribute where they are known; else a name that stands in code, a plan or a hub's definition. */
interface Attribute {
  values?: readonly string[];
  optional?: true;
}

interface Metric {
  kind: 'counter' | 'histogram' | 'gauge';
  /** By UCUM; what is counted stands in braces. @see https://opentelemetry.io/docs/specs/semconv/general/metrics/#units */
  unit: string;
  description: string;
  /** Never what a caller can make up: each new value is a new series, and is paid for. */
  attributes: Readonly<Record<string, Attribute>>;
  /** Upper bounds of a histogram's buckets. */
  buckets?: readonly number[];
}

/** @see https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/ */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
/** A skill may last minutes, a run waits for people. */
const SECONDS_OF_TASKS = [...SECONDS, 30, 60, 120, 300];
const SECONDS_OF_RUNS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400, 604_800];

const HUB = { 'messaging.destination.name': {} } as const;
const READER = { ...HUB, 'messaging.consumer.group.name': {} } as const;
const FAILED = {
  'error.type': { values: ['PlatformError', 'TerminalError', '_OTHER'], optional: true },
} as const;
const TASK = {
  'mesh.skill': {},
  'mesh.outcome': {
    values: [
      'completed',
      'failed',
      'expired',
      'retried',
      'postponed',
      'duplicate',
      'dead-lettered',
      'voided',
    ],
  },
} as const;
const RUN = {
  'mesh.intent.type': {},
  'mesh.status': { values: ['completed', 'failed', 'expired', 'cancelled'] },
} as const;

/**
 * All that the mesh measures, in one table: what is not in it does not compile. Alerts and the workbook name these.
 * Names are OpenTelemetry's where it has one; our own start with `mesh.`.
 */
export const METRICS = {
  'messaging.process.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'How long it took to process a batch.',
    attributes: { ...READER, ...FAILED },
    buckets: SECONDS,
  },
  'messaging.client.consumed.messages': {
    kind: 'counter',
    unit: '{message}',
    description: 'Events that were delivered to a reader, however often.',
    attributes: READER,
  },
  'messaging.client.sent.messages': {
    kind: 'counter',
    unit: '{message}',
    description: 'Events that were sent to a hub, or that it did not take.',
    attributes: { ...HUB, ...FAILED },
  },
  'mesh.consumer.lag': {
    kind: 'gauge',
    unit: '{event}',
    description: 'Events of a hub that wait for a reader.',
    attributes: READER,
  },
  'mesh.consumer.oldest_age': {
    kind: 'gauge',
    unit: 's',
    description:
      'How long the oldest event of a hub that waits for a reader has been waiting; 0 where none does.',
    attributes: READER,
  },
  'mesh.tasks': {
    kind: 'counter',
    unit: '{task}',
    description: 'Tasks that a worker settled, once a delivery.',
    attributes: TASK,
  },
  'mesh.task.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'How long a skill took, with the tries that it made in place.',
    attributes: TASK,
    buckets: SECONDS_OF_TASKS,
  },
  'mesh.task.attempts': {
    kind: 'histogram',
    unit: '{attempt}',
    description: 'Attempts that a task had taken when it was completed, failed, expired or dead-lettered.',
    attributes: TASK,
    buckets: [1, 2, 3, 4, 5, 10],
  },
  'mesh.intents.accepted': {
    kind: 'counter',
    unit: '{intent}',
    description: 'Intents that were answered with 202, the same one once more included.',
    attributes: { 'mesh.intent.type': {}, 'mesh.lane': { values: ['high', 'normal', 'low', 'restricted'] } },
  },
  'mesh.requests.refused': {
    kind: 'counter',
    unit: '{request}',
    description: 'Requests that were answered with a problem, except for those that tell how a run ended.',
    attributes: {
      'http.response.status_code': {},
      'mesh.problem': { values: PROBLEM_KINDS },
    },
  },
  'http.server.request.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'How long the gateway took to answer a request.',
    attributes: {
      'http.route': { optional: true },
      'http.request.method': {},
      'http.response.status_code': {},
    },
    buckets: SECONDS,
  },
  'mesh.runs.ended': {
    kind: 'counter',
    unit: '{run}',
    description: 'Runs that ended, each once.',
    attributes: RUN,
  },
  'mesh.run.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'From when a run was accepted to its end.',
    attributes: RUN,
    buckets: SECONDS_OF_RUNS,
  },
  'mesh.letters.kept': {
    kind: 'counter',
    unit: '{letter}',
    description: 'Dead letters that were kept, or that came back.',
    attributes: {
      'mesh.stage': { values: LETTER_STAGES },
      'mesh.reason': { values: REASONS },
    },
  },
  'mesh.letters.open': {
    kind: 'gauge',
    unit: '{letter}',
    description: 'Dead letters that nothing has become of yet.',
    attributes: { 'mesh.letter.state': { values: ['new', 'replaying', 'parked'] } },
  },
  'mesh.replays.letters': {
    kind: 'counter',
    unit: '{letter}',
    description: 'Letters of replays, by what became of them.',
    attributes: { 'mesh.outcome': { values: ['resolved', 'failed-again', 'refused', 'parked'] } },
  },
  'mesh.webhooks.deliveries': {
    kind: 'counter',
    unit: '{delivery}',
    description: 'Deliveries to subscribers, by what became of them.',
    attributes: { 'mesh.outcome': { values: ['delivered', 'retried', 'dead-lettered', 'retired'] } },
  },
  'mesh.canary.events': {
    kind: 'counter',
    unit: '{event}',
    description: 'Events that a new build read beside the old one, and what it would have made of them.',
    attributes: {
      ...HUB,
      'mesh.outcome': { values: ['ok', 'would-dead-letter', 'would-hold'] },
      'mesh.reason': { values: REASONS, optional: true },
    },
  },
  'mesh.canary.outcomes': {
    kind: 'counter',
    unit: '{task}',
    description:
      'Tasks that the next version of a skill performed beside the mesh, and whether it gave the same.',
    attributes: { 'mesh.skill': {}, 'mesh.outcome': { values: ['same', 'different', 'broken'] } },
  },
} as const satisfies Readonly<Record<string, Metric>>;

type Table = typeof METRICS;
export type MetricName = keyof Table;
/** The names of one kind. */
export type NameOf<Kind extends Metric['kind']> = {
  [Name in MetricName]: Table[Name]['kind'] extends Kind ? Name : never;
}[MetricName];

type AttributesIn<Name extends MetricName> = Table[Name]['attributes'];
type Optional<All> = { [Name in keyof All]: All[Name] extends { optional: true } ? Name : never }[keyof All];
type Value<One> = One extends { values: readonly (infer Known)[] } ? Known : string | number;

/** The attributes of a metric: those that it has, and no other. */
export type AttributesOf<Name extends MetricName> = {
  readonly [A in Exclude<keyof AttributesIn<Name>, Optional<AttributesIn<Name>>>]: Value<
    AttributesIn<Name>[A]
  >;
} & {
  readonly [A in Optional<AttributesIn<Name>>]?: Value<AttributesIn<Name>[A]>;
};
