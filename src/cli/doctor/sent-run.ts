import { randomBytes } from 'node:crypto';
import { clientOf, type Client } from '../client';
import { sendFile } from '../intent-file';
import { standsStill, type RunView } from '../run-view';
import type { Patient } from './patient';

export interface SentRun {
  run: RunView;
  /** Id of the trace that it was sent in. */
  trace: string;
  /** Milliseconds until its run stood still; undefined where it did not in time. */
  ms: number | undefined;
}

/** An intent that nobody fulfils in this time is not fulfilled. */
export const WITHIN_MS = 60_000;

export const NOT_SENT = 'give --send <file>: a real intent, with real effects';

/** Everything that is sent belongs to one trace. */
const traced = (client: Client, trace: string): Client => {
  const traceparent = `00-${trace}-${randomBytes(8).toString('hex')}-01`;
  return {
    ...client,
    post: (path, body, contentType, headers) =>
      client.post(path, body, contentType, { ...headers, traceparent }),
  };
};

const send = async ({ url, token, options }: Patient, file: string): Promise<SentRun> => {
  const { type = 'business.invoice.intent', key } = options;
  const trace = randomBytes(16).toString('hex');
  const client = traced(clientOf({ url, token, ...(key && { key }) }), trace);
  const started = performance.now();
  const { runId, link } = await sendFile(client, file, { type, again: true });
  const query = new URLSearchParams(new URL(link).search);
  query.set('wait', '10');
  for (;;) {
    const run = await client.get<RunView>(`runs/${runId}?${query}`);
    const ms = performance.now() - started;
    if (standsStill(run)) return { run, trace, ms };
    if (ms > WITHIN_MS) return { run, trace, ms: undefined };
  }
};

const runs = new WeakMap<Patient, Promise<SentRun>>();

/** Sends the file of `--send` as an intent of its own, once, and waits until its run ends or somebody must act. */
export const sentRun = (patient: Patient): Promise<SentRun> | undefined => {
  const { send: file } = patient.options;
  if (!file) return undefined;
  const run = runs.get(patient) ?? send(patient, file);
  runs.set(patient, run);
  return run;
};
