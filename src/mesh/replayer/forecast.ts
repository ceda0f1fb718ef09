import type { Catalog } from '../catalog';
import type { LetterSummary } from '../letters/letter';
import { hasEnded } from '../planner/run';
import type { RunStore } from '../ports/run-store';
import { hubFor } from './where-to';
import { deadlineOf } from './deadline';
import type { DeadlineRule } from './replay';
import { runBehind, runsOf } from './runs-of';

/** What a replay would do. */
export interface Forecast {
  /** Letters. */
  total: number;
  /** Where they would go, and how many. */
  byHub: Readonly<Record<string, number>>;
  byState: Readonly<Record<string, number>>;
  /** Skills whose effect may have happened already and would happen again, and how many letters ask for it. */
  mayRepeat: readonly { skill: string; letters: number; why: string }[];
  /** Letters whose deadline, as the event has it, is past. */
  pastDeadline: number;
  /** Letters that would expire all the same, by the rule for deadlines. */
  wouldExpire: number;
  /** Letters that would be refused, because what they carried was erased. */
  erased: number;
  /** Letters that would be refused, because their run has ended. */
  runEnded: number;
}

export interface ForecastDeps {
  runs: Pick<RunStore, 'load'>;
  catalog: Pick<Catalog, 'skill'>;
}

/** The reason with which a worker gives up on an effect of which nobody knows whether it happened. */
const UNCERTAIN = 'uncertain';
const WHY = 'its effect may have happened, and what it acts on cannot be asked';

const counted = (values: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(values, (value) => value)].map(([value, { length }]) => [value, length]),
  );

/** Foretells what a replay of letters would do, without doing any of it. */
export const forecast =
  ({ runs, catalog }: ForecastDeps) =>
  async (letters: readonly LetterSummary[], rule: DeadlineRule, now: number): Promise<Forecast> => {
    const known = await runsOf(runs, letters);
    const mayRepeat = ({ skill, reason }: LetterSummary): boolean => {
      const known = skill === undefined ? undefined : catalog.skill(skill);
      return known?.effects === 'external' && known.repeat === 'never' && reason.code === UNCERTAIN;
    };
    const isPast = (deadline: string | undefined) => deadline !== undefined && Date.parse(deadline) < now;
    const repeating = counted(letters.filter(mayRepeat).map(({ skill }) => skill!));
    return {
      total: letters.length,
      byHub: counted(letters.map((letter) => hubFor(letter) ?? 'nowhere')),
      byState: counted(letters.map(({ state }) => state)),
      mayRepeat: Object.entries(repeating).map(([skill, letters]) => ({ skill, letters, why: WHY })),
      pastDeadline: letters.filter(({ deadline }) => isPast(deadline)).length,
      wouldExpire: letters.filter(({ deadline, lastAt }) => isPast(deadlineOf(deadline, rule, now - lastAt)))
        .length,
      erased: letters.filter(({ erased }) => erased !== undefined).length,
      runEnded: letters.filter((letter) => {
        const run = runBehind(letter);
        const found = run === undefined ? undefined : known.get(run);
        return found !== undefined && hasEnded(found);
      }).length,
    };
  };
