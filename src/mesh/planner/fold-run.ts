import type { MeshEvent } from '../../contracts/event';
import { MESH, meaningOf } from '../../contracts/event-types';
import type { SchemaBook } from '../../contracts/schema-book';
import type { Catalog } from '../catalog';
import type { ClaimStore, Stood } from '../ports/claim-store';
import type { ContentStore } from '../ports/content-store';
import type { Content, FoldContext, Refusal } from './context';
import { emissionsOf } from './emissions';
import { fold } from './fold';
import type { Folded } from './fold';
import { planRun } from './plan-run';
import type { Arrival } from './read-batch';
import type { Run } from './run';

export interface FoldRunDeps {
  catalog: Pick<Catalog, 'planFor' | 'skill'>;
  book: Pick<SchemaBook, 'has' | 'holds' | 'faults'>;
  contents: Pick<ContentStore, 'get'>;
  claims: Pick<ClaimStore, 'void'>;
  silenceMs: number;
}

export interface FoldedRun {
  /** undefined when there is still no such run. */
  run: Run | undefined;
  events: readonly MeshEvent[];
  contents: readonly Content[];
  refused: readonly { arrival: Arrival; reason: Refusal }[];
  /** It could not be ended, because where the run stood was guessed. */
  open?: true;
}

/** What a fold asked for and was not told: it is found out, and everything is folded once more. */
interface Questions {
  contents: Set<string>;
  claims: Set<string>;
}

interface Answers {
  contents: Map<string, unknown>;
  claims: Map<string, Stood | undefined>;
}

/**
 * Folds all events of one run that came together, and makes the events that this gives out. On a run that is only
 * `guessed` no claim is made void, for that is for good.
 */
export const foldRun = (deps: FoldRunDeps) => {
  const find = finding(deps);
  return async (
    before: Run | undefined,
    arrivals: readonly Arrival[],
    { guessed = false } = {},
  ): Promise<FoldedRun> => {
    const answers: Answers = { contents: new Map(), claims: new Map() };
    for (;;) {
      const questions: Questions = { contents: new Set(), claims: new Set() };
      const folded = foldAll(deps, before, arrivals, contextWith(deps, questions, answers));
      if (guessed && questions.contents.size === 0 && questions.claims.size > 0)
        return { ...folded, open: true };
      if (!(await find(questions, answers, folded))) return folded;
    }
  };
};

const contextWith =
  ({ catalog, book, silenceMs }: FoldRunDeps, questions: Questions, answers: Answers) =>
  (at: number): FoldContext => ({
    at,
    silenceMs,
    book,
    skill: catalog.skill,
    read: (ref) => {
      if (!answers.contents.has(ref)) questions.contents.add(ref);
      return answers.contents.get(ref);
    },
    claim: (task) => {
      if (!answers.claims.has(task)) questions.claims.add(task);
      return answers.claims.get(task);
    },
  });

const foldAll = (
  { catalog }: FoldRunDeps,
  before: Run | undefined,
  arrivals: readonly Arrival[],
  context: (at: number) => FoldContext,
): FoldedRun => {
  let run = before;
  const out = new Set<string>();
  const contents: Content[] = [];
  const refused: FoldedRun['refused'][number][] = [];
  for (const arrival of arrivals) {
    const folded = foldOne(catalog, run, arrival, context(arrival.received.enqueuedAt));
    run = folded.run;
    contents.push(...(folded.contents ?? []));
    for (const id of folded.out ?? []) out.add(id);
    if (folded.refused) refused.push({ arrival, reason: folded.refused });
  }
  if (!run) return { run, events: [], contents, refused };
  const emissions = emissionsOf(run, out, context(0).read);
  return { run, events: emissions.events, contents: [...contents, ...emissions.contents], refused };
};

type FoldedOne = Partial<Omit<Folded, 'run'>> & { run: Run | undefined };

const foldOne = (
  catalog: FoldRunDeps['catalog'],
  run: Run | undefined,
  { event }: Arrival,
  context: FoldContext,
): FoldedOne => {
  if (run) return fold(run, event, context);
  if (event.type === MESH.runCheck) return { run };
  if (meaningOf(event.type).kind !== 'intent') return { run, refused: noRun(event) };
  const planned = catalog.planFor(event.type);
  return planned ? planRun(event, planned, context) : { run, refused: noPlan(event) };
};

const noRun = ({ correlationid }: MeshEvent): Refusal => ({
  code: 'no-run',
  message: `There is no run ${correlationid}, or not yet.`,
  passing: true,
});

// The gateway knows the types of intents: where the planner does not, a deployment is rolling.
const noPlan = ({ type }: MeshEvent): Refusal => ({
  code: 'no-plan',
  message: `No agent of this build has a plan for '${type}'.`,
  passing: true,
});

/** Finds the answers; false when nothing was asked. */
const finding =
  ({ contents, claims }: FoldRunDeps) =>
  async (questions: Questions, answers: Answers, { contents: fresh }: FoldedRun): Promise<boolean> => {
    // Contents before claims: what was folded without them may have asked for the wrong ones, and a void is for good.
    if (questions.contents.size > 0) {
      const written = new Map(fresh.map(({ ref, bytes }) => [ref, bytes]));
      for (const refs of chunks([...questions.contents])) {
        const found = await Promise.all(
          refs.map(async (ref) => written.get(ref) ?? (await contents.get(ref))),
        );
        refs.forEach((ref, index) => answers.contents.set(ref, valueIn(found[index])));
      }
      return true;
    }
    const tasks = [...questions.claims];
    if (tasks.length === 0) return false;
    const found = await claims.void(tasks);
    tasks.forEach((task, index) => answers.claims.set(task, found[index]));
    return true;
  };

const AT_ONCE = 50;

const chunks = (refs: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(refs.length / AT_ONCE) }, (_, index) =>
    refs.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );

/** What was erased, or is not JSON, counts as not there. */
const valueIn = (bytes: Uint8Array | undefined): unknown => {
  try {
    return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown);
  } catch {
    return undefined;
  }
};
