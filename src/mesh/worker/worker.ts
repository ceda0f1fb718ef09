import { LRUCache } from 'lru-cache';
import { PlatformError } from '../../contracts/errors';
import type { ReceivedBatch, ReceivedEvent } from '../batch/received';
import type { Claim } from '../ports/claim-store';
import type { Clock } from '../ports/clock';
import type { Metrics } from '../ports/metrics';
import type { Tracer } from '../ports/tracer';
import { carryOut, decideFor, fieldsOf, withoutTaking } from './carry-out';
import { flush, type Ended, type FlushDeps } from './flush';
import { gate, LATE } from './gate';
import { gather } from './gather';
import { holding, type Unbegun } from './hold';
import { isLong } from './long';
import { measuring } from './measure';
import { dead, type Outcome } from './outcome';
import { patience } from './patience';
import { perform, type PerformDeps } from './perform';
import { read, type Read, type ReadDeps, type Ready } from './read';
import { withheld } from './restricted';
import { signsOfLife, type SignsDeps } from './signs-of-life';

export interface WorkerLimits {
  /** Tasks that are performed at a time, over all batches of this worker. */
  concurrency: number;
  /** Tasks of a batch that have not begun by then come back later; milliseconds. */
  budgetMs: number;
  /** What a lease has beyond the skill's own time; milliseconds. */
  graceMs: number;
}

export const WORKER_LIMITS: WorkerLimits = { concurrency: 32, budgetMs: 60_000, graceMs: 5_000 };

export interface WorkerDeps
  extends
    Omit<ReadDeps, 'now' | 'patient' | 'unknownSkillMs'>,
    Omit<FlushDeps, 'now' | 'asKnown'>,
    PerformDeps,
    SignsDeps {
  clock: Clock;
  tracer: Tracer;
  metrics: Metrics;
  /** A name that no other worker has, nor this one after a restart, such as a random UUID. */
  instance: string;
  limits?: Partial<WorkerLimits>;
  /** What may last longer goes to `longTasks`, where there is such a queue; milliseconds. */
  longMs?: number;
  /** How long a skill may be unknown before its task is a dead letter; milliseconds. */
  unknownSkillMs?: number;
}

const UNKNOWN_SKILL_MS = 15 * 60_000;
/** For settling what ended late; milliseconds beyond the batch's budget. */
const SETTLING_MS = 30_000;

/** Attempts of failed batches; more than are ever in hand, so that none is forgotten too early. */
const REMEMBERED = 10_000;

/** What all batches of a worker share. */
const shared = ({ instance }: WorkerDeps, { concurrency }: WorkerLimits) => {
  let holders = 0;
  return {
    slots: gate(concurrency),
    unbegun: new LRUCache<string, string>({ max: REMEMBERED }) satisfies Unbegun,
    /** Ids of attempts that are under way here. */
    inHand: new Set<string>(),
    /** What became of attempts whose batch failed before that was written: it is not found out twice. */
    unsettled: new LRUCache<string, Ended>({ max: REMEMBERED }),
    newHolder: () => `${instance}/${(holders += 1)}`,
  };
};

/**
 * Performs the tasks of a batch and settles each: completed, failed, expired, retried later or dead-lettered. Resolves
 * when all are settled.
 * @throws PlatformError when a store, the broker or a queue did not answer within the budget: deliver the batch again
 */
export const worker = (deps: WorkerDeps): ((batch: ReceivedBatch) => Promise<void>) => {
  const limits = { ...WORKER_LIMITS, ...deps.limits };
  const { slots, unbegun, unsettled, inHand, newHolder } = shared(deps, limits);
  const { clock, log } = deps;
  const now = () => clock.now();
  const signs = signsOfLife(deps);
  const performing = perform(deps);

  const settling = (batch: ReceivedBatch, stop: AbortSignal, late: AbortSignal) => {
    const patient = patience(deps, now() + limits.budgetMs + SETTLING_MS);
    const inTurn = async <T>(work: () => Promise<T>): Promise<T | typeof LATE> => {
      const done = await slots.through(late, work);
      if (done === LATE && stop.aborted) throw stop.reason;
      return done;
    };
    const reading = read({ ...deps, now, patient, unknownSkillMs: deps.unknownSkillMs ?? UNKNOWN_SKILL_MS });
    const held = holding({ ...deps, now, patient, unbegun, newHolder });
    const carrying = carryOut({
      ...deps,
      holding: held,
      perform: performing,
      signs,
      inTurn,
      now,
      graceMs: limits.graceMs,
    });
    const flushing = gather(flush({ ...deps, now, asKnown: asKnown(now) }, batch, patient));

    const carriedOut = async (received: ReceivedEvent, ready: Ready): Promise<Ended> => {
      const { task, skill } = ready;
      const about = { received, event: task.event, task, skill };
      return carrying(ready).then(
        (carried) => ({ ...about, ...carried }),
        (error: unknown) => ({
          ...about,
          outcome: ready.restricted ? withheld(asFault(error)) : asFault(error),
        }),
      );
    };

    const settleTask = async (received: ReceivedEvent, ready: Ready): Promise<void> => {
      const { id } = ready.task.event;
      // The same event twice at the same time: the first settles both; if it cannot, its batch comes again.
      if (inHand.has(id)) return;
      inHand.add(id);
      try {
        const ended = unsettled.get(id) ?? (await carriedOut(received, ready));
        unsettled.set(id, ended);
        const settled = await flushing(ended);
        unsettled.delete(id);
        unbegun.delete(id);
        report(settled);
      } finally {
        inHand.delete(id);
      }
    };

    /** Tasks that last are performed from a queue: no partition waits for them. */
    const isElsewhere = ({ skill }: Ready): boolean =>
      deps.longTasks !== undefined && isLong(skill, deps.longMs);
    const move = async (received: ReceivedEvent, { task, skill }: Ready): Promise<void> => {
      const outcome: Outcome = { kind: 'moved' };
      report(await flushing({ received, event: task.event, task, skill, outcome }));
    };

    const settle = async (received: ReceivedEvent): Promise<void> => {
      const found = await reading(received).catch((error: unknown): Read => ({
        kind: 'ended',
        outcome: asFault(error),
      }));
      if (found.kind === 'ready' && isElsewhere(found.ready)) return move(received, found.ready);
      if (found.kind === 'ready') return settleTask(received, found.ready);
      report(await flushing({ received, ...found }));
    };
    return settle;
  };

  const measure = measuring(deps.metrics);
  const report = (ended: Ended): void => {
    const { task, outcome } = ended;
    measure(ended);
    const fields = { ...(task && fieldsOf(task)), outcome: outcome.kind };
    if (outcome.kind === 'dead')
      return log.warn('an event is a dead letter', { ...fields, code: outcome.reason.code });
    log.debug('an event is settled', fields);
  };

  return async (batch) => {
    const stop = new AbortController();
    const late = clock.timeout(limits.budgetMs, stop.signal);
    const settle = settling(batch, stop.signal, late.signal);
    const settled = batch.events.map((received) =>
      settle(received).catch((error: unknown) => {
        // Whatever has not begun need not: all of it comes again.
        stop.abort(error);
        throw error;
      }),
    );
    const fates = await Promise.allSettled(settled);
    late.clear();
    const failed = fates.find((fate) => fate.status === 'rejected');
    if (failed) throw failed.reason;
  };
};

/** Whatever goes wrong with one event is settled with it; only the platform's faults are everybody's. */
const asFault = (error: unknown): Outcome => {
  if (error instanceof PlatformError) throw error;
  return dead('internal-error', `the worker failed at it: ${String(error)}`);
};

/** A claim that is somebody else's by now. */
const asKnown =
  (now: () => number) =>
  ({ task, skill }: Ended, claim: Claim): Outcome => {
    const again: Outcome = { kind: 'later', notBefore: now() };
    if (!task || !skill) return again;
    const decision = decideFor({ task, skill }, claim);
    const outcome = decision.kind === 'take' ? again : withoutTaking(decision, now());
    return outcome.kind === 'dead' ? again : outcome;
  };
