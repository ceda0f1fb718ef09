import { summed, type Spot, type Tally } from '../../canary/tally';
import type { CanaryStore, TallyKey } from '../../ports/canary-store';
import { type LetterAccess, visibleTo } from '../letter-access';
import { ref, type Route } from '../route';

export interface CanaryRouteDeps extends LetterAccess {
  outcomes: Pick<CanaryStore, 'all'>;
}

type Row = TallyKey & { tally: Tally };

/** The example is of somebody's run: it is shown to those who may see that. */
const spotView = ({ example, ...spot }: Spot, visible: readonly string[]) => ({
  ...spot,
  ...(visible.includes(example.tenant) && { example: example.task }),
});

const reportOf = (rows: readonly Row[], visible: readonly string[]) => {
  const { skill, next } = rows[0]!;
  const days = rows.map(({ day }) => day).toSorted();
  const { compared, same, spots, broken } = summed(rows.map(({ tally }) => tally));
  return {
    skill,
    next,
    since: days[0]!,
    until: days.at(-1)!,
    compared,
    same,
    differences: spots
      .toSorted((one, other) => other.count - one.count)
      .map((spot) => spotView(spot, visible)),
    broken,
  };
};

/** What the canary has compared. */
export const canaryRoutes = (deps: CanaryRouteDeps): readonly Route[] => [
  {
    method: 'GET',
    path: 'canary',
    operationId: 'GetCanary',
    summary: 'See what the canary compared',
    description:
      'Tells for each skill that the canary performs beside the mesh how often it gave the same, and where not. Counts are of the whole mesh; examples are tasks that the caller may see. Values are told only where a schema lists them.',
    role: 'Mesh.Operate',
    responses: { 200: { description: 'A report for each skill that was compared.', schema: ref('Canary') } },
    handle: async (_request, caller) => {
      const rows = await deps.outcomes.all();
      const bySkill = Map.groupBy(rows, ({ skill, next }) => JSON.stringify([skill, next]));
      const visible = visibleTo(caller, deps);
      const skills = [...bySkill.values()].map((ofSkill) => reportOf(ofSkill, visible));
      return {
        status: 200,
        body: { skills: skills.toSorted((one, other) => (one.skill < other.skill ? -1 : 1)) },
      };
    },
  },
];
