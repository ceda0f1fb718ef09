import type { Cost } from './cost';
import { perIntent } from './cost';
import { startParts, type Parts } from './parts';
import { costOf, peakOf } from './processes';
import { acceptedBy, type Stage } from './stage';

const CONSUMERS = ['planner', 'worker', 'operations'] as const;

/** @param tablePort another one than the table service's own, for somebody who stands before it */
export const startConsumers = ({ options }: Stage, tablePort = options.ports.table): Promise<Parts> =>
  startParts(CONSUMERS, { ...options, ports: { ...options.ports, table: tablePort } });

export interface Drained {
  intentsPerSecond: number;
  cost: Cost;
  /** Left running. */
  consumers: Parts;
}

/** Starts the consumers on the intents that wait, and lets them do all of them. */
export const drain = async (stage: Stage): Promise<Drained> => {
  const { observer } = stage;
  const intents = acceptedBy(stage) - observer.ended.size;
  observer.mark();
  const consumers = await startConsumers(stage);
  const { cpu } = await costOf({ ...stage.processes(), ...consumers.processes() }, () =>
    observer.untilEnded(acceptedBy(stage)),
  );
  return { intentsPerSecond: intents / observer.seconds(), cost: perIntent(cpu, intents), consumers };
};

export const peaks = (stage: Stage, consumers: Parts): Record<string, number> =>
  peakOf({ ...stage.processes(), ...consumers.processes() });
