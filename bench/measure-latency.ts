import { acceptedBy, postSteadily, type Stage } from './stage';
import { percentile } from './statistics';

const PER_SECOND = 100;
const AMOUNT = 1_000;

export interface Latency {
  p50Ms: number;
  p99Ms: number;
}

/** From when an intent was due to be posted until the broker had the event that its run is completed. */
export const measureLatency = async (stage: Stage): Promise<Latency> => {
  const { observer } = stage;
  // The first intents pay for connections that have yet to be opened, and belong to no steady state.
  await postSteadily(stage, { perSecond: PER_SECOND, amount: PER_SECOND });
  const sent = await postSteadily(stage, { perSecond: PER_SECOND, amount: AMOUNT });
  await observer.untilEnded(acceptedBy(stage));
  const latencies = sent.flatMap(({ runId, at }) => {
    const ended = observer.ended.get(runId);
    return ended === undefined ? [] : [ended - at];
  });
  return { p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99) };
};
