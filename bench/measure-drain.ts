import type { Cost } from './cost';
import { perIntent } from './cost';
import { startParts, type Parts } from './parts';
import { costOf, peakOf } from './processes';
import { postBatches, type Stage } from './stage';
import { sum } from './statistics';

const CLAIMED_BATCHES = 40;

const CONSUMERS = ['planner', 'worker', 'operations'] as const;

/** @param tablePort another one than the table service's own, for somebody who stands before it */
export const startConsumers = ({ options }: Stage, tablePort = options.ports.table): Promise<Parts> =>
  startParts(CONSUMERS, { ...options, ports: { ...options.ports, table: tablePort } });

const acceptedOf = ({ accepted }: Stage): number => sum(Object.values(accepted));

export interface Drained {
  intentsPerSecond: number;
  cost: Cost;
}

/** Starts the consumers on what has been accepted, and lets them do it all. */
const drain = async (stage: Stage): Promise<{ drained: Drained; consumers: Parts }> => {
  const { observer } = stage;
  const count = acceptedOf(stage) - observer.ended.size;
  observer.mark();
  const consumers = await startConsumers(stage);
  const { cpu } = await costOf({ ...stage.processes(), ...consumers.processes() }, () =>
    observer.untilEnded(acceptedOf(stage)),
  );
  return {
    drained: { intentsPerSecond: count / observer.seconds(), cost: perIntent(cpu, count) },
    consumers,
  };
};

/** Of intents that wait: three tasks each without claims. The consumers are left running. */
export const drainUnclaimed = drain;

/** Of intents with one claimed task each, accepted while the consumers were stopped. */
export const drainClaimed = async (stage: Stage): Promise<Drained> => {
  await postBatches(stage, { kind: 'claimed', amount: CLAIMED_BATCHES });
  const { drained, consumers } = await drain(stage);
  await consumers.stop();
  return drained;
};

export const peaks = (stage: Stage, consumers: Parts): Record<string, number> =>
  peakOf({ ...stage.processes(), ...consumers.processes() });
