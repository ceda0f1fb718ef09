// The load generator, a process of its own so that its cost is not the mesh's.
import autocannon from 'autocannon';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Flooded, LoadRequest, Steadied } from './load-protocol';

type Flood = Extract<LoadRequest, { kind: 'flood' }>;
type Steady = Extract<LoadRequest, { kind: 'steady' }>;

const flood = ({ url, headers, body, amount, connections }: Flood): Promise<Flooded> =>
  new Promise((resolve, reject) => {
    const latencies: number[] = [];
    const begun = performance.now();
    let ended = begun;
    const run = autocannon(
      { url, method: 'POST', headers, body, idReplacement: true, amount, connections },
      (error, result) => {
        if (error) return reject(error);
        const taken = result['2xx'];
        resolve({ taken, refused: amount - taken, seconds: (ended - begun) / 1000, latencies });
      },
    );
    run.on('response', (_client, _status: number, _bytes: number, ms: number) => {
      latencies.push(ms);
      ended = performance.now();
    });
  });

const post = async ({ url, headers, body }: Steady, at: number): Promise<{ runId: string; at: number }> => {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: body.replaceAll('[<id>]', randomUUID()),
  });
  if (response.status !== 202) throw new Error(`answered ${response.status}: ${await response.text()}`);
  const { accepted } = (await response.json()) as { accepted: { runId: string }[] };
  return { runId: accepted[0]!.runId, at };
};

const refused = (error: Error): undefined => console.error(`not taken: ${error.message}`) as undefined;

/** Latency counts from when a request was due, so that a slow answer does not hide those behind it. */
const steady = async (request: Steady): Promise<Steadied> => {
  const begun = Date.now();
  const posts: Promise<{ runId: string; at: number } | undefined>[] = [];
  for (let nth = 0; nth < request.amount; nth += 1) {
    const at = begun + (nth * 1000) / request.perSecond;
    await sleep(Math.max(0, at - Date.now()));
    posts.push(post(request, at).catch(refused));
  }
  const answers = await Promise.all(posts);
  const sent = answers.filter((answer) => answer !== undefined);
  return { sent, refused: answers.length - sent.length };
};

process.on('message', (request: LoadRequest) => {
  const working = request.kind === 'flood' ? flood(request) : steady(request);
  void working.then(
    (result) => process.send!({ result }),
    (error: unknown) => process.send!({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
