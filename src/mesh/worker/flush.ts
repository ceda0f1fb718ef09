import type { SchemaBook } from '../../contracts/schema-book';
import type { MeshEvent } from '../../contracts/event';
import { PlatformError } from '../../contracts/errors';
import type { ReceivedBatch, ReceivedEvent } from '../batch/received';
import type { Claim, ClaimStore, Emission, Settlement } from '../ports/claim-store';
import type { ContentStore } from '../ports/content-store';
import type { DeadLetters, LetterStage } from '../ports/dead-letters';
import type { DelayQueue } from '../ports/delay-queue';
import type { Publisher } from '../ports/publisher';
import { emissionsOf, settlementOf } from './emissions';
import type { Outcome } from './outcome';
import type { Patient } from './patience';
import { outputByReference } from './reference';
import type { RestrictedStore } from './restricted';
import type { Skill } from './skill';
import type { Task } from './task';

/** An event of the batch that ended, and how. */
export interface Ended {
  received: ReceivedEvent;
  /** Where it could be parsed. */
  event?: MeshEvent;
  /** Where it is a task. */
  task?: Task;
  skill?: Skill;
  outcome: Outcome;
  stage?: LetterStage;
  /** ETag of the claim that the outcome is written to. */
  etag?: string | undefined;
  /** How long the skill took, where it was performed; milliseconds. */
  tookMs?: number;
}

export interface FlushDeps {
  claims: ClaimStore;
  contents: ContentStore;
  /** Only where restricted data is dealt with. */
  restricted?: RestrictedStore | undefined;
  book: SchemaBook;
  publisher: Publisher;
  delayed: DelayQueue;
  /** Where tasks go that last; absent where they are performed whatever they take. */
  longTasks?: DelayQueue | undefined;
  deadLetters: DeadLetters;
  now: () => number;
  /** What an event does that finds this claim in the place of its own. */
  asKnown: (ended: Ended, claim: Claim) => Outcome;
}

interface Telling {
  ended: Ended;
  emissions: readonly Emission[];
}

/**
 * Settles events together: letters, then what is large, then claims, then what is to be sent. Rows are written before
 * anything is sent, so that a death in between is made good by a redelivery, which finds there what to send.
 */
export const flush = (deps: FlushDeps, batch: Omit<ReceivedBatch, 'events'>, patient: Patient) => {
  const { claims, publisher, delayed, deadLetters, now, asKnown } = deps;
  const from = { hub: batch.hub, group: batch.group, partition: batch.partition };

  const bury = async (items: readonly Ended[]): Promise<ReadonlyMap<Ended, string>> => {
    const dead = items.flatMap((ended) =>
      ended.outcome.kind === 'dead' ? [{ ended, outcome: ended.outcome }] : [],
    );
    if (dead.length === 0) return new Map();
    const letters = await patient('keep dead letters', () =>
      deadLetters(
        dead.map(({ ended: { received, event, stage = 'work' }, outcome: { reason, passing } }) => ({
          received,
          batch: from,
          ...(event && { event }),
          stage,
          reason: { ...reason, passing },
        })),
      ),
    );
    return new Map(dead.map(({ ended }, index) => [ended, letters[index]!.letter]));
  };

  const tellingOf = async (ended: Ended, letter: string | undefined): Promise<Telling> => {
    const { task, outcome, skill } = ended;
    if (!task) return { ended, emissions: [] };
    const emissions = emissionsOf(task, outcome, { at: now(), letter });
    if (outcome.kind !== 'completed' || !skill) return { ended, emissions };
    const light = emissions.map(async (emission) => ({
      ...emission,
      event: await outputByReference({ ...deps, patient }, skill, emission.event),
    }));
    return { ended, emissions: await Promise.all(light) };
  };

  /** Writes claims; whoever lost its lease tells nothing of its own, but does as one who comes and finds the claim. */
  const settleClaims = async (tellings: readonly Telling[]): Promise<readonly Telling[]> => {
    const settlements = tellings.map(settlementFor);
    const held = settlements.filter((item) => item !== undefined);
    if (held.length === 0) return tellings;
    const answers = await patient('settle claims', () => claims.settle(held));
    const lost = new Set(held.filter((_, index) => answers[index]!.kind === 'lost'));
    const isLost = (index: number) => lost.has(settlements[index]!);
    return Promise.all(
      tellings.map(async (telling, index) => (isLost(index) ? readAgain(telling) : telling)),
    );
  };

  const readAgain = async ({ ended }: Telling): Promise<Telling> => {
    const { task } = ended;
    // A lease that is over at once: where the row is gone after all, the event finds it uncertain.
    const request = { task: task!.id, attempt: task!.attempt, leaseMs: 0, holder: 'lost' };
    const [answer] = await patient('read a claim', () => claims.claim([request]));
    const outcome: Outcome =
      answer!.kind === 'known' ? asKnown(ended, answer!.claim) : { kind: 'later', notBefore: now() };
    return { ended: { ...ended, outcome }, emissions: emissionsOf(task!, outcome, { at: now() }) };
  };

  const publish = async (events: readonly MeshEvent[]): Promise<void> => {
    let unsent = events;
    if (unsent.length > 0)
      await patient('publish', async () => {
        const fates = await publisher.publish(unsent);
        const failed = fates.find((fate) => !fate.sent);
        unsent = unsent.filter((_, index) => !fates[index]!.sent);
        if (failed && !failed.sent)
          throw new PlatformError('the broker did not take all events', { cause: failed.error });
      });
  };

  const delay = async (emissions: readonly Emission[]): Promise<void> => {
    const items = emissions.flatMap(({ event, notBefore }) =>
      notBefore === undefined ? [] : [{ event, notBefore }],
    );
    if (items.length > 0) await patient('delay events', () => delayed.send(items));
  };

  const move = async (tellings: readonly Telling[]): Promise<void> => {
    const items = tellings.flatMap(({ ended: { task, outcome } }) =>
      task && outcome.kind === 'moved' ? [{ event: task.event, notBefore: now() }] : [],
    );
    if (items.length > 0) await patient('queue long tasks', async () => deps.longTasks?.send(items));
  };

  /** Answers how each ended after all, in their order: a lease that was lost makes another outcome of it. */
  return async (items: readonly Ended[]): Promise<readonly Ended[]> => {
    const letters = await bury(items);
    const tellings = await Promise.all(items.map((ended) => tellingOf(ended, letters.get(ended))));
    const settled = await settleClaims(tellings);
    const emissions = settled.flatMap((telling) => telling.emissions);
    const atOnce = emissions.filter(({ notBefore }) => notBefore === undefined);
    await Promise.all([publish(atOnce.map(({ event }) => event)), delay(emissions), move(settled)]);
    return settled.map(({ ended }) => ended);
  };
};

const settlementFor = ({ ended: { task, etag, outcome }, emissions }: Telling): Settlement | undefined => {
  if (!task || etag === undefined) return undefined;
  const settlement = settlementOf(task, outcome, emissions);
  return settlement && { task: task.id, etag, ...settlement };
};
