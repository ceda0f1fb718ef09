import { PlatformError } from '../../../src/contracts/errors';
import type { Skill } from '../../../src/mesh/worker/skill';

export type Meddle = (name: string, call: () => Promise<unknown>) => Promise<unknown>;

/** Puts `meddle` between the worker and all that it can call; `name` is `port.method`. */
export const meddled = <P extends Record<string, object>>(ports: P, meddle: Meddle): P => {
  const methodOf =
    (name: string, method: (...args: unknown[]) => Promise<unknown>) =>
    (...args: unknown[]) =>
      meddle(name, () => method(...args));
  const portOf = (name: string, port: object): unknown => {
    if (typeof port === 'function') return methodOf(name, port as never);
    const methods = Object.entries(port).filter(([, member]) => typeof member === 'function');
    return {
      ...port,
      ...Object.fromEntries(
        methods.map(([method, member]) => [method, methodOf(`${name}.${method}`, member as never)]),
      ),
    };
  };
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, portOf(name, port)])) as P;
};

/** A skill whose doings are boundaries too. */
export const meddledSkill = (skill: Skill, meddle: Meddle): Skill => ({
  ...skill,
  perform: (input, context) => meddle('skill.perform', async () => skill.perform(input, context)),
  ...(skill.probe && {
    probe: (input: unknown, context: Parameters<Skill['perform']>[1]) =>
      meddle('skill.probe', async () => skill.probe!(input, context)),
  }),
});

/** Writes down what is called. */
export const recording =
  (trace: string[]): Meddle =>
  (name, call) => {
    trace.push(name);
    return call();
  };

export type When = 'before' | 'after';

/** Dies at the nth call, before or after it was made: from then on nothing answers. */
export const dyingAt = (nth: number, when: When) => {
  let calls = 0;
  let dead = false;
  let die = () => {};
  const died = new Promise<'died'>((resolve) => {
    die = () => {
      dead = true;
      resolve('died');
    };
  });
  const never = new Promise<never>(() => undefined);
  const meddle: Meddle = async (_name, call) => {
    if (dead) return never;
    if (calls++ !== nth) {
      const answer = await call();
      return dead ? never : answer;
    }
    if (when === 'after') await call().catch(() => undefined);
    die();
    return never;
  };
  return { meddle, died, isDead: () => dead };
};

/** At the nth call: the port fails once, after it did what it was asked or without. */
export const failingAt = (nth: number, when: When) => {
  let calls = 0;
  let visited = false;
  const meddle: Meddle = async (name, call) => {
    if (name.startsWith('skill.')) return call();
    if (calls++ !== nth) return call();
    visited = true;
    if (when === 'after') await call();
    throw new PlatformError(`${name} failed ${when} it was done`);
  };
  return { meddle, wasVisited: () => visited };
};
