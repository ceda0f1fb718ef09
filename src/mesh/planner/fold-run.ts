import type { MeshEvent } from '../../contracts/event';
import { MESH, meaningOf } from '../../contracts/event-types';
import { takesOrGivesRestricted } from '../../contracts/restricted';
import type { SchemaBook } from '../../contracts/schema-book';
import type { Catalog } from '../catalog';
import type { ClaimStore, Stood } from '../ports/claim-store';
import type { ContentStore } from '../ports/content-store';
import type { Content, FoldContext, Refusal } from './context';
import { emissionsOf } from './emissions';
import { fold } from './fold';
import type { Folded } from './fold';
import { LONGEST_LINE } from './line';
import type { Line } from './line';
import { planRun } from './plan-run';
import type { Arrival } from './read-batch';
import type { Run } from './run';

export interface FoldRunDeps {
  catalog: Pick<Catalog, 'planFor' | 'skill'>;
  book: Pick<SchemaBook, 'has' | 'holds' | 'faults' | 'schema'>;
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
  /** The line of its key as it is after this, where the run had to know it. */
  line?: Line;
}

/** The line of the key of a run. */
export interface Queue {
  /** undefined until it is asked for. */
  line: Line | undefined;
  find(): Promise<void>;
}

/** The line as the folds of one batch see it, each as the one before it left it. */
interface Sight {
  line: Line;
  asked: boolean;
}

const NOBODY: Line = { key: '', runs: [] };

/** What a fold asked for and was not told: it is found out, and everything is folded once more. */
interface Questions {
  contents: Set<string>;
  claims: Set<string>;
}

interface Answers {
  contents: Map<string, unknown>;
  claims: Map<string, Stood | undefined>;
  line: Line | undefined;
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
    { guessed = false, queue }: { guessed?: boolean; queue?: Queue | undefined } = {},
  ): Promise<FoldedRun> => {
    const answers: Answers = { contents: new Map(), claims: new Map(), line: queue?.line };
    for (;;) {
      const questions: Questions = { contents: new Set(), claims: new Set() };
      const sight: Sight = { line: answers.line ?? NOBODY, asked: false };
      const folded = foldAll(deps, before, arrivals, {
        context: contextWith(deps, questions, answers, sight),
        sight,
      });
      if (await findLine(questions, answers, sight, queue)) continue;
      if (guessed && questions.contents.size === 0 && questions.claims.size > 0)
        return { ...folded, open: true };
      if (!(await find(questions, answers, folded))) return folded;
    }
  };
};

/** Before anything that is for good; after contents, without which a fold may have asked for nothing. */
const findLine = async (
  { contents }: Questions,
  answers: Answers,
  { asked }: Sight,
  queue: Queue | undefined,
): Promise<boolean> => {
  if (!asked || answers.line || contents.size > 0) return false;
  await queue?.find();
  answers.line = queue?.line ?? NOBODY;
  return true;
};

const contextWith =
  ({ catalog, book, silenceMs }: FoldRunDeps, questions: Questions, answers: Answers, sight: Sight) =>
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
    line: () => {
      sight.asked = true;
      return sight.line;
    },
  });

const foldAll = (
  { catalog, book }: FoldRunDeps,
  before: Run | undefined,
  arrivals: readonly Arrival[],
  { context, sight }: { context: (at: number) => FoldContext; sight: Sight },
): FoldedRun => {
  let run = before;
  const out = new Set<string>();
  const contents: Content[] = [];
  const refused: FoldedRun['refused'][number][] = [];
  for (const arrival of arrivals) {
    const folded = foldOne(catalog, run, arrival, context(arrival.received.enqueuedAt));
    run = folded.run;
    sight.line = folded.line ?? sight.line;
    contents.push(...(folded.contents ?? []));
    for (const id of folded.out ?? []) out.add(id);
    if (folded.refused) refused.push({ arrival, reason: folded.refused });
  }
  if (!run) return { run, events: [], contents, refused };
  const emissions = emissionsOf(run, out, context(0).read, restrictedBy({ catalog, book }));
  const line = sight.asked ? { line: sight.line } : {};
  return { run, events: emissions.events, contents: [...contents, ...emissions.contents], refused, ...line };
};

const restrictedBy =
  ({ catalog, book }: Pick<FoldRunDeps, 'catalog' | 'book'>) =>
  (name: string): boolean => {
    const skill = catalog.skill(name);
    return skill !== undefined && takesOrGivesRestricted(book, skill);
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
  if (!planned) return { run, refused: noPlan(event) };
  const folded = planRun(event, planned, context);
  return folded.line && folded.line.runs.length > LONGEST_LINE ? { run, refused: lineFull(event) } : folded;
};

const lineFull = ({ partitionkey }: MeshEvent): Refusal => ({
  code: 'line-full',
  message: `${LONGEST_LINE} runs of key '${partitionkey}' wait for their turn already: see what the first of them waits for.`,
  passing: true,
});

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
