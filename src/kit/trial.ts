import type { MeshEvent, Priority } from '../contracts/event';
import { MESH } from '../contracts/event-types';
import type { MeshEventDeadlettered } from '../contracts/generated/schemas';
import { runIdOf, taskIdOf } from '../contracts/ids';
import type { Agent } from '../mesh/catalog';
import { heldIn, withFirst } from '../mesh/planner/behind';
import type { Failure, Run, RunStatus } from '../mesh/planner/run';
import { taskAt } from '../mesh/planner/tasks';
import {
  journalOf,
  refsOf,
  viewRun,
  type JournalEntry,
  type RunView,
  type StepStatus,
} from '../mesh/planner/view';
import type { OfRun } from '../mesh/seal';
import { virtualClock, type VirtualClock } from '../mesh/ports/memory/virtual-clock';
import { millisecondsOf, type Duration } from './duration';
import type { Delivery } from './trial/backbone';
import { trialMesh, type TrialMesh } from './trial/mesh';
import { putAway } from './trial/put-away';

export interface TrialOptions {
  /** How events arrive: `once` and in order, each batch `twice`, or `shuffled`. `once` if absent. */
  deliver?: Delivery;
  /**
   * Where the process dies, once, and is replaced by a new one. The name of a step (`post`, `lines.3`): when its effect
   * has happened and nobody knows of it. A number n: before the n-th of `writes`.
   */
  crashAt?: number | string;
  /**
   * Time, to share with doubles: a skill in which nothing happens is then taken to wait for it. If absent, one of the
   * trial's own that starts on 1 January 2026, and skills are waited for in earnest.
   */
  clock?: VirtualClock;
  /** Decides what is left to chance: another seed, another order. */
  seed?: number;
}

export interface SendOptions {
  /** When the answer is worth nothing any more: from now, or an RFC 3339 date and time. */
  deadline?: Duration | (string & {});
  priority?: Priority;
  subject?: string;
  /** Runs of one key are performed in order where skills say `order: 'key'`. */
  partitionKey?: string;
  /** The sender's id; the same id again is the same run again. */
  id?: string;
}

/** A run on trial. What it shows is how it stands after the last call. */
export interface TrialRun {
  readonly id: string;
  readonly status: RunStatus;
  /** By step. */
  readonly steps: Readonly<Record<string, StepStatus>>;
  readonly output: unknown;
  readonly failure: (Failure & { step?: string }) | undefined;
  /** Events of the run that could not be processed. */
  readonly letters: readonly MeshEventDeadlettered[];
  readonly journal: readonly JournalEntry[];
  /** All that was written and performed so far, in order; `crashAt` counts these. */
  readonly writes: readonly string[];
  /** Every event that was sent so far, in order. */
  readonly events: readonly MeshEvent[];
  /** The run as the HTTP interface shows it. */
  readonly view: RunView;
  /** What a person or an outside system answers to a step that waits; of an item, `lines.3`. */
  answer(step: string, output: unknown): Promise<void>;
  /** Their answer is no, for a business reason. */
  refuse(step: string, failure: Failure): Promise<void>;
  cancel(reason?: string): Promise<void>;
  /** Lets time pass: deadlines, retries, silence. */
  advance(time: number | Duration): Promise<void>;
}

export interface Trial {
  /** Sends an intent, and goes on until its run has ended or waits for somebody. */
  send(intent: string, data: unknown, options?: SendOptions): Promise<TrialRun>;
}

const TENANT = 'trial';
const SOURCE = '/trial';

const isDuration = (text: string): text is Duration => /^[\d.]+(ms|s|m|h)$/.test(text);

const listOf = (faults: readonly { pointer: string; message: string }[]): string =>
  faults.map(({ pointer, message }) => `${pointer || 'it'} ${message}`).join('; ');

const intents = (mesh: TrialMesh, clock: VirtualClock) => {
  let sent = 0;
  return (
    type: string,
    data: unknown,
    { deadline, id, partitionKey, ...options }: SendOptions,
  ): { event: OfRun; schema: string } => {
    const planned = mesh.catalog.planFor(type);
    const known = mesh.catalog.intents().map(({ intent }) => intent);
    if (!planned) throw new Error(`the agent has no plan for ${type}, only for ${known.join(', ')}`);
    const faults = mesh.book.faults(planned.schema, data);
    if (faults.length > 0) throw new Error(`the data does not fit ${planned.schema}: ${listOf(faults)}`);
    const key = { tenant: TENANT, source: SOURCE, id: id ?? `intent-${++sent}`, partitionKey };
    const until =
      deadline !== undefined && isDuration(deadline)
        ? new Date(clock.now() + millisecondsOf(deadline)).toISOString()
        : deadline;
    const event = {
      specversion: '1.0',
      id: key.id,
      source: SOURCE,
      type,
      time: new Date(clock.now()).toISOString(),
      datacontenttype: 'application/json',
      correlationid: runIdOf(key),
      tenantid: TENANT,
      authtype: 'user',
      authid: 'author',
      ...options,
      ...(partitionKey !== undefined && { partitionkey: partitionKey }),
      ...(until !== undefined && { deadline: until }),
      data,
    } satisfies OfRun;
    return { event, schema: planned.schema };
  };
};

/** What is kept elsewhere, for a view to show. */
const contentsOf = async ({ contents }: TrialMesh, run: Run): Promise<ReadonlyMap<string, unknown>> => {
  const found = await Promise.all(refsOf(run).map(async (ref) => [ref, await contents.get(ref)] as const));
  return new Map(
    found.map(([ref, bytes]) => [ref, bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown)]),
  );
};

const placeOf = (step: string): { step: string; item?: number } => {
  const [name = '', item] = step.split('.');
  return item === undefined ? { step: name } : { step: name, item: Number(item) };
};

const trialRun = async (mesh: TrialMesh, clock: VirtualClock, id: string): Promise<TrialRun> => {
  const current = (): Run => {
    const run = mesh.runs.all().find((each) => each.id === id);
    if (run) return run;
    const reasons = lettersOf().map(({ reason }) => reason.message);
    throw new Error(`the intent did not become a run: ${reasons.join('; ') || 'nothing was planned'}`);
  };
  const lettersOf = (): readonly MeshEventDeadlettered[] => {
    const letters = mesh.events
      .filter(({ type }) => type === MESH.eventDeadlettered)
      .map(({ data }) => data as MeshEventDeadlettered)
      .filter(({ run }) => run === id);
    return [...new Map(letters.map((letter) => [letter.letter, letter])).values()];
  };

  let commands = 0;
  const commandOf = (type: string, subject: string, data: object): OfRun => ({
    specversion: '1.0',
    id: `${id}.command-${++commands}`,
    source: SOURCE,
    type,
    time: new Date(clock.now()).toISOString(),
    datacontenttype: 'application/json',
    correlationid: id,
    tenantid: TENANT,
    subject,
    data,
  });
  const tell = async (event: MeshEvent): Promise<void> => {
    await mesh.publish(event);
    await mesh.settle();
    await look();
  };

  let run: Run;
  let view: RunView;
  const look = async () => {
    run = current();
    const contents = await contentsOf(mesh, run);
    const key = heldIn(run);
    const line = key === undefined ? undefined : await mesh.runs.line(key);
    view = withFirst(
      viewRun(run, (ref) => contents.get(ref)),
      run,
      line?.line,
    );
  };
  /** The step's task, if it waits. */
  const waitingTask = (step: string): { task: string; skill: string } => {
    const place = placeOf(step);
    const { skill } = run.plan.steps[place.step] ?? {};
    if (skill === undefined) throw new Error(`the plan has no step '${place.step}'`);
    const status = taskAt(run, place)?.status;
    if (status !== 'waiting')
      throw new Error(`step '${step}' does not wait for an answer: it is ${status ?? 'pending'}`);
    return { task: taskIdOf(id, place.step, place.item), skill };
  };
  await look();

  return {
    id,
    get status() {
      return run.status;
    },
    get steps() {
      return Object.fromEntries(view.steps.map(({ step, status }) => [step, status]));
    },
    get output() {
      return view.output;
    },
    get failure() {
      return view.failure;
    },
    get letters() {
      return lettersOf();
    },
    get journal() {
      return journalOf(run);
    },
    get writes() {
      return mesh.writes;
    },
    get events() {
      return mesh.events;
    },
    get view() {
      return view;
    },
    answer: async (step, output) => {
      const { task, skill } = waitingTask(step);
      const schema = mesh.catalog.skill(skill)!.output;
      const faults = mesh.book.faults(schema, output);
      if (faults.length > 0) throw new Error(`the answer does not fit ${schema}: ${listOf(faults)}`);
      const answer = commandOf(MESH.taskAnswer, task, { task, output });
      await tell(await putAway(mesh, answer, { schema, data: { output }, value: output }));
    },
    refuse: async (step, failure) => {
      const { task } = waitingTask(step);
      await tell(commandOf(MESH.taskAnswer, task, { task, failure }));
    },
    cancel: async (reason) =>
      tell(commandOf(MESH.runCancel, id, { ...(reason !== undefined && { reason }) })),
    advance: async (time) => {
      await mesh.advance(typeof time === 'number' ? time : millisecondsOf(time));
      await look();
    },
  };
};

/**
 * Runs an agent on the mesh's own planner and worker, in this process and with doubles of all that is outside: no
 * infrastructure, no waiting, the same each time.
 *
 * @example
 * const run = await trial(invoiceTriage({ ledger }), { deliver: 'twice' }).send('business.invoice.intent', { document });
 * expect(run.status).toBe('completed');
 */
export const trial = (
  agent: Agent,
  { deliver = 'once', crashAt, clock: shared, seed = 1 }: TrialOptions = {},
): Trial => {
  const clock = shared ?? virtualClock();
  const mesh = trialMesh(agent, { deliver, crashAt, clock, sharesClock: shared !== undefined, seed });
  const intentOf = intents(mesh, clock);
  return {
    send: async (type, data, options = {}) => {
      const { event, schema } = intentOf(type, data, options);
      await mesh.publish(await putAway(mesh, event, { schema }));
      await mesh.settle();
      return trialRun(mesh, clock, event.correlationid);
    },
  };
};
