import { handlingChanges } from '../../contracts/changes/handling';
import type { Schemas } from '../../contracts/changes/atom';
import { PlatformError } from '../../contracts/errors';
import { meaningOf } from '../../contracts/event-types';
import { parseTaskId } from '../../contracts/ids';
import type { SchemaBook } from '../../contracts/schema-book';
import type { ReceivedBatch } from '../batch/received';
import type { Catalog } from '../catalog';
import { inputOf } from '../planner/task-input';
import { readBatch, type Arrival } from '../planner/read-batch';
import type { Run } from '../planner/run';
import type { Read } from '../planner/scope';
import { withGaps } from '../planner/sealed';
import type { CanaryStore } from '../ports/canary-store';
import type { Clock } from '../ports/clock';
import type { ContentStore } from '../ports/content-store';
import type { Log } from '../ports/log';
import type { Metrics } from '../ports/metrics';
import type { RunStore } from '../ports/run-store';
import { attempt, type Tried } from '../worker/attempt';
import { completedWith } from '../worker/output';
import type { Skill } from '../worker/skill';
import { differencesOf } from './differences';
import { tallied, type Compared, type Comparison } from './tally';

/** By the name of a skill that the mesh performs: the one that is performed beside it. */
export type NextSkills = Readonly<Record<string, string>>;

export interface ShadowDeps {
  /** Which skills are compared; no others are performed. */
  next: NextSkills;
  catalog: Pick<Catalog, 'skill'>;
  book: SchemaBook;
  runs: Pick<RunStore, 'load'>;
  contents: Pick<ContentStore, 'get'>;
  outcomes: Pick<CanaryStore, 'update'>;
  clock: Clock;
  log: Log;
  metrics: Pick<Metrics, 'count'>;
}

/** A result whose task can be performed once more. */
interface Pair {
  arrival: Arrival;
  run: Run;
  skill: string;
  next: Skill;
  place: { step: string; item?: number };
}

/** What the mesh has of a task: an output, or the code of a business reason. */
type Actual = { output: unknown } | { code: string };

/**
 * Performs the next version of skills on tasks that the mesh has done, and compares what both gave. Only skills without
 * effects are performed, on the input that the run still knows; nothing is published.
 * @throws PlatformError when a store does not answer: the batch is delivered again
 */
export const shadow = (deps: ShadowDeps) => {
  const { runs, outcomes, clock, metrics } = deps;
  const nexts = performable(deps);
  const compare = comparing(deps);

  const pairOf = (arrival: Arrival, run: Run | undefined): Pair | undefined => {
    const key = parseTaskId(arrival.event.subject ?? '');
    const skill = key && run?.plan.steps[key.step]?.skill;
    const next = skill === undefined ? undefined : nexts.get(skill);
    if (!run || !key || skill === undefined || !next) return undefined;
    const { step, item } = key;
    return { arrival, run, skill, next, place: { step, ...(item !== undefined && { item }) } };
  };

  const pairsOf = async (batch: ReceivedBatch): Promise<readonly Pair[]> => {
    const byRun = [...readBatch(batch).byRun].map(([id, all]) => [id, all.filter(isTerminal)] as const);
    const wanted = byRun.filter(([, arrivals]) => arrivals.length > 0);
    const found = await runs.load(wanted.map(([id]) => id));
    return wanted.flatMap(([id, arrivals]) =>
      arrivals.flatMap((arrival) => pairOf(arrival, found.get(id)?.run) ?? []),
    );
  };

  const compared = async (pair: Pair): Promise<{ pair: Pair; compared: Compared } | undefined> => {
    const comparison = await compare(pair).catch(asBroken);
    if (!comparison) return undefined;
    const { event, received } = pair.arrival;
    metrics.count('mesh.canary.outcomes', 1, { 'mesh.skill': pair.skill, 'mesh.outcome': comparison.kind });
    const { sequence } = received;
    return { pair, compared: { sequence, task: event.subject!, tenant: pair.run.tenant, comparison } };
  };

  return async (batch: ReceivedBatch): Promise<void> => {
    if (nexts.size === 0) return;
    const all = (await Promise.all((await pairsOf(batch)).map(compared))).filter((one) => one !== undefined);
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    for (const [skill, ofSkill] of Map.groupBy(all, ({ pair }) => pair.skill)) {
      const key = { skill, next: ofSkill[0]!.pair.next.name, day, partition: batch.partition };
      await outcomes.update(key, (tally) =>
        tallied(
          tally,
          ofSkill.map((one) => one.compared),
        ),
      );
    }
  };
};

/** What the comparison itself stumbles over is nobody's loss, and must not hold the canary. */
const asBroken = (error: unknown): Comparison => {
  if (error instanceof PlatformError) throw error;
  return { kind: 'broken', code: 'internal-error' };
};

const isTerminal = ({ event }: Arrival): boolean => {
  const meaning = meaningOf(event.type);
  return meaning.kind === 'task' && (meaning.what === 'completed' || meaning.what === 'failed');
};

const schemasOf = (book: SchemaBook): Schemas =>
  Object.fromEntries(book.keys().map((key) => [key, book.schema(key)!]));

/** The skills to perform. @throws Error that names each that is not there, or that may not be performed for a comparison */
const performable = ({ next, catalog, book }: ShadowDeps): ReadonlyMap<string, Skill> => {
  const all = Object.entries(next).map(([skill, name]) => [skill, name, catalog.skill(name)] as const);
  const faults = all.flatMap(([, name, skill]) => faultOf(name, skill, schemasOf(book)) ?? []);
  if (faults.length > 0) throw new Error(`MESH_CANARY_SKILLS: ${faults.join('; ')}`);
  return new Map(all.flatMap(([name, , skill]) => (skill ? [[name, skill]] : [])));
};

/** Nothing may happen twice for a comparison, and nobody's personal data is looked at for it. */
const faultOf = (name: string, skill: Skill | undefined, schemas: Schemas): string | undefined => {
  if (!skill) return `no agent of this build offers '${name}'`;
  if (skill.effects !== 'none') return `'${name}' has effects: only skills with effects: 'none' are compared`;
  if (skill.by !== 'worker') return `'${name}' is performed by: ${skill.by}`;
  const classified = [skill.input, skill.output].find((key) => isClassified(key, schemas));
  return classified && `'${name}' takes or gives ${classified}, which holds personal data`;
};

const isClassified = (key: string, schemas: Schemas): boolean =>
  handlingChanges(key, {}, schemas).some(({ word }) => word === 'x-data-classification');

const comparing = ({ book, contents, clock, log }: ShadowDeps) => {
  const trying = attempt(clock);

  /** Reads until nothing more is asked for: what is asked for depends on what was read. */
  const withContents = async <T>(work: (read: Read) => T): Promise<T> => {
    const known = new Map<string, unknown>();
    for (;;) {
      const asked = new Set<string>();
      const done = work((ref) => {
        if (!known.has(ref)) asked.add(ref);
        return known.get(ref);
      });
      if (asked.size === 0) return done;
      for (const ref of asked) known.set(ref, await valueAt(ref));
    }
  };

  const valueAt = async (ref: string): Promise<unknown> => {
    const bytes = ref.startsWith('content/') ? await contents.get(ref) : undefined;
    return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown);
  };

  const schemas = schemasOf(book);

  const actualOf = async ({ event }: Arrival): Promise<Actual | undefined> => {
    const data = event.dataref === undefined ? event.data : await valueAt(event.dataref);
    if (data === undefined) return undefined;
    const { output, code } = data as { output?: unknown; code?: string };
    return code === undefined ? { output } : { code };
  };

  const perform = (skill: Skill, key: string, input: unknown): Promise<Tried> =>
    trying(skill, (context) => skill.perform(input, context), {
      key,
      deadline: undefined,
      log,
      progress: () => undefined,
    });

  return async ({ arrival, run, next, place }: Pair): Promise<Comparison | undefined> => {
    const actual = await actualOf(arrival);
    if (!actual) return undefined;
    const input = (await withContents((read) => inputOf(run, place, read))) ?? null;
    // Nobody's personal data is looked at for a comparison, whatever the schema of the skill says.
    if (withGaps(input).gaps.length > 0) return undefined;
    if (book.faults(next.input, input).length > 0) return { kind: 'broken', code: 'invalid-input' };
    return comparison({ book, schemas }, next, actual, await perform(next, arrival.event.subject!, input));
  };
};

const comparison = (
  { book, schemas }: { book: SchemaBook; schemas: Schemas },
  next: Skill,
  actual: Actual,
  tried: Tried,
): Comparison => {
  const found = endOf(book, next, tried);
  if ('broken' in found) return { kind: 'broken', code: found.broken };
  if ('code' in actual || 'code' in found) return ofEnds(actual, found);
  const differences = differencesOf(
    { actual: actual.output, next: found.output },
    { key: next.output, schemas },
  );
  return differences.length === 0 ? { kind: 'same' } : { kind: 'different', differences };
};

const endOf = (book: SchemaBook, next: Skill, tried: Tried): Actual | { broken: string } => {
  if (tried.kind === 'failed') return { code: tried.reason.code };
  if (tried.kind !== 'returned') return { broken: tried.reason.code };
  const outcome = completedWith(book, next, tried.value);
  return outcome.kind === 'completed' ? { output: outcome.output } : { broken: 'invalid-output' };
};

/** One of them said no, or both did: the codes are names that stand in code. */
const ofEnds = (actual: Actual, next: Actual): Comparison => {
  const said = (end: Actual) => ('code' in end ? `failed: ${end.code}` : 'completed');
  if (said(actual) === said(next)) return { kind: 'same' };
  const told = { actual: said(actual), next: said(next) };
  return { kind: 'different', differences: [{ pointer: '', kind: 'changed', told }] };
};
