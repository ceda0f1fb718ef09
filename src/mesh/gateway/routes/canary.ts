import { type Looks, type Stumble, summedLooks } from '../../canary/looks';
import { summed, type Spot, type Tally } from '../../canary/tally';
import type { CanaryStore, LooksKey, TallyKey } from '../../ports/canary-store';
import { type LetterAccess, visibleTo } from '../letter-access';
import { ref, type Route } from '../route';

export interface CanaryRouteDeps extends LetterAccess {
  outcomes: Pick<CanaryStore, 'all' | 'looks'>;
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

const stumbleView = ({ example, ...stumble }: Stumble, visible: readonly string[]) => ({
  ...stumble,
  ...(example && visible.includes(example.tenant) && { example: example.run }),
});

const hubReportOf = (rows: readonly (LooksKey & { looks: Looks })[], visible: readonly string[]) => {
  const days = rows.map(({ day }) => day).toSorted();
  const { looked, stumbles } = summedLooks(rows.map(({ looks }) => looks));
  return {
    hub: rows[0]!.hub,
    since: days[0]!,
    until: days.at(-1)!,
    looked,
    stumbles: stumbles
      .toSorted((one, other) => other.count - one.count)
      .map((stumble) => stumbleView(stumble, visible)),
  };
};

/** What the canary has compared, and what it would have stumbled over. */
export const canaryRoutes = (deps: CanaryRouteDeps): readonly Route[] => [
  {
    method: 'GET',
    path: 'canary',
    operationId: 'GetCanary',
    summary: 'See what the canary compared',
    description:
      'Tells which events of each hub the build of the canary could not go on with, and for each skill that it performs beside the mesh how often it gave the same, and where not. Counts are of the whole mesh; examples are runs and tasks that the caller may see. Values are told only where a schema lists them.',
    role: 'Mesh.Operate',
    responses: {
      200: { description: 'A report for each hub and each skill.', schema: ref('Canary') },
    },
    handle: async (_request, caller) => {
      const [rows, looks] = await Promise.all([deps.outcomes.all(), deps.outcomes.looks()]);
      const bySkill = Map.groupBy(rows, ({ skill, next }) => JSON.stringify([skill, next]));
      const visible = visibleTo(caller, deps);
      const skills = [...bySkill.values()].map((ofSkill) => reportOf(ofSkill, visible));
      const byHub = Map.groupBy(looks, ({ hub }) => hub);
      const hubs = [...byHub.values()].map((ofHub) => hubReportOf(ofHub, visible));
      return {
        status: 200,
        body: {
          hubs: hubs.toSorted((one, other) => (one.hub < other.hub ? -1 : 1)),
          skills: skills.toSorted((one, other) => (one.skill < other.skill ? -1 : 1)),
        },
      };
    },
  },
];
