import { NewerReleaseError, PlatformError } from '../../contracts/errors';
import { meaningOf } from '../../contracts/event-types';
import type { SchemaBook } from '../../contracts/schema-book';
import { schemaKeyOf, schemaVersion } from '../../contracts/schema-key';
import { told } from '../../contracts/problem';
import type { ReceivedBatch } from '../batch/received';
import type { Catalog } from '../catalog';
import { foldRun } from '../planner/fold-run';
import { SILENCE_MS } from '../planner/planner';
import { readBatch, type Arrival } from '../planner/read-batch';
import { hasEnded, type Run } from '../planner/run';
import type { ContentStore } from '../ports/content-store';
import type { RunStore } from '../ports/run-store';
import { OK, verdictOn, wouldDeadLetter, type Looked, type Verdict } from './verdict';

export interface LookAtRunsDeps {
  catalog: Pick<Catalog, 'planFor' | 'skill'>;
  book: Pick<SchemaBook, 'has' | 'holds' | 'faults' | 'schema'>;
  contents: Pick<ContentStore, 'get'>;
  runs: Pick<RunStore, 'load'>;
}

/** Nothing is made void by somebody who only looks. */
const claims = { void: async (tasks: readonly string[]) => tasks.map(() => undefined) };

/**
 * What this build's planner would make of intents and results: it plans and folds with the planner's own code, on the
 * runs as they stand, and throws away what comes of it.
 * @throws PlatformError when a store does not answer: the batch is delivered again
 */
export const lookAtRuns = (deps: LookAtRunsDeps) => {
  const folding = foldRun({ ...deps, claims, silenceMs: SILENCE_MS });

  /** By the planner's own code; an error that it would not survive is a reason too. */
  const folded = async (run: Run | undefined, arrivals: readonly Arrival[]): Promise<readonly Looked[]> => {
    const known = await folding(run, arrivals, { guessed: true }).catch(asCrash);
    return arrivals.map((arrival) => {
      const refusal =
        'crash' in known ? known.crash : known.refused.find((one) => one.arrival === arrival)?.reason;
      return { ...arrival, verdict: refusal ? verdictOn(refusal) : OK };
    });
  };

  const onItsRun = async (id: string, arrivals: readonly Arrival[]): Promise<readonly Looked[]> => {
    const run = (await deps.runs.load([id])).get(id)?.run;
    const verdict = run && unknownSkill(deps, run);
    return verdict ? arrivals.map((arrival) => ({ ...arrival, verdict })) : folded(run, arrivals);
  };

  const readable = async (id: string, arrivals: readonly Arrival[]): Promise<readonly Looked[]> => {
    const [intents, others] = parted(arrivals, isIntent);
    // An intent is planned as if it were new, though its run is long there: that is what the next one will meet.
    const planned = await Promise.all(intents.map((one) => folded(undefined, [one])));
    const rest = others.length > 0 ? await onItsRun(id, others).catch(asHeld(others)) : [];
    return [...planned.flat(), ...rest];
  };

  const ofRun = async ([id, arrivals]: readonly [string, readonly Arrival[]]): Promise<readonly Looked[]> => {
    const looked = arrivals.map((arrival) => ({ ...arrival, verdict: dataVerdict(deps, arrival) }));
    const fit = arrivals.filter((_, index) => looked[index]!.verdict.kind === 'ok');
    const rest = fit.length > 0 ? await readable(id, fit) : [];
    return [...looked.filter(({ verdict }) => verdict.kind !== 'ok'), ...rest];
  };

  return async (batch: ReceivedBatch): Promise<readonly Looked[]> => {
    const { byRun, letters } = readBatch(batch);
    const unread = letters.map(({ received, reason }) => ({ received, verdict: verdictOn(reason) }));
    return [...unread, ...(await Promise.all([...byRun].map(ofRun))).flat()];
  };
};

const isIntent = ({ event }: Arrival): boolean => meaningOf(event.type).kind === 'intent';

const parted = (all: readonly Arrival[], is: (one: Arrival) => boolean): [Arrival[], Arrival[]] => [
  all.filter(is),
  all.filter((one) => !is(one)),
];

/** Data that travels by reference is held against its schema by the fold. */
const dataVerdict = ({ book }: LookAtRunsDeps, { event }: Arrival): Verdict => {
  const meaning = meaningOf(event.type);
  if (meaning.kind === 'unknown' || meaning.kind === 'end')
    return wouldDeadLetter('unknown-type', `This build has no use for events of type '${event.type}' here.`);
  const key = schemaKeyOf(event.type, schemaVersion(event.dataschema) ?? 0);
  if (!book.has(key)) return wouldDeadLetter('invalid-data', `This build has no schema '${key}'.`);
  const faults = event.dataref === undefined ? book.faults(key, event.data ?? {}) : [];
  return faults.length > 0 ? wouldDeadLetter('invalid-data', `'${key}': ${told(faults)}`) : OK;
};

/** A run in flight that this build could not bring to its end: it names a skill that is not there. */
const unknownSkill = ({ catalog }: LookAtRunsDeps, run: Run): Verdict | undefined => {
  if (hasEnded(run)) return undefined;
  const ahead = Object.entries(run.plan.steps).filter(([name]) => run.steps[name] === undefined);
  const stranger = ahead.find(([, { skill }]) => catalog.skill(skill) === undefined);
  if (!stranger) return undefined;
  const [step, { skill }] = stranger;
  return wouldDeadLetter(
    'unknown-skill',
    `A run in flight needs '${skill}' for its step '${step}', which this build lacks.`,
  );
};

const asCrash = (error: unknown): { crash: { code: string; message: string } } => {
  if (error instanceof PlatformError) throw error;
  return { crash: { code: 'internal-error', message: `The planner failed at it: ${String(error)}` } };
};

const asHeld =
  (arrivals: readonly Arrival[]) =>
  (error: unknown): readonly Looked[] => {
    if (!(error instanceof NewerReleaseError)) throw error;
    const reason = { code: 'newer-release', message: error.message };
    return arrivals.map((arrival) => ({ ...arrival, verdict: { kind: 'would-hold', reason } }));
  };
