import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { startFromCommandLine } from '../local/supervisor/command';
import { runningParts } from '../local/supervisor/registry';
import type { LocalMesh } from '../local/supervisor/supervisor';
import { addressOf } from './address';
import { clientOf, type Client } from './client';
import { sendFile } from './intent-file';
import { tableOf } from './print';
import type { RunView } from './run-view';
import { watch } from './watch';

const FOLDER = 'samples/invoices';

interface Decision {
  decision?: string;
  supplier?: string;
  number?: string;
  amount?: string;
  currency?: string;
  reasons?: { text: string }[];
}

interface Triaged {
  file: string;
  run: RunView;
  ms: number;
}

/** Sends one sample and follows its run; says each step as it is done. */
const triage = async (client: Client, file: string): Promise<Triaged> => {
  const started = performance.now();
  const { runId, link } = await sendFile(client, join(FOLDER, file), {
    type: 'business.invoice.intent',
    again: true,
  });
  const run = await watch(client, `runs/${runId}${new URL(link).search}`, (line) =>
    console.log(`  ${basename(file, '.xml').padEnd(52)} ${line}`),
  );
  return { file, run, ms: performance.now() - started };
};

const decisionOf = ({ run }: Triaged): Decision => (run.output ?? {}) as Decision;

const WAITS: Readonly<Record<string, string>> = {
  waiting: 'waits for a person',
  blocked: 'is blocked by a dead letter',
};

const rowOf = (triaged: Triaged): unknown[] => {
  const { supplier, number, amount, currency, decision, reasons } = decisionOf(triaged);
  const { run, ms, file } = triaged;
  return [
    supplier ?? basename(file, '.xml'),
    number,
    amount && `${amount} ${currency ?? ''}`,
    decision ?? WAITS[run.status] ?? run.status,
    (reasons?.map(({ text }) => text) ?? (run.failure ? [run.failure.message] : [])).join('\n'),
    `${(ms / 1000).toFixed(1)} s`,
    run.runId,
  ];
};

const invitation = (
  { options: { ports, data } }: LocalMesh,
  example: string,
  waiting: Triaged | undefined,
): string => {
  const api = `http://127.0.0.1:${ports.gateway}/api`;
  const worker = runningParts(data).find(({ role }) => role === 'worker');
  return `
What to try next (the mesh stays up; Ctrl-C stops it):

  Post an invoice yourself:
    curl -s "${api}/intents/business.invoice.intent?reference=my-first" \\
      -H "authorization: Bearer $(npm run -s mesh -- token)" -H "content-type: application/xml" \\
      --data-binary @${FOLDER}/${example}

  Look at a run (its URL is in the answer), or at all of them:
    curl -s ${api}/runs/<run id> -H "authorization: Bearer $(npm run -s mesh -- token)"
    npm run mesh -- runs
${waiting ? `\n  Approve what waits for a person:\n    npm run mesh -- answer ${waiting.run.runId}.approve --approve\n    npm run mesh -- run ${waiting.run.runId}\n` : ''}
  Kill the worker in the middle of its work, and see that nothing is lost and nothing is booked twice:
    npm run mesh -- send ${FOLDER}/${example} --again & sleep 0.5; kill -9 ${worker?.functionPid ?? worker?.pid}
    npm run mesh -- runs
    npm run mesh -- ps
`;
};

const demo = async (mesh: LocalMesh): Promise<void> => {
  const client = clientOf(addressOf({ data: mesh.options.data }));
  const files = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.xml'))
    .sort();
  console.log(`The mesh is up. Triaging ${files.length} sample invoices …\n`);
  const triaged: Triaged[] = [];
  // One after the other: whether one is a duplicate depends on what was booked before.
  for (const file of files) triaged.push(await triage(client, file));
  console.log(
    `\n${tableOf(['SUPPLIER', 'NUMBER', 'AMOUNT', 'DECISION', 'REASONS', 'TIME', 'RUN'], triaged.map(rowOf), [30, 14, 16, 20, 56, 7, 37])}`,
  );
  console.log(
    invitation(
      mesh,
      files[0]!,
      triaged.find(({ run }) => run.status === 'waiting'),
    ),
  );
};

startFromCommandLine({ command: 'npm run demo', then: demo });
