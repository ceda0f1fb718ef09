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

/** What the canary compared of one skill. */
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

/** One kind of events that the build of the canary could not go on with. */
interface Stumble {
  outcome: 'would-dead-letter' | 'would-hold';
  type?: string;
  code: string;
  count: number;
  /** Id of a run. */
  example?: string;
}

/** What the canary made of the events of one hub. */
export interface HubReport {
  hub: string;
  since: string;
  until: string;
  looked: number;
  stumbles: readonly Stumble[];
}

/** As `GET /api/canary` answers. */
export interface CanaryReport {
  hubs: readonly HubReport[];
  skills: readonly SkillReport[];
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

const OUTCOMES = {
  'would-dead-letter': 'dead letter',
  'would-hold': 'hold its partition',
} as const satisfies Record<Stumble['outcome'], string>;

const dayOf = (hubs: readonly HubReport[]): string => {
  const days = hubs.flatMap(({ since, until }) => [since, until]).toSorted();
  return days[0] === days.at(-1) ? days[0]! : `${days[0]} to ${days.at(-1)}`;
};

const ofEvents = (hubs: readonly HubReport[]): string => {
  const stumbles = hubs.flatMap(({ hub, looked, stumbles: found }) =>
    found.map((one) => [
      hub,
      one.type ?? '(unreadable)',
      OUTCOMES[one.outcome],
      one.code,
      share(one.count, looked),
      one.example,
    ]),
  );
  return lines(
    `Events that the canary's build has seen, ${dayOf(hubs)}`,
    `  ${hubs.map(({ hub, looked }) => `${hub} ${looked}`).join(', ')}`,
    stumbles.length === 0 && '  it would go on with all of them',
    stumbles.length > 0 && tableOf(['HUB', 'TYPE', 'WOULD', 'WHY', 'EVENTS', 'FOR EXAMPLE'], stumbles),
    stumbles.length > 0 && '  Each one, and why, is in the log of the canary.',
  );
};

const NO_SKILLS =
  'It has compared no skill. Name what it is to perform beside the mesh: MESH_CANARY_SKILLS={"<skill>@1":"<skill>@2"}';
const NOTHING =
  'No canary has seen anything yet. On this machine: npm start -- --with canary. On Azure: azd env set MESH_CANARY true';

/** What an operator reads before a build is rolled out, or a version is made the current one. */
export const canaryReport = ({ hubs, skills }: CanaryReport): string => {
  if (hubs.length === 0 && skills.length === 0) return NOTHING;
  return [
    ...(hubs.length > 0 ? [ofEvents(hubs)] : []),
    ...(skills.length > 0 ? skills.map(ofSkill) : [NO_SKILLS]),
  ].join('\n\n');
};
