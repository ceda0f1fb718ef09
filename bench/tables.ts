// `npm run bench:tables`: the laptop's table service against Azurite's, in turns, each a process of its own on the disk.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOf, requireProc } from './processes';
import { median } from './statistics';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    transactions: { type: 'string', default: '200' },
    singles: { type: 'string', default: '2000' },
    at: { type: 'string', default: '16' },
    out: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const AT_ONCE = Number(values.at);
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const ROWS = 100;

interface Service {
  name: string;
  port: number;
  process: ChildProcess;
}

interface Call {
  method: string;
  path: string;
  type: string;
  body: string;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(true));
    socket.once('error', () => done(false)).once('connect', () => socket.end());
  });

const startOurs = async (folder: string): Promise<Service> => {
  const script = resolve('dist/local/tables-main.js');
  const child = fork(script, ['--data', folder, '--port', '0'], { execArgv: [], stdio: 'inherit' });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { name: 'ours', port, process: child };
};

const startAzurite = async (folder: string): Promise<Service> => {
  const port = await freePort();
  const flags = ['--tableHost', '127.0.0.1', '--tablePort', String(port), '--location', folder];
  const child = spawn(
    process.execPath,
    [
      require.resolve('azurite/dist/src/table/main.js'),
      ...flags,
      '--skipApiVersionCheck',
      '--disableTelemetry',
      '--silent',
    ],
    { stdio: 'ignore' },
  );
  while (!(await accepts(port))) await sleep(50);
  return { name: 'azurite', port, process: child };
};

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
const key = Buffer.from(KEY, 'base64');

const send = (port: number, { method, path, type, body }: Call): Promise<number> =>
  new Promise((done, failed) => {
    const date = new Date().toUTCString();
    const signature = createHmac('sha256', key).update(`${date}\n/${ACCOUNT}${path}`).digest('base64');
    const headers = {
      authorization: `SharedKeyLite ${ACCOUNT}:${signature}`,
      'x-ms-date': date,
      'x-ms-version': '2019-02-02',
      accept: 'application/json;odata=minimalmetadata',
      dataserviceversion: '3.0',
      prefer: 'return-no-content',
      'content-type': type,
      'content-length': Buffer.byteLength(body),
    };
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
      answer.on('end', () => {
        // A transaction that was refused says so in its body.
        if (answer.statusCode! < 300 && !text.includes('odata.error')) done(answer.statusCode!);
        else failed(new Error(`${answer.statusCode} ${text.slice(0, 300)}`));
      });
    });
    asked.on('error', failed).end(body);
  });

/** As many at a time as there are connections. */
const sendAll = async (port: number, calls: readonly Call[]): Promise<void> => {
  const open = calls[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const call of open) await send(port, call);
    }),
  );
};

const JSON_TYPE = 'application/json;odata=nometadata';
const rowOf = (partition: string, row: string) =>
  JSON.stringify({
    PartitionKey: partition,
    RowKey: row,
    state: 'leased',
    holder: 'worker-1',
    leaseMs: 60_000,
    attempt: 1,
    'at@odata.type': 'Edm.DateTime',
    at: '2026-01-01T00:00:00.000Z',
    data: 'x'.repeat(200),
  });

const transactionOf = (port: number, table: string, nth: number): Call => {
  const partition = `p${nth % 64}`;
  const parts = Array.from({ length: ROWS }, (_, row) =>
    [
      '--changeset_1',
      'content-type: application/http',
      'content-transfer-encoding: binary',
      '',
      `POST http://127.0.0.1:${port}/${ACCOUNT}/${table} HTTP/1.1`,
      `Content-Type: ${JSON_TYPE}`,
      'Accept: application/json;odata=minimalmetadata',
      'DataServiceVersion: 3.0',
      'Prefer: return-no-content',
      '',
      '',
      rowOf(partition, `t${nth}-${row}`),
      '',
    ].join('\r\n'),
  ).join('');
  const body = `--batch_1\r\ncontent-type: multipart/mixed; boundary=changeset_1\r\n\r\n\r\n${parts}--changeset_1--\r\n--batch_1--\r\n`;
  return { method: 'POST', path: `/${ACCOUNT}/$batch`, type: 'multipart/mixed; boundary=batch_1', body };
};

const singleOf = (table: string, nth: number): Call => ({
  method: 'POST',
  path: `/${ACCOUNT}/${table}`,
  type: JSON_TYPE,
  body: rowOf(`p${nth % 64}`, `s${nth}`),
});
const readOf = (table: string, nth: number): Call => ({
  method: 'GET',
  path: `/${ACCOUNT}/${table}(PartitionKey='p${nth % 64}',RowKey='s${nth}')`,
  type: '',
  body: '',
});

type Phase = 'transactions of 100' | 'single inserts' | 'single reads';
interface Figures {
  rowsPerSecond: number;
  /** Of the service, in microseconds. */
  cpuPerRow: number;
}

const measure = async (
  { port, process: { pid } }: Service,
  calls: Call[],
  rows: number,
): Promise<Figures> => {
  const before = cpuOf({ service: [pid!] })['service']!;
  const start = performance.now();
  await sendAll(port, calls);
  const seconds = (performance.now() - start) / 1000;
  const cpuMs = cpuOf({ service: [pid!] })['service']! - before;
  return { rowsPerSecond: rows / seconds, cpuPerRow: (cpuMs * 1000) / rows };
};

const phases = async (service: Service, round: number): Promise<Record<Phase, Figures>> => {
  const table = `bench${round}`;
  const { port } = service;
  await send(port, {
    method: 'POST',
    path: `/${ACCOUNT}/Tables`,
    type: JSON_TYPE,
    body: JSON.stringify({ TableName: table }),
  });
  const transactions = Array.from({ length: Number(values.transactions) }, (_, nth) =>
    transactionOf(port, table, nth),
  );
  const singles = Array.from({ length: Number(values.singles) }, (_, nth) => singleOf(table, nth));
  const reads = singles.map((_, nth) => readOf(table, nth));
  return {
    'transactions of 100': await measure(service, transactions, transactions.length * ROWS),
    'single inserts': await measure(service, singles, singles.length),
    'single reads': await measure(service, reads, reads.length),
  };
};

const main = async () => {
  requireProc();
  const folder = mkdtempSync(join(tmpdir(), 'bench-tables-'));
  const services = [await startOurs(join(folder, 'ours')), await startAzurite(join(folder, 'azurite'))];
  const results: Record<string, Record<Phase, Figures>[]> = { ours: [], azurite: [] };
  try {
    for (let round = 0; round <= rounds; round += 1)
      // In turns, so that what else the machine does meets both; and the first round is for warming up.
      for (const service of round % 2 ? services : services.toReversed()) {
        const figures = await phases(service, round);
        if (round > 0) results[service.name]!.push(figures);
      }
  } finally {
    for (const service of services) service.process.kill('SIGKILL');
    agent.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
  const of = (name: string, phase: Phase, what: keyof Figures) =>
    median(results[name]!.map((round) => round[phase][what]));
  const table = (['transactions of 100', 'single inserts', 'single reads'] as const).map((phase) => {
    const [ours, azurite] = [of('ours', phase, 'rowsPerSecond'), of('azurite', phase, 'rowsPerSecond')];
    const [oursCpu, azuriteCpu] = [of('ours', phase, 'cpuPerRow'), of('azurite', phase, 'cpuPerRow')];
    return {
      phase,
      'ours rows/s': Math.round(ours),
      'azurite rows/s': Math.round(azurite),
      faster: Number((ours / azurite).toFixed(1)),
      'ours CPU µs/row': Math.round(oursCpu),
      'azurite CPU µs/row': Math.round(azuriteCpu),
      cheaper: Number((azuriteCpu / oursCpu).toFixed(1)),
    };
  });
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${rounds} rounds in turns, ${AT_ONCE} connections; medians`,
  );
  console.table(table);
  if (values.out)
    writeFileSync(values.out, `${JSON.stringify({ rounds, atOnce: AT_ONCE, table }, undefined, 2)}\n`);
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
