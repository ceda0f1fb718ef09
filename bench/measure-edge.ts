import { costOf } from './processes';
import type { Cost } from './cost';
import { perIntent } from './cost';
import { BATCH } from './intents';
import { postBatches, postSingles, type Stage } from './stage';
import { median, percentile } from './statistics';

const ROUNDS = 5;
const WARM_UP = 2_000;
const SINGLES = 1_500;
const BATCHES = 40;

export interface Edge {
  singlePerSecond: number;
  emptyFunctionPerSecond: number;
  batchPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

const perSecond = ({ taken, seconds }: { taken: number; seconds: number }) => taken / seconds;

/**
 * How fast intents are taken in while nobody consumes them. Rounds of the empty function and of the gateway take turns,
 * so that what else the machine does hits both alike.
 */
export const measureEdge = async (stage: Stage): Promise<{ edge: Edge; cost: Cost }> => {
  await postSingles(stage, { amount: WARM_UP, path: 'empty' });
  await postSingles(stage, { amount: WARM_UP });
  const empty: number[] = [];
  const single: number[] = [];
  const latencies: number[] = [];
  const costs: Cost[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    empty.push(perSecond(await postSingles(stage, { amount: SINGLES, path: 'empty' })));
    const { result, cpu } = await costOf(stage.processes(), () => postSingles(stage, { amount: SINGLES }));
    single.push(perSecond(result));
    latencies.push(...result.latencies);
    costs.push(perIntent(cpu, SINGLES));
  }
  await postBatches(stage, { amount: BATCHES / 4 });
  const batches = await postBatches(stage, { amount: BATCHES });
  return {
    edge: {
      singlePerSecond: median(single),
      emptyFunctionPerSecond: median(empty),
      batchPerSecond: perSecond(batches) * BATCH,
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
    },
    cost: medianCost(costs),
  };
};

const medianCost = (costs: readonly Cost[]): Cost =>
  Object.fromEntries(Object.keys(costs[0]!).map((part) => [part, median(costs.map((cost) => cost[part]!))]));
