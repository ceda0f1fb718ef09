import { isMadeOf, isOfRun } from '../../contracts/dataref';
import type { TaskCreated } from '../../contracts/generated/schemas';
import { CLASSIFICATION } from '../../contracts/restricted';
import { parsePointer, valueAt } from '../planner/pointer';
import type { ContentStore } from '../ports/content-store';
import type { Log } from '../ports/log';
import { dead, type Outcome, type Reason } from './outcome';
import type { Patient } from './patience';
import type { SkillContext } from './skill';

/** Where restricted data is read and kept; only workers of its own lane have it. */
export type RestrictedStore = Pick<ContentStore, 'put' | 'get'>;

export interface RestrictedDeps {
  restricted?: RestrictedStore | undefined;
  patient: Patient;
}

type Gaps = NonNullable<TaskCreated['restricted']>;

/** A task that came where nobody may see its data: by a hub that is not its own, or from a release that knew no better. */
export const NOT_HERE: Outcome = dead(
  'not-for-this-worker',
  'its data is restricted, and this worker may not see it: it belongs on the hub tasks-restricted',
  { passing: true },
);

/** Whoever wrote the plan, or edited the task, restricted data reaches only skills that say that they take it. */
export const notMarked = (skill: string, input: string): Outcome =>
  dead(
    'strange-data',
    `'${skill}' was given restricted data, and '${input}' does not say that it takes such data: mark that schema with ${CLASSIFICATION}`,
  );

const ERASED: Outcome = {
  kind: 'failed',
  reason: { code: 'data-erased', message: 'The restricted data that this task needs was erased.' },
};

const strange = (ref: string): Outcome =>
  dead('strange-data', `'${ref}' is not the restricted data that this task was given`);

/** The input with the restricted data in its gaps; the outcome of the task where that cannot be. */
export const fillGaps = async (
  { restricted, patient }: RestrictedDeps,
  run: string,
  input: unknown,
  gaps: Gaps,
): Promise<{ input: unknown } | Outcome> => {
  if (!restricted) return NOT_HERE;
  const found = new Map<string, unknown>();
  for (const ref of new Set(gaps.map((gap) => gap.ref))) {
    // Whoever made the event, no task sees the data of another run.
    if (!isOfRun(ref, run)) return strange(ref);
    const bytes = await patient('read restricted data', () => restricted.get(ref));
    if (bytes === undefined) return ERASED;
    if (!isMadeOf(ref, bytes)) return strange(ref);
    found.set(ref, JSON.parse(Buffer.from(bytes).toString('utf8')));
  }
  return {
    input: gaps.reduce<unknown>(
      (whole, { at, ref, from }) =>
        placed(whole, parsePointer(at) ?? [], valueAt(found.get(ref), parsePointer(from) ?? [])),
      input,
    ),
  };
};

/** The value with a part of it replaced; a part that is not there is left out, as of any reference that leads nowhere. */
const placed = (whole: unknown, [name, ...rest]: readonly string[], part: unknown): unknown => {
  if (name === undefined) return part;
  const inner = placed(valueAt(whole, [name]), rest, part);
  if (Array.isArray(whole)) return whole.map((entry, index) => (String(index) === name ? inner : entry));
  const others = Object.entries(whole ?? {}).filter(([other]) => other !== name);
  return Object.fromEntries([...others, ...(inner === undefined ? [] : [[name, inner] as const])]);
};

/** What skills say may hold what they were given: of restricted data, only the code of a reason is told. */
export const withheld = (outcome: Outcome): Outcome => {
  switch (outcome.kind) {
    case 'failed':
    case 'dead':
      return { ...outcome, reason: withoutWords(outcome.reason) };
    default:
      return outcome;
  }
};

export const withoutWords = ({ code }: Reason): Reason => ({
  code,
  message: `'${code}': no more is told of it, for the data of this task is restricted.`,
});

const nothing = (): void => undefined;
const MUTE: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** What a skill sees of its surroundings when its data is restricted: its words go nowhere. */
export const unheard = (context: SkillContext): SkillContext => ({
  ...context,
  log: MUTE,
  progress: (fraction) => context.progress(fraction),
});
