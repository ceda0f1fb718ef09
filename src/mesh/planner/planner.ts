import { PlatformError } from '../../contracts/errors';
import type { MeshEvent } from '../../contracts/event';
import { meaningOf } from '../../contracts/event-types';
import type { ReceivedBatch } from '../batch/received';
import type { ContentStore } from '../ports/content-store';
import type { DeadLetter, DeadLetters } from '../ports/dead-letters';
import type { Log } from '../ports/log';
import type { Metrics } from '../ports/metrics';
import type { Publisher } from '../ports/publisher';
import type { LineChange, RunStore, StoredRun } from '../ports/run-store';
import type { Tracer } from '../ports/tracer';
import type { Content } from './context';
import { foldRun } from './fold-run';
import type { FoldRunDeps, FoldedRun } from './fold-run';
import { keyOf, lineOfBatch } from './queues';
import type { LineOfBatch } from './queues';
import { letterOf, readBatch } from './read-batch';
import type { Arrival } from './read-batch';
import { measureEnd } from './measure-end';
import { hasEnded } from './run';
import type { Run } from './run';
import { runCache } from './run-cache';
import type { RunCache } from './run-cache';

export interface PlannerDeps extends Omit<FoldRunDeps, 'contents' | 'silenceMs'> {
  runs: RunStore;
  contents: ContentStore;
  publisher: Pick<Publisher, 'publish'>;
  deadLetters: DeadLetters;
  log: Log;
  tracer: Tracer;
  metrics: Metrics;
  /** How long a task may be silent before it is emitted again; milliseconds. */
  silenceMs?: number;
  /** How much of runs is kept in memory: bytes of JSON, about. */
  cacheBytes?: number;
}

export const SILENCE_MS = 2 * 60_000;
const CACHE_BYTES = 64 * 1024 * 1024;
/** Somebody else writes a run only while partitions move: more than a few conflicts are no coincidence. */
const TRIES = 5;

/** Where a run stands before its events are folded. */
interface Pending {
  id: string;
  arrivals: readonly Arrival[];
  stored: StoredRun | undefined;
  /** Remembered, or taken for new, and not asked for: a write will tell whether that is right. */
  guessed: boolean;
}

/** `line`: as it is after this, where it is not as it was read. */
type Work = Pending & { folded: FoldedRun; line?: LineChange };

interface Folds {
  sure: Work[];
  /** To be folded once more, on what is read by then. */
  doubtful: readonly Pending[];
}

/**
 * Folds the events of one batch into their runs and sends what follows: one load, one save and one send for all of
 * them together. Serves intents and results alike; doing a batch twice does no harm.
 *
 * @returns a function that throws PlatformError when the batch must be delivered again
 */
export const planner = (deps: PlannerDeps) => {
  const { publisher, deadLetters } = deps;
  const foldAndSave = folding(deps);

  return async (batch: ReceivedBatch): Promise<void> => {
    const { byRun, letters } = readBatch(batch);
    const works = await foldAndSave(byRun);
    await settle(deadLetters, [...letters, ...works.flatMap((work) => lettersOf(batch, work))]);
    await send(
      publisher,
      works.flatMap(({ folded }) => folded.events),
    );
  };
};

/** Of the run's own trace, in whichever batch its events came. */
const spanOf = ({ id, arrivals }: Pending) => ({
  kind: 'consumer' as const,
  parent: arrivals[0]!.event.traceparent,
  attributes: { 'mesh.run': id, 'mesh.events': arrivals.length },
});

const folding = ({
  runs,
  contents,
  log,
  tracer,
  metrics,
  silenceMs = SILENCE_MS,
  cacheBytes = CACHE_BYTES,
  ...rest
}: PlannerDeps) => {
  const fold = foldRun({ ...rest, contents, silenceMs });
  const cache = runCache(cacheBytes);
  const key = keyOf(rest.catalog);

  const foldOne = async (one: Pending, queue?: LineOfBatch): Promise<Work> => {
    const folded = await tracer.span('fold', spanOf(one), () =>
      fold(one.stored?.run, one.arrivals, { ...one, queue }),
    );
    const line = queue?.changeTo(folded.line);
    return { ...one, folded, ...(line && { line }) };
  };

  /** Each sees the line as the one before it left it, so that who comes after one that is in doubt is in doubt too. */
  const foldInOrder = async (line: string, pending: readonly Pending[]): Promise<Folds> => {
    const queue = lineOfBatch(runs, line);
    const works: Work[] = [];
    for (const [nth, one] of pending.entries()) {
      const work = await foldOne(one, queue);
      if (!isSure(work)) return { sure: works, doubtful: pending.slice(nth) };
      queue.line = work.folded.line ?? queue.line;
      works.push(work);
    }
    return { sure: works, doubtful: [] };
  };

  const foldAlone = async (pending: readonly Pending[]): Promise<Folds> => {
    const works = await Promise.all(pending.map((one) => foldOne(one)));
    const [sure, doubtful] = parted(works, isSure);
    return { sure, doubtful };
  };

  const foldAll = async (pending: readonly Pending[]): Promise<Folds> => {
    const byKey = Map.groupBy(pending, key);
    const folds = await Promise.all(
      [...byKey].map(([line, of]) => (line === undefined ? foldAlone(of) : foldInOrder(line, of))),
    );
    return {
      sure: folds.flatMap(({ sure }) => sure),
      doubtful: folds.flatMap(({ doubtful }) => doubtful),
    };
  };

  /** Folds, keeps and answers the runs whose writes conflicted. */
  const attempt = async (pending: readonly Pending[]): Promise<{ done: Work[]; again: Pending[] }> => {
    const { sure, doubtful } = await foldAll(pending);
    await keep(
      contents,
      sure.flatMap(({ folded }) => folded.contents),
    );
    const conflicts = await save(runs, cache, sure.filter(hasChanged));
    const again = sure.filter((work) => conflicts.has(work.id));
    const done = sure.filter((work) => !conflicts.has(work.id));
    for (const work of done) told({ log, metrics }, work);
    return { done, again: inOrder(pending, [...again, ...doubtful]) };
  };

  return async (byRun: ReadonlyMap<string, readonly Arrival[]>): Promise<readonly Work[]> => {
    const done: Work[] = [];
    let pending = await begun(runs, cache, byRun);
    for (let tries = 0; pending.length > 0; tries += 1) {
      if (tries === TRIES)
        throw new PlatformError(`${pending.length} runs were written by others at the same time`);
      const result = await attempt(pending);
      done.push(...result.done);
      for (const { id } of result.again) cache.delete(id);
      pending = await loaded(runs, result.again);
    }
    return done;
  };
};

/** What is remembered is not read, and neither is what should not be there yet: an intent seldom comes twice. */
const begun = async (
  runs: RunStore,
  cache: RunCache,
  byRun: ReadonlyMap<string, readonly Arrival[]>,
): Promise<readonly Pending[]> => {
  const guesses = [...byRun].map(([id, arrivals]) => {
    const stored = cache.get(id);
    return { id, arrivals, stored, guessed: stored !== undefined || isIntent(arrivals[0]!) };
  });
  const read = await loaded(
    runs,
    guesses.filter(({ guessed }) => !guessed),
  );
  return inOrder(guesses, [...guesses.filter(({ guessed }) => guessed), ...read]);
};

const isIntent = ({ event }: Arrival): boolean => meaningOf(event.type).kind === 'intent';

const loaded = async (
  runs: RunStore,
  wanted: readonly Pick<Pending, 'id' | 'arrivals'>[],
): Promise<readonly Pending[]> => {
  if (wanted.length === 0) return [];
  const read = await runs.load(wanted.map(({ id }) => id));
  return wanted.map(({ id, arrivals }) => ({ id, arrivals, stored: read.get(id), guessed: false }));
};

/** Runs of one key are folded in the order in which they came. */
const inOrder = (all: readonly Pending[], some: readonly Pending[]): Pending[] => {
  const byId = new Map(some.map((one) => [one.id, one]));
  return all.flatMap(({ id }) => byId.get(id) ?? []);
};

const hasChanged = ({ stored, folded }: Work): boolean =>
  folded.run !== undefined && folded.run !== stored?.run;

/** A write tells that a guess was wrong; where nothing is written, the store has to be asked. */
const isSure = (work: Work): boolean =>
  !work.guessed || (hasChanged(work) && work.folded.refused.length === 0 && !work.folded.open);

const parted = (works: readonly Work[], is: (work: Work) => boolean): [Work[], Work[]] => [
  works.filter(is),
  works.filter((work) => !is(work)),
];

const PUTS_AT_ONCE = 50;

// Before the runs: a run never refers to what is not there.
const keep = async (contents: ContentStore, items: readonly Content[]): Promise<void> => {
  const unique = [...new Map(items.map((item) => [item.ref, item])).values()];
  for (let from = 0; from < unique.length; from += PUTS_AT_ONCE)
    await Promise.all(
      unique.slice(from, from + PUTS_AT_ONCE).map(({ ref, bytes }) => contents.put(ref, bytes)),
    );
};

/** Answers the ids of those that somebody else had written. */
const save = async (
  runs: RunStore,
  cache: RunCache,
  works: readonly Work[],
): Promise<ReadonlySet<string>> => {
  if (works.length === 0) return new Set();
  const saved = await runs.save(
    works.map(({ stored, folded, line }) => ({
      run: folded.run!,
      ...(stored && { etag: stored.etag }),
      ...(line && { line }),
    })),
  );
  const conflicts = new Set<string>();
  works.forEach(({ id, folded }, index) => {
    const result = saved[index]!;
    if (result.kind === 'saved') cache.set({ run: folded.run!, etag: result.etag });
    else conflicts.add(id);
  });
  return conflicts;
};

/** Of a run that is kept as another: whoever comes later with the same finds it so, and tells nothing. */
const told = ({ log, metrics }: Pick<PlannerDeps, 'log' | 'metrics'>, { stored, folded }: Work): void => {
  const { run } = folded;
  if (!run || run.status === stored?.run.status) return;
  if (hasEnded(run)) measureEnd(metrics, run);
  log.info(`run ${run.status}`, { ...fieldsOf(run), type: run.intent.type });
};

const fieldsOf = ({ id, tenant, intent }: Run) => ({
  run: id,
  tenant,
  ...(intent.traceparent !== undefined && { trace: intent.traceparent }),
});

const lettersOf = (batch: ReceivedBatch, { folded }: Work): readonly DeadLetter[] =>
  folded.refused.map(({ arrival, reason }) => letterOf(batch, arrival, reason));

const settle = async (deadLetters: DeadLetters, letters: readonly DeadLetter[]): Promise<void> => {
  if (letters.length > 0) await deadLetters(letters);
};

const send = async (publisher: PlannerDeps['publisher'], events: readonly MeshEvent[]): Promise<void> => {
  if (events.length === 0) return;
  const fates = await publisher.publish(events);
  const lost = fates.find((fate) => !fate.sent);
  if (lost && !lost.sent)
    throw new PlatformError('the broker did not take all that the runs gave out', { cause: lost.error });
};
