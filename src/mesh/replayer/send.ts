import { TerminalError } from '../../contracts/errors';
import type { MeshEvent } from '../../contracts/event';
import type { Letter } from '../letters/letter';
import type { LetterChange, StoredLetter } from '../ports/letter-store';
import type { Fate, RawMessage } from '../ports/publisher';
import { type Decision, decide } from './decide';
import type { ReplayerDeps } from './deps';
import type { Outgoing } from './outgoing';
import { prepare } from './prepare';
import type { ItemState, Replay, ReplayItem } from './replay';
import { runBehind, runsOf } from './runs-of';

/** One letter of a replay on its way out. */
interface Turn {
  item: ReplayItem;
  stored: StoredLetter | undefined;
  decision: Decision;
  /** Where it is to be sent. */
  out?: Outgoing;
}

const takenBy =
  ({ id, by, reason, options }: Replay, index: number, at: number, watchMs: number) =>
  (letter: Letter): Letter => ({
    ...letter,
    state: 'replaying',
    replay: {
      id,
      index,
      at,
      by,
      ...(reason !== undefined && { reason }),
      ...(options.edit !== undefined && { edited: true as const }),
    },
    dueAt: at + watchMs,
  });

const resolved = ({ dueAt: _dueAt, ...letter }: Letter, reason: string, at: number): Letter => ({
  ...letter,
  state: 'resolved',
  end: { kind: 'refused', at, reason },
});

/** Back to what it was: it cannot be sent. The timer does not try it again by itself. */
const released = ({ dueAt: _dueAt, ...letter }: Letter, { parkAfter }: ReplayerDeps['policy']): Letter => ({
  ...letter,
  state: letter.failedReplays >= parkAfter ? 'parked' : 'new',
});

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Sends letters of a replay: the letter changes state first, then its event goes out, then the replay moves on. A death
 * at any place is made good by doing it again: a letter that this replay took is sent once more, under the same ids.
 *
 * Answers how many of the items, from the first on, are done with; fewer when the broker did not take one, or when
 * somebody else changed a letter meanwhile.
 */
export const sendItems = (deps: ReplayerDeps) => {
  const { letters, replays, runs, publisher, contents, clock, policy, limits } = deps;

  /** What nobody waits for any more does not come back. */
  const admitted = async (out: Outgoing): Promise<Outgoing> => {
    const reason = out.kind === 'event' ? await deps.staysAway?.(out.event) : undefined;
    return reason === undefined ? out : { kind: 'refused', reason, forGood: true };
  };

  const turnsOf = async (replay: Replay, items: readonly ReplayItem[]): Promise<Turn[]> => {
    const known = await letters.load(items.map(({ letter }) => letter));
    const states = await runsOf(
      runs,
      [...known.values()].map(({ letter }) => letter),
    );
    return Promise.all(
      items.map(async (item): Promise<Turn> => {
        const stored = known.get(item.letter);
        const decision = decide(
          replay,
          stored?.letter,
          states.get((stored && runBehind(stored.letter)) ?? ''),
        );
        if (!stored || (decision.kind !== 'take' && decision.kind !== 'send'))
          return { item, stored, decision };
        const at = decision.kind === 'send' ? (stored.letter.replay?.at ?? clock.now()) : clock.now();
        const out = await admitted(await prepare(contents, stored.letter, replay, at));
        return withContent({ item, stored, decision }, out);
      }),
    );
  };

  /** Takes the letters that are to be sent, resolves those that never will be; answers the turns up to the first conflict. */
  const change = async (replay: Replay, turns: readonly Turn[]): Promise<readonly Turn[]> => {
    const changes: { change: LetterChange; at: number }[] = [];
    turns.forEach(({ item, stored, decision }, at) => {
      if (!stored) return;
      const { letter, etag } = stored;
      if (decision.kind === 'take')
        changes.push({
          change: { letter: takenBy(replay, item.index, clock.now(), limits.watchMs)(letter), etag },
          at,
        });
      if (decision.kind === 'refuse' && decision.resolve)
        changes.push({ change: { letter: resolved(letter, decision.reason, clock.now()), etag }, at });
    });
    if (changes.length === 0) return turns;
    const saved = await letters.save(changes.map(({ change }) => change));
    const conflict = saved.findIndex(({ kind }) => kind === 'conflict');
    return conflict < 0 ? turns : turns.slice(0, changes[conflict]!.at);
  };

  const report = async (replay: Replay, turns: readonly Turn[]): Promise<void> => {
    const items = turns.flatMap(({ item: { reason: _reason, ...item }, decision }) => {
      const state = stateOf(decision);
      if (state === undefined || state === item.state) return [];
      return [
        { ...item, replay: replay.id, state, ...(decision.kind === 'refuse' && { reason: decision.reason }) },
      ];
    });
    if (items.length > 0) await replays.settle(items);
  };

  const publish = async (turns: readonly Turn[]): Promise<readonly (Fate | undefined)[]> => {
    const events: MeshEvent[] = [];
    const raw: RawMessage[] = [];
    for (const { out } of turns) {
      if (out?.kind === 'event') events.push(out.event);
      if (out?.kind === 'raw') raw.push(out.message);
    }
    const [ofEvents, ofRaw] = await Promise.all([
      events.length > 0 ? publisher.publish(events) : [],
      raw.length > 0 ? publisher.publishRaw(raw) : [],
    ]);
    const fates = { event: ofEvents.values(), raw: ofRaw.values() };
    return turns.map(({ out }) => (out && out.kind !== 'refused' ? fates[out.kind].next().value : undefined));
  };

  /** What the broker will never take is no longer under way. */
  const release = async (replay: Replay, { item, stored }: Turn, error: TerminalError): Promise<void> => {
    await replays.settle([{ ...item, replay: replay.id, state: 'refused', reason: error.message }]);
    const now = (await letters.load([item.letter])).get(item.letter) ?? stored!;
    if (now.letter.state === 'replaying' && now.letter.replay?.id === replay.id)
      await letters.save([{ letter: released(now.letter, policy), etag: now.etag }]);
  };

  return async (replay: Replay, items: readonly ReplayItem[]): Promise<number> => {
    const turns = await change(replay, await turnsOf(replay, items));
    await report(replay, turns);
    const fates = await publish(turns);
    for (const [at, fate] of fates.entries()) {
      if (fate === undefined || fate.sent) continue;
      if (!(fate.error instanceof TerminalError)) {
        deps.log.warn('a replay waits: the broker does not take a letter', {
          replay: replay.id,
          letter: turns[at]!.item.letter,
          error: messageOf(fate.error),
        });
        return at;
      }
      await release(replay, turns[at]!, fate.error);
    }
    return turns.length;
  };
};

/** A letter that has nothing to send is refused before it is taken. */
const withContent = (turn: Turn, out: Outgoing): Turn => {
  if (out.kind !== 'refused') return { ...turn, out };
  return { ...turn, decision: { kind: 'refuse', reason: out.reason, resolve: out.forGood ?? false } };
};

const stateOf = (decision: Decision): ItemState | undefined => {
  switch (decision.kind) {
    case 'take':
    case 'send':
      return 'sent';
    case 'refuse':
      return 'refused';
    case 'over':
      return undefined;
  }
};
