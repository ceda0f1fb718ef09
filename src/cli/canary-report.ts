import { lines } from './output';
import { tableOf } from './table';

interface Told {
  actual: unknown;
  next: unknown;
}

/** One place where outputs differed. */
interface Spot {
  pointer: string;
  kind: 'changed' | 'missing' | 'added';
  count: number;
  told?: Told;
  /** Id of a task. */
  example?: string;
}

/** What the canary compared of one skill, as `GET /api/canary` answers. */
export interface SkillReport {
  skill: string;
  next: string;
  since: string;
  until: string;
  compared: number;
  same: number;
  differences: readonly Spot[];
  broken: Readonly<Record<string, number>>;
}

const KINDS = {
  changed: 'is another',
  missing: 'is not there any more',
  added: 'is there now',
} as const satisfies Record<Spot['kind'], string>;

const saidOf = ({ told, kind }: Spot): string =>
  told ? `${JSON.stringify(told.actual)} -> ${JSON.stringify(told.next)}` : KINDS[kind];

const share = (count: number, of: number): string => `${count} (${((100 * count) / of).toFixed(1)} %)`;

const promotion = ({ skill, next }: SkillReport): string => {
  const [name, version] = next.split('@');
  return skill === next
    ? 'It is the same version in another build: deploying that build makes it the current one.'
    : `To make it the current one: MESH_SKILL_VERSIONS={"${name}":"${version}"} (Azure: azd env set MESH_SKILL_VERSIONS ${name}=${version})`;
};

const ofSkill = (report: SkillReport): string => {
  const { skill, next, since, until, compared, same, differences, broken } = report;
  const codes = Object.entries(broken);
  return lines(
    `${skill} beside ${next}, ${since === until ? since : `${since} to ${until}`}`,
    `  the same: ${share(same, compared)} of ${compared} tasks`,
    codes.length > 0 &&
      `  gave nothing to compare: ${codes.map(([code, count]) => `${code} ${count}`).join(', ')}`,
    differences.length > 0 &&
      tableOf(
        ['WHERE', 'WHAT', 'TASKS', 'FOR EXAMPLE'],
        differences.map((spot) => [
          spot.pointer || '(the outcome)',
          saidOf(spot),
          share(spot.count, compared),
          spot.example,
        ]),
      ),
    `  ${promotion(report)}`,
  );
};

/** What an operator reads before a version is made the current one. */
export const canaryReport = (skills: readonly SkillReport[]): string =>
  skills.length === 0
    ? 'The canary has compared nothing. Name what it is to perform beside the mesh: MESH_CANARY_SKILLS={"<skill>@1":"<skill>@2"}'
    : skills.map(ofSkill).join('\n\n');
