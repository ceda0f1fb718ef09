import type { Log } from '../ports/log';
import type { Mark, MarkStore } from '../ports/mark-store';
import { poisoned } from './poison';
import type { PoisonDeps } from './poison';
import type { ReceivedBatch, ReceivedEvent } from './received';
import { turns } from './turns';

/** Settles every event of a batch, or throws: then the platform delivers the batch again. */
export type Handle = (batch: ReceivedBatch) => Promise<void>;

export interface GuardDeps extends PoisonDeps {
  marks: MarkStore;
  log: Log;
}

/** An event that was begun this often, alone, and never ended is not begun again. */
const LAST_TRY = 3;

/** What this process knows of a partition. */
interface Known {
  /** The mark as it was last written, by this process or the one before. */
  mark: Mark | undefined;
  /** A range that a process did not live to end: its events are taken one by one. */
  suspect: Mark | undefined;
}

/**
 * Guards a handler against events that kill their process: with unlimited retries they would come back for ever.
 * A mark is written before each batch; a process that finds the mark of another on the events it is given takes them
 * one at a time, and gives one up that was under way each time. A batch that merely threw counts for nothing.
 *
 * @example const guard = guarded(deps);
 * eventHubDoor('plannerIntents', { …, handle: guard('planner', plan) });
 */
export const guarded = (deps: GuardDeps) => {
  const partitions = new Map<string, Known>();
  const taking = turns();
  return (group: string, handle: Handle): Handle =>
    async (batch) => {
      if (batch.events.length === 0) return;
      const place = { group: `${batch.hub}.${group}`, partition: batch.partition };
      const key = `${place.group}/${place.partition}`;
      const known = partitions.get(key) ?? found(await deps.marks.read(place.group, place.partition));
      partitions.set(key, known);
      await guardedBatch({ ...deps, handle, known, taking, write: writer(deps, place, known) }, batch);
    };
};

/** A mark that is there when a partition is first seen is another process's; it says nothing of what comes after it. */
const found = (mark: Mark | undefined): Known => ({
  mark,
  suspect: mark && mark.tries > 0 ? mark : undefined,
});

type Write = (mark: Mark) => Promise<void>;

interface Guarded extends GuardDeps {
  handle: Handle;
  known: Known;
  /** A suspect is worked on alone in its process, so that no neighbour's death is laid at its door. */
  taking: ReturnType<typeof turns>;
  write: Write;
}

const writer =
  ({ marks }: GuardDeps, { group, partition }: { group: string; partition: string }, known: Known): Write =>
  async (mark) => {
    if (isSame(known.mark, mark)) return;
    await marks.write(group, partition, mark);
    known.mark = mark;
  };

const isSame = (a: Mark | undefined, b: Mark): boolean =>
  a !== undefined &&
  a.from === b.from &&
  a.to === b.to &&
  a.until === b.until &&
  a.tries === b.tries &&
  a.event?.sequence === b.event?.sequence &&
  a.event?.tries === b.event?.tries;

const guardedBatch = async (guard: Guarded, batch: ReceivedBatch): Promise<void> => {
  const { suspect } = guard.known;
  const dubious = batch.events.filter((event) => suspect && isWithin(suspect, event));
  const rest = batch.events.slice(dubious.length);
  for (const event of dubious) await guard.taking.alone(() => carefully(guard, batch, event));
  if (rest.length === 0) return;
  guard.known.suspect = undefined;
  await guard.taking.together(() => asOne(guard, { ...batch, events: rest }));
};

const isWithin = ({ to, until }: Mark, { sequence, enqueuedAt }: ReceivedEvent): boolean =>
  sequence <= to && enqueuedAt <= until;

const asOne = async (guard: Guarded, batch: ReceivedBatch): Promise<void> => {
  const [first, last] = [batch.events[0]!, batch.events.at(-1)!];
  const mark = { from: first.sequence, to: last.sequence, until: last.enqueuedAt, tries: 1 };
  await guard.write(mark);
  await surviving(guard, { ...mark, tries: 0 }, () => guard.handle(batch));
};

/** One event, alone and marked. What was settled before the process died is not done again. */
const carefully = async (guard: Guarded, batch: ReceivedBatch, event: ReceivedEvent): Promise<void> => {
  const suspect = guard.known.suspect!;
  const { sequence } = event;
  if (isSettled(suspect, sequence)) return;
  const before = suspect.event?.sequence === sequence ? suspect.event.tries : 0;
  const after = (tries: number): Mark => ({ ...suspect, event: { sequence, tries } });
  if (before + 1 >= LAST_TRY) await givenUp(guard, batch, event);
  else {
    await guard.write({ ...after(before + 1), tries: suspect.tries + 1 });
    guard.known.suspect = after(before);
    await surviving(guard, after(before), () => guard.handle({ ...batch, events: [event] }));
  }
  // Written, for its batch may come back through no fault of its own: another partition's event may kill the process.
  guard.known.suspect = { ...suspect, event: { sequence: sequence + 1, tries: 0 } };
  await guard.write(guard.known.suspect);
};

const isSettled = ({ from, event }: Mark, sequence: number): boolean =>
  event !== undefined && sequence >= from && sequence < event.sequence;

const givenUp = async (guard: Guarded, batch: ReceivedBatch, event: ReceivedEvent): Promise<void> => {
  const { hub, group, partition } = batch;
  guard.log.error('an event killed its process each time and is given up', {
    hub,
    group,
    partition,
    sequence: event.sequence,
  });
  await poisoned(guard)(batch, event);
};

/** A batch that threw has not killed anybody: the mark is taken back, so that whoever comes next does not think so. */
const surviving = async (guard: Guarded, back: Mark, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    // The store may be what does not answer; then the range is taken with more care than it needs, no more.
    await guard
      .write(back)
      .catch((cause) => guard.log.warn('a mark could not be taken back', { cause: String(cause) }));
    throw error;
  }
};
