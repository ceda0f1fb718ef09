import type { Plan } from '../../contracts/plan';

/** How the steps of a plan hang together. */
export interface Graph {
  /** Each step after all that it waits for, otherwise as the plan has them. */
  order: readonly string[];
  /** By step: the steps that name it in their `onFailure`. */
  guards: ReadonlyMap<string, readonly string[]>;
  /** By step: the steps that it needs for their outcome, the guards apart. */
  needs: ReadonlyMap<string, readonly string[]>;
}

// Plans are never changed once made, and a run is folded many times.
const known = new WeakMap<Plan, Graph>();

/** @throws Error for a plan with a cycle, which no checked plan has */
export const graphOf = (plan: Plan): Graph => {
  const graph = known.get(plan) ?? drawn(plan);
  known.set(plan, graph);
  return graph;
};

/** All steps that have settled when this one is due. */
export const stepsBefore = (plan: Plan, step: string): ReadonlySet<string> => {
  const { guards, needs } = graphOf(plan);
  const found = new Set<string>();
  const visit = (name: string): void => {
    for (const other of before(guards, needs)(name)) if (!found.has(other)) visit(other);
    if (name !== step) found.add(name);
  };
  visit(step);
  return found;
};

const drawn = (plan: Plan): Graph => {
  const guards = guardsOf(plan);
  const needs = new Map(
    Object.entries(plan.steps).map(([name, step]) => [
      name,
      step.needs.filter((need) => !guards.get(name)?.includes(need)),
    ]),
  );
  return { order: ordered(Object.keys(plan.steps), before(guards, needs)), guards, needs };
};

const guardsOf = (plan: Plan): ReadonlyMap<string, readonly string[]> => {
  const guards = new Map<string, string[]>();
  for (const [name, { onFailure = [] }] of Object.entries(plan.steps))
    for (const handler of onFailure) guards.set(handler, [...(guards.get(handler) ?? []), name]);
  return guards;
};

const before =
  (...edges: readonly ReadonlyMap<string, readonly string[]>[]) =>
  (name: string): readonly string[] =>
    edges.flatMap((map) => map.get(name) ?? []);

const ordered = (
  names: readonly string[],
  needsOf: (name: string) => readonly string[],
): readonly string[] => {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (name: string, path: readonly string[]): void => {
    if (state.get(name) === 'done') return;
    if (state.get(name) === 'open')
      throw new Error(
        `the steps ${[...path.slice(path.indexOf(name)), name].join(' -> ')} wait for each other`,
      );
    state.set(name, 'open');
    for (const need of needsOf(name)) visit(need, [...path, name]);
    state.set(name, 'done');
    order.push(name);
  };
  for (const name of names) visit(name, []);
  return order;
};
