// Invoices in number, for drills: `node scripts/drills/invoices.mjs --help`.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const HELP = `Usage: node scripts/drills/invoices.mjs send|tally --data FOLDER --runs FILE

  send   posts invoices, each with a number of its own, and notes their runs in FILE (JSONL)
  tally  asks after the runs in FILE, waits until all stand still, and tells how they ended and how long it took

  --data FOLDER    of the laptop's mesh (or MESH_URL, MESH_TOKEN, MESH_KEY for another)
  --runs FILE      where the runs are noted; send adds to it
  --count N        so many (100)
  --per-second N   at most so many a second (50)
  --name TEXT      the numbers are TEXT-0, TEXT-1, … (DRILL); the same name again is the same runs
  --priority P     high, normal or low
  --tenant NAME    as this tenant; on the laptop only, whose issuer signs for anybody (local)
  --amount-wrong   invoices that are rejected, so that nothing is booked
  --once           tally: tell how they stand now, and do not wait`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    runs: { type: 'string' },
    count: { type: 'string', default: '100' },
    'per-second': { type: 'string', default: '50' },
    name: { type: 'string', default: 'DRILL' },
    priority: { type: 'string' },
    tenant: { type: 'string', default: 'local' },
    'amount-wrong': { type: 'boolean' },
    once: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
const [what] = positionals;
if (values.help || !values.runs || !['send', 'tally'].includes(what)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const env = process.env;
const ports = values.data && JSON.parse(readFileSync(join(values.data, 'mesh.json'), 'utf8')).ports;
const url = ports ? `http://127.0.0.1:${ports.gateway}/api` : env.MESH_URL;
const tokens = new Map();
const tokenOf = async (tenant) => {
  if (!ports) return env.MESH_TOKEN;
  if (!tokens.has(tenant)) {
    const answer = await fetch(`http://127.0.0.1:${ports.issuer}/token?${new URLSearchParams({ tenant })}`);
    tokens.set(tenant, (await answer.json()).access_token);
  }
  return tokens.get(tenant);
};
const headersOf = async (tenant) => ({
  authorization: `Bearer ${await tokenOf(tenant)}`,
  ...(env.MESH_KEY && !ports && { 'ocp-apim-subscription-key': env.MESH_KEY }),
});

/** Does work for each item, so many at once. */
const each = async (items, atOnce, work) => {
  const left = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of left) await work(item);
    }),
  );
};

const sample = values['amount-wrong'] ? '07-invoice-wrong-totals' : '01-invoice-several-vat-rates';
const document = (number) =>
  readFileSync(`samples/invoices/${sample}.xml`, 'utf8').replace(
    /<cbc:ID>[^<]*<\/cbc:ID>/,
    `<cbc:ID>${number}</cbc:ID>`,
  );

/** As a careful caller does: the same reference again until it is accepted. */
const post = async (number) => {
  const query = new URLSearchParams({
    reference: number,
    ...(values.priority && { priority: values.priority }),
  });
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(`${url}/intents/business.invoice.intent?${query}`, {
      method: 'POST',
      headers: { ...(await headersOf(values.tenant)), 'content-type': 'application/xml' },
      body: document(number),
    }).catch((error) => ({ status: 0, text: async () => String(error) }));
    if (answer.status === 202) return (await answer.json()).runId;
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429)
      throw new Error(`${answer.status}: ${await answer.text()}`);
    if (tries === 1) console.error(`${number}: ${answer.status}, trying again`);
    await sleep(500);
  }
};

const send = async () => {
  const total = Number(values.count);
  const pace = 1000 / Number(values['per-second']);
  const start = performance.now();
  let sent = 0;
  await each(
    Array.from({ length: total }, (_, index) => index),
    16,
    async (index) => {
      await sleep(Math.max(0, start + index * pace - performance.now()));
      const number = `${values.name}-${index}`;
      const runId = await post(number);
      appendFileSync(
        values.runs,
        `${JSON.stringify({ runId, number, tenant: values.tenant, group: `${values.tenant} ${values.priority ?? 'normal'}` })}\n`,
      );
      sent += 1;
    },
  );
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${sent} invoices accepted in ${seconds.toFixed(0)} s (${(sent / seconds).toFixed(0)} a second)`,
  );
};

const STILL = new Set(['completed', 'failed', 'expired', 'cancelled', 'waiting', 'blocked']);
const readRun = async ({ runId, tenant }) => {
  const answer = await fetch(`${url}/runs/${runId}`, { headers: await headersOf(tenant) }).catch(
    () => undefined,
  );
  return answer?.ok ? answer.json() : { status: answer ? 'unknown' : 'no answer' };
};

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
const timesOf = (runs) => {
  const ms = runs
    .filter(({ endedAt }) => endedAt)
    .map(({ acceptedAt, endedAt }) => Date.parse(endedAt) - Date.parse(acceptedAt))
    .toSorted((a, b) => a - b);
  if (ms.length === 0) return '';
  const seconds = [0.5, 0.99, 1].map((q) => `${(quantile(ms, q) / 1000).toFixed(1)} s`);
  return `; from acceptance to end: half within ${seconds[0]}, 99 % within ${seconds[1]}, all within ${seconds[2]}`;
};

// Map.groupBy is not in Node 20.
const groupBy = (items, keyOf) => {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, groups.get(key) ?? []);
    groups.get(key).push(item);
  }
  return groups;
};

/** How it stands, and what was decided where it has ended. */
const wordOf = ({ status, output }) => (output?.decision ? `${status} (${output.decision})` : status);

const tell = (noted) => {
  for (const [group, members] of groupBy(noted, (one) => one.group)) {
    const runs = members.map(({ run }) => run);
    const statuses = [...groupBy(runs, wordOf)].map(([status, { length }]) => `${length} ${status}`);
    console.log(`${group}: ${members.length} runs: ${statuses.join(', ')}${timesOf(runs)}`);
  }
};

const tally = async () => {
  const lines = readFileSync(values.runs, 'utf8').trim().split('\n');
  const noted = [...new Map(lines.map((line) => JSON.parse(line)).map((one) => [one.runId, one])).values()];
  for (;;) {
    const moving = noted.filter(({ run }) => run === undefined || !STILL.has(run.status));
    await each(moving, 8, async (one) => {
      one.run = await readRun(one);
    });
    if (values.once || noted.every(({ run }) => STILL.has(run.status))) return tell(noted);
    await sleep(1000);
  }
};

await (what === 'send' ? send() : tally());
