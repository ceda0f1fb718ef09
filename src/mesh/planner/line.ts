import type { MeshEvent } from '../../contracts/event';
import { derivedId } from '../../contracts/ids';
import type { Plan } from '../../contracts/plan';
import type { FoldContext } from './context';
import { outcomeOf } from './outcome';
import { hasEnded } from './run';
import type { Run } from './run';
import { isFinal, tasksOf } from './tasks';
import type { Place } from './tasks';

/** A run that has something to do in the order of its key: by which skills, without their versions. */
export interface InLine {
  run: string;
  skills: readonly string[];
}

/** The runs of one key in the order in which their intents came. Who has nothing left to do in order is not in it. */
export interface Line {
  /** Of tenant and partition key; it falls into the bucket of the runs. */
  key: string;
  runs: readonly InLine[];
}

/** Runs that one key may keep waiting. Its row is written with each run that comes or goes, and has to fit. */
export const LONGEST_LINE = 10_000;

/** What a run does in order, by its plan's steps. Without a key it is its own: nobody else waits for it. */
export const orderedIn = (
  { tenantid, partitionkey }: MeshEvent,
  { steps }: Plan,
  skill: FoldContext['skill'],
): Pick<Run, 'ordered'> => {
  const ordered = Object.entries(steps).filter(([, step]) => skill(step.skill)?.order === 'key');
  if (ordered.length === 0) return {};
  const key = partitionkey === undefined ? {} : { key: derivedId(tenantid!, partitionkey) };
  // A new version of a skill goes on where the one before it is: the effects are on the same things.
  const skills = ordered.map(([name, step]) => [name, step.skill.split('@')[0]!]);
  return { ordered: { ...key, steps: Object.fromEntries(skills) as Record<string, string> } };
};

/** The skills by which a run has something left to do in order. */
export const skillsLeft = (run: Run): readonly string[] => {
  if (!run.ordered || hasEnded(run)) return [];
  const left = Object.entries(run.ordered.steps).filter(
    ([step]) => outcomeOf(run.plan.steps[step]!, run.steps[step]) === 'open',
  );
  return [...new Set(left.map(([, skill]) => skill))];
};

/** The run whose turn it is. */
export const firstFor = (line: Line, skill: string): string | undefined =>
  line.runs.find(({ skills }) => skills.includes(skill))?.run;

/** A run that has come into its line, gone on in it or left it, the line after that, and the runs whose turn it makes. */
export interface Moved {
  run: Run;
  /** Absent where it stands where it stood. */
  line?: Line;
  next: readonly string[];
}

/** What becomes of its line when a run goes on. `line` is asked for only where it is needed. */
export const moved = (run: Run, line: () => Line): Moved => {
  const { ordered } = run;
  const left = skillsLeft(run);
  if (ordered?.key === undefined || left.length === (ordered.left?.length ?? 0)) return { run, next: [] };
  return {
    run: { ...run, ordered: { ...ordered, left } },
    ...movedIn(line(), { run: run.id, skills: left }),
  };
};

const movedIn = (line: Line, run: InLine): Omit<Moved, 'run'> => {
  const stood = line.runs.find((other) => other.run === run.run);
  const stays = run.skills.length > 0 ? [run] : [];
  const runs = stood
    ? line.runs.flatMap((other) => (other === stood ? stays : [other]))
    : [...line.runs, ...stays];
  const after = { ...line, runs };
  const done = (stood?.skills ?? []).filter(
    (skill) => !run.skills.includes(skill) && firstFor(line, skill) === run.run,
  );
  return { line: after, next: [...new Set(done.flatMap((skill) => firstFor(after, skill) ?? []))] };
};

/** Of the tasks that are ready, those that may go, and whether others are held by the runs before this one. */
export const inTurn = (
  run: Run,
  ready: readonly Place[],
  line: () => Line,
): { go: readonly Place[]; held: boolean } => {
  const { key, steps = {} } = run.ordered ?? {};
  const skillOf = ({ step }: Place) => (Object.hasOwn(steps, step) ? steps[step] : undefined);
  // One after the other inside a run too: steps of one skill, and the items of a list.
  const taken = new Set(
    tasksOf(run)
      .filter(({ task }) => !isFinal(task))
      .map(skillOf),
  );
  let held = false;
  const go = ready.filter((place) => {
    const skill = skillOf(place);
    if (skill === undefined) return true;
    if (taken.has(skill)) return false;
    if (key !== undefined && firstFor(line(), skill) !== run.id) {
      held = true;
      return false;
    }
    taken.add(skill);
    return true;
  });
  return { go, held };
};
