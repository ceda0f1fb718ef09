import { acceptedBy, postSteadily, type Stage } from './stage';
import { percentile } from './statistics';

/** From what leaves the machine nearly idle to what fills it. */
const RATES = [10, 50, 100];
const SECONDS = 10;

export interface Latency {
  intentsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

const latencyAt = async (stage: Stage, perSecond: number): Promise<Latency> => {
  const { observer } = stage;
  // The first intents pay for connections that have yet to be opened, and belong to no steady state.
  await postSteadily(stage, { perSecond, amount: perSecond });
  const sent = await postSteadily(stage, { perSecond, amount: perSecond * SECONDS });
  await observer.untilEnded(acceptedBy(stage));
  const latencies = sent.flatMap(({ runId, at }) => {
    const ended = observer.ended.get(runId);
    return ended === undefined ? [] : [ended - at];
  });
  return {
    intentsPerSecond: perSecond,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
};

/** From when an intent was due to be posted until the broker had the event that its run is completed; at several rates. */
export const measureLatency = async (stage: Stage): Promise<readonly Latency[]> => {
  const measured: Latency[] = [];
  for (const rate of RATES) measured.push(await latencyAt(stage, rate));
  return measured;
};
