import type { Claim } from '../ports/claim-store';
import type { Log, LogFields } from '../ports/log';
import type { Tracer } from '../ports/tracer';
import { decide, type Decision } from './claim-decision';
import { LATE } from './gate';
import { leaseMsOf, type Hold, type Holding, type HoldRequest, type Lease } from './hold';
import { isLong } from './long';
import { dead, type Outcome } from './outcome';
import type { Performance } from './perform';
import { isOverdue, type Ready } from './read';
import { hasRoom, LEASE_SLACK_MS } from './retry';
import type { SignsOfLife } from './signs-of-life';
import type { Task } from './task';

/** How a task ended, and the claim that this is written to, where there is one. */
export interface Carried {
  outcome: Outcome;
  etag?: string | undefined;
  /** How long the skill took; absent where it was not performed. Milliseconds. */
  tookMs?: number;
}

export interface CarryOutDeps {
  holding: Holding;
  perform: (work: Performance) => Promise<Outcome>;
  signs: (task: Task, skill: string) => SignsOfLife;
  /** Waits for its turn; late when the batch's time was up before it came. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T | typeof LATE>;
  now: () => number;
  graceMs: number;
  log: Log;
  tracer: Tracer;
}

type Step = Carried | (() => Promise<Carried>);

/** Somebody else was a moment faster: what became of it is looked at soon. */
const SOON_MS = 1_000;

/** Carries a task out: in its turn, and if its effect is external only while its claim is held. */
export const carryOut = (deps: CarryOutDeps) => {
  const { holding, perform, signs, inTurn, now, graceMs, log, tracer } = deps;

  const requestFor = ({ task, skill }: Ready): HoldRequest => ({
    id: task.event.id,
    task: task.id,
    attempt: task.attempt,
    leaseMs: leaseMsOf(skill, graceMs),
  });

  const performed = (
    { task, skill, input, restricted }: Ready,
    lease?: Pick<Lease, 'leaseEnds'> & Partial<Lease>,
    extra: Pick<Performance, 'probe' | 'instead'> = {},
  ): Promise<Carried> => {
    const fields = fieldsOf(task, skill.name);
    return tracer.span(`perform ${skill.name}`, spanOf(task, skill.name), async (span) => {
      const telling = signs(task, skill.name);
      const leased = lease && { leaseEnds: lease.leaseEnds };
      const begun = now();
      const outcome = await perform({
        task,
        skill,
        input,
        restricted,
        ...leased,
        ...extra,
        progress: telling.progress,
        log: withFields(log, fields),
      });
      const tookMs = now() - begun;
      await telling.end();
      span.set('mesh.outcome', outcome.kind);
      return { outcome, etag: lease?.etag, tookMs };
    });
  };

  /** A claim of our own: nothing was begun, and the lease is prolonged if waiting has used it up. */
  const fresh = async (ready: Ready, held: Lease): Promise<Carried> => {
    const { task, skill } = ready;
    if (isOverdue(task, now())) return { outcome: { kind: 'expired' }, etag: held.etag };
    const lease = hasRoom(skill, held.leaseEnds, now())
      ? held
      : await holding.take(held.etag, requestFor(ready), { asFresh: true });
    if (!lease) return { outcome: { kind: 'later', notBefore: now() + SOON_MS } };
    holding.begin(task.event.id);
    return performed(ready, lease);
  };

  const takeOver = async (
    ready: Ready,
    claim: Claim,
    { probe, exhausted }: { probe: boolean; exhausted: boolean },
  ): Promise<Carried> => {
    const instead = insteadOf(ready, claim, exhausted, now());
    if (instead && !probe) return { outcome: instead, etag: claim.etag };
    const lease = await holding.take(claim.etag, requestFor(ready), { asFresh: !probe });
    if (!lease) return { outcome: { kind: 'later', notBefore: now() + SOON_MS } };
    holding.begin(ready.task.event.id);
    return performed(ready, lease, { probe, instead });
  };

  const stepOf = (ready: Ready, held: Hold): Step => {
    if (held.kind === 'fresh') return () => fresh(ready, held);
    const decision = decideFor(ready, held.claim);
    if (decision.kind === 'take') return () => takeOver(ready, held.claim, decision);
    const outcome = withoutTaking(decision, now());
    return { outcome, ...(outcome.kind === 'dead' && { etag: held.claim.etag }) };
  };

  /** What was claimed and not begun is given back; nothing is used up by it. */
  const late = (held?: Hold): Carried => ({
    outcome: { kind: 'later', notBefore: now() },
    ...(held?.kind === 'fresh' && { etag: held.etag }),
  });
  const orLate = (carried: Carried | typeof LATE, held?: Hold): Carried =>
    carried === LATE ? late(held) : carried;
  const taken = (step: Step): Promise<Carried> =>
    typeof step === 'function' ? step() : Promise.resolve(step);

  /** What lasts has the time of one try, and of a quick one before it: the function that performs it ends in time. */
  const untilOver = ({ skill }: Ready): { leaseEnds: number } | undefined =>
    isLong(skill) ? { leaseEnds: now() + leaseMsOf(skill, graceMs) } : undefined;

  const unclaimed = async (ready: Ready): Promise<Carried> =>
    isOverdue(ready.task, now())
      ? { outcome: { kind: 'expired' } }
      : orLate(await inTurn(() => performed(ready, untilOver(ready))));

  /** Claimed ahead of its turn, together with the rest of its batch: what a death leaves behind can be repeated. */
  const claimedAhead = async (ready: Ready): Promise<Carried> => {
    const held = await holding.hold(requestFor(ready));
    const step = stepOf(ready, held);
    return typeof step === 'function' ? orLate(await inTurn(step), held) : step;
  };

  /** Claimed in its turn, so that a death leaves as little as possible that nobody may repeat. */
  const claimedInTurn = async (ready: Ready): Promise<Carried> =>
    orLate(await inTurn(async () => taken(stepOf(ready, await holding.hold(requestFor(ready))))));

  return (ready: Ready): Promise<Carried> => {
    if (ready.skill.effects !== 'external') return unclaimed(ready);
    return ready.skill.repeat === 'never' ? claimedInTurn(ready) : claimedAhead(ready);
  };
};

export const decideFor = ({ task, skill }: Pick<Ready, 'task' | 'skill'>, claim: Claim): Decision =>
  decide(
    {
      attempt: task.attempt,
      replayed: task.event.replayid !== undefined,
      repeat: skill.repeat,
      attempts: skill.retry.attempts,
    },
    claim,
  );

/** What comes of a decision that takes no claim over. */
export const withoutTaking = (decision: Exclude<Decision, { kind: 'take' }>, now: number): Outcome => {
  switch (decision.kind) {
    case 'ignore':
      return { kind: 'ignored', because: decision.because };
    case 'resend':
      return { kind: 'known', emissions: decision.emissions };
    case 'wait':
      return { kind: 'later', notBefore: now + decision.ms + LEASE_SLACK_MS };
    case 'uncertain':
      return dead(
        'uncertain',
        'it was begun and not heard of again; whether its effect happened is for a person to find out',
      );
  }
};

/** Why a claim is taken over to end it, and not to perform the task. */
const insteadOf = (
  { task, skill }: Ready,
  { state }: Claim,
  exhausted: boolean,
  now: number,
): Outcome | undefined => {
  if (isOverdue(task, now))
    return state.kind === 'leased'
      ? { kind: 'expired', why: 'an earlier try was not heard of again: its effect may have happened' }
      : { kind: 'expired' };
  return exhausted
    ? dead('timeout', `${skill.name} gave no answer in ${skill.retry.attempts} attempts`, { passing: true })
    : undefined;
};

export const fieldsOf = ({ id, run, attempt, event }: Task, skill?: string): LogFields => ({
  run,
  task: id,
  attempt,
  ...(event.tenantid !== undefined && { tenant: event.tenantid }),
  ...(event.traceparent !== undefined && { trace: event.traceparent.split('-')[1] ?? '' }),
  ...(skill !== undefined && { skill }),
});

const withFields = (log: Log, fields: LogFields): Log => ({
  debug: (message, more) => log.debug(message, { ...fields, ...more }),
  info: (message, more) => log.info(message, { ...fields, ...more }),
  warn: (message, more) => log.warn(message, { ...fields, ...more }),
  error: (message, more) => log.error(message, { ...fields, ...more }),
});

const spanOf = ({ id, run, attempt, event }: Task, skill: string) => ({
  kind: 'consumer' as const,
  parent: event.traceparent,
  attributes: { 'mesh.run': run, 'mesh.task': id, 'mesh.attempt': attempt, 'mesh.skill': skill },
});
