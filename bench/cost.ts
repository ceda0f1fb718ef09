import type { Cpu } from './processes';
import { sum } from './statistics';

/** Milliseconds of CPU for one intent, by part. */
export type Cost = Readonly<Record<string, number>>;

/** What is ours: the functions, and the host that they run in. */
const OURS = ['gateway', 'planner', 'worker', 'operations'];
/** What an intent needs besides, and what in Azure are services. */
const SERVICES = ['broker', 'storage', 'tables', 'issuer'];

export const perIntent = (cpu: Cpu, intents: number): Cost =>
  Object.fromEntries(Object.entries(cpu).map(([part, ms]) => [part, ms / intents]));

/** The costs of phases that an intent goes through one after the other. */
export const added = (...costs: readonly Cost[]): Cost => {
  const parts = [...new Set(costs.flatMap((cost) => Object.keys(cost)))];
  return Object.fromEntries(parts.map((part) => [part, sum(costs.map((cost) => cost[part] ?? 0))]));
};

const of = (parts: readonly string[], values: Readonly<Record<string, number>>): number =>
  sum(parts.map((part) => values[part] ?? 0));

export const ours = (values: Readonly<Record<string, number>>): number => of(OURS, values);
export const withServices = (values: Readonly<Record<string, number>>): number =>
  of([...OURS, ...SERVICES], values);
