import { parseTaskId } from '../../contracts/ids';
import type { Agent } from '../../mesh/catalog';
import type { Skill, SkillContext } from '../../mesh/worker/skill';
import { NEVER, type Life } from './life';

/** Watches skills while they are performed. */
export interface SkillWatch {
  /** The agent with its skills under watch. */
  readonly agent: Agent;
  /** Skills that are being performed, and do not wait for their time to be up. */
  busy(): number;
  /** Skills that are being performed and listen to their signal: it may be time that they wait for. */
  listening(): number;
  /** Resolves when a skill has ended, or has begun to listen. */
  change(): Promise<void>;
  /** The process is dead, and nothing of it goes on. */
  forget(): void;
}

const stepOf = ({ key }: SkillContext): string => {
  const { step, item } = parseTaskId(key)!;
  return item === undefined ? step : `${step}.${item}`;
};

/** A signal of its own for one call, that tells when somebody listens to it. */
const observed = (signal: AbortSignal, heard: () => void): AbortSignal => {
  const own = AbortSignal.any([signal]);
  const listen = own.addEventListener.bind(own);
  own.addEventListener = (...given: Parameters<typeof listen>) => {
    heard();
    listen(...given);
  };
  return own;
};

export const watchSkills = (agent: Agent, life: () => Life): SkillWatch => {
  const underWay = new Map<symbol, 'busy' | 'listening'>();
  const watched = new Map<Skill, Skill>();
  let { promise: changed, resolve: tell } = Promise.withResolvers<void>();
  const note = (change: () => void) => {
    change();
    tell();
    ({ promise: changed, resolve: tell } = Promise.withResolvers<void>());
  };
  const count = (state: string) => [...underWay.values()].filter((each) => each === state).length;

  const performed =
    (skill: Skill) =>
    async (input: unknown, context: SkillContext): Promise<unknown> => {
      const mine = life();
      const step = stepOf(context);
      if (!mine.does(`perform ${step}`)) return NEVER;
      const call = Symbol(step);
      const signal = observed(context.signal, () => note(() => underWay.set(call, 'listening')));
      underWay.set(call, 'busy');
      try {
        const output = await skill.perform(input, { ...context, signal });
        return mine.survives(step) ? output : NEVER;
      } finally {
        note(() => underWay.delete(call));
      }
    };

  const underWatch = (skill: Skill): Skill => {
    const known = watched.get(skill) ?? { ...skill, perform: performed(skill) };
    watched.set(skill, known);
    return known;
  };

  return {
    agent: {
      ...agent,
      plans: agent.plans.map((plan) => ({ ...plan, skills: plan.skills.map(underWatch) })),
    },
    busy: () => count('busy'),
    listening: () => count('listening'),
    change: () => changed,
    forget: () => note(() => underWay.clear()),
  };
};
