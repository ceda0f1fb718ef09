import { parseTaskId } from '../../contracts/ids';
import type { Agent } from '../../mesh/catalog';
import type { Skill, SkillContext } from '../../mesh/worker/skill';
import { NEVER, type Life } from './life';

/** Watches skills while they are performed. */
export interface SkillWatch {
  /** The agent with its skills under watch. */
  readonly agent: Agent;
  /** Skills that are being performed, and do not listen to their signal. */
  busy(): number;
  /** Skills that are being performed and listen to their signal: it may be time that they wait for. */
  listening(): number;
  /** Resolves when a skill has begun, ended, or begun to listen. */
  change(): Promise<void>;
  /** How often that happened so far. */
  changes(): number;
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
  let changes = 0;
  const note = (change: () => void) => {
    change();
    changes += 1;
    tell();
    ({ promise: changed, resolve: tell } = Promise.withResolvers<void>());
  };
  const count = (state: string) => [...underWay.values()].filter((each) => each === state).length;

  /** Performs one call of a skill under watch. */
  const during = async <T>(
    context: SkillContext,
    work: (context: SkillContext) => T,
  ): Promise<Awaited<T>> => {
    const call = Symbol(context.key);
    const signal = observed(context.signal, () => note(() => underWay.set(call, 'listening')));
    note(() => underWay.set(call, 'busy'));
    try {
      return await work({ ...context, signal });
    } finally {
      note(() => underWay.delete(call));
    }
  };
  const performed =
    (skill: Skill): Skill['perform'] =>
    async (input, context) => {
      const mine = life();
      const step = stepOf(context);
      if (!mine.does(`perform ${step}`)) return NEVER;
      const output = await during(context, (observing) => skill.perform(input, observing));
      return mine.survives(step) ? output : NEVER;
    };
  const asked =
    (skill: Skill): NonNullable<Skill['probe']> =>
    async (input, context) => {
      const mine = life();
      const found = await during(context, (observing) => skill.probe?.(input, observing));
      return mine.isOver ? NEVER : found;
    };

  const underWatch = (skill: Skill): Skill => {
    const known = watched.get(skill) ?? {
      ...skill,
      perform: performed(skill),
      ...(skill.probe && { probe: asked(skill) }),
    };
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
    changes: () => changes,
    forget: () => note(() => underWay.clear()),
  };
};
