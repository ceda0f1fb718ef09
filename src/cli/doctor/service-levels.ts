import { isWell } from '../run-view';
import { duration } from '../words';
import type { Area, Check } from './check';
import { fail, ok, skipped, warn } from './check';
import { NOT_SENT, sentRun, WITHIN_MS } from './sent-run';

/** docs/objectives.md: 99 % of what hands in intents is answered within that. */
const ACCEPTED_WITHIN_MS = 1_000;
const PROBES = 20;
const SLOW = 'See docs/operations/alerts/acceptance-latency.md.';

/** An empty batch is accepted like any other, and starts nothing. */
const EMPTY_BATCH = {
  method: 'POST',
  path: 'events',
  headers: { 'content-type': 'application/cloudevents-batch+json' },
  body: '[]',
};

const quick: Check = {
  name: `the API accepts within ${ACCEPTED_WITHIN_MS / 1000} s`,
  advice: SLOW,
  look: async ({ ask }) => {
    const times: number[] = [];
    for (let n = 0; n < PROBES; n += 1) {
      const { status, ms } = await ask(EMPTY_BATCH);
      if (status === 403) return skipped('your token has not the role Mesh.Publish');
      if (status !== 202) return fail(`an empty batch was answered with ${status}, not with 202`, SLOW);
      times.push(ms);
    }
    const sorted = times.toSorted((a, b) => a - b);
    const [median, slowest] = [sorted[PROBES / 2]!, sorted.at(-1)!];
    const told = `${PROBES} probes: half within ${median.toFixed(0)} ms, all within ${slowest.toFixed(0)} ms`;
    return median <= ACCEPTED_WITHIN_MS ? ok(told) : warn(told, SLOW);
  },
};

const fulfilled: Check = {
  name: 'an intent is fulfilled',
  advice: 'See what the mesh says of it, and where its runs stand: npm run mesh -- runs',
  look: async (patient) => {
    const sent = await sentRun(patient);
    if (!sent) return skipped(NOT_SENT);
    const { run, ms } = sent;
    const advice = `See what became of it: npm run mesh -- run ${run.runId}`;
    if (ms === undefined)
      return fail(
        `run ${run.runId} is ${run.status} after ${WITHIN_MS / 1000} s: does the worker run?`,
        advice,
      );
    const told = `run ${run.runId} is ${run.status} after ${duration(ms)}`;
    return isWell(run) ? ok(told) : fail(told, advice);
  },
};

export const serviceLevels: Area = { name: 'Service levels', checks: [quick, fulfilled] };
