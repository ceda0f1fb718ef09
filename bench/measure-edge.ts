import { costOf } from './processes';
import type { Cost } from './cost';
import { perIntent } from './cost';
import { BATCH } from './intents';
import { postBatches, postSingles, type Stage } from './stage';
import { median, percentile } from './statistics';

const ROUNDS = 3;
/** Requests of each kind in a round; as many as make rounds of about the same length. */
const EMPTIES = 6_000;
const SINGLES = 2_500;
const BATCHES = 20;

export interface Edge {
  singlePerSecond: number;
  emptyFunctionPerSecond: number;
  /** Of a function that reads its request and gives an answer of the same size, and does nothing between. */
  answeringFunctionPerSecond: number;
  batchPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

const perSecond = ({ taken, seconds }: { taken: number; seconds: number }) => taken / seconds;

/**
 * How fast intents are taken in while nobody consumes them. Rounds of empty functions and of the gateway take turns, so that what
 * else the machine does hits all alike.
 */
export const measureEdge = async (stage: Stage): Promise<{ edge: Edge; cost: Cost }> => {
  for (const path of ['empty', 'answering', 'events']) await postSingles(stage, { amount: SINGLES, path });
  const empty: number[] = [];
  const answering: number[] = [];
  const single: number[] = [];
  const latencies: number[] = [];
  const costs: Cost[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    empty.push(perSecond(await postSingles(stage, { amount: EMPTIES, path: 'empty' })));
    answering.push(perSecond(await postSingles(stage, { amount: EMPTIES, path: 'answering' })));
    const { result, cpu } = await costOf(stage.processes(), () => postSingles(stage, { amount: SINGLES }));
    single.push(perSecond(result));
    latencies.push(...result.latencies);
    costs.push(perIntent(cpu, SINGLES));
  }
  await postBatches(stage, { kind: 'claimed', amount: BATCHES / 4 });
  const batches = await postBatches(stage, { kind: 'claimed', amount: BATCHES });
  return {
    edge: {
      singlePerSecond: median(single),
      emptyFunctionPerSecond: median(empty),
      answeringFunctionPerSecond: median(answering),
      batchPerSecond: perSecond(batches) * BATCH,
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
    },
    cost: medianCost(costs),
  };
};

const medianCost = (costs: readonly Cost[]): Cost =>
  Object.fromEntries(Object.keys(costs[0]!).map((part) => [part, median(costs.map((cost) => cost[part]!))]));
