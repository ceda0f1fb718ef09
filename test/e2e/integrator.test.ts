import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { MeshProblem, meshClient, type MeshClient } from '../../clients/typescript/src';
import { FINGERPRINT } from '../../src/mesh/gateway/examples/names';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';

const TYPE = 'business.invoice.intent';
const PLAIN = readFileSync('samples/invoices/01-invoice-several-vat-rates.xml', 'utf8');
const RISKY = readFileSync('samples/invoices/09-invoice-high-risk.xml', 'utf8');

let mesh: TestMesh;
let client: MeshClient;
let origin: string;

beforeAll(async () => {
  mesh = await startTestMesh();
  origin = `http://127.0.0.1:${mesh.ports.gateway}`;
  client = meshClient({ url: origin, token: () => mesh.token() });
}, 60_000);
afterAll(() => mesh?.stop(), 30_000);

const post = (reference: string, document: string) =>
  client.postIntent({ type: TYPE, body: { reference, data: { document } } });

const waiting = async (reference: string): Promise<{ runId: string; taskId: string }> => {
  const { runId } = await post(reference, RISKY);
  const { tasks } = await until(
    () => client.listTasks(),
    (page) => page.tasks.some((task) => task.runId === runId),
  );
  return { runId, taskId: tasks.find((task) => task.runId === runId)!.taskId };
};

describe('the typed client', () => {
  it('sends an intent, waits for its result, and follows the run to its end', async () => {
    const accepted = await post('client-1', PLAIN);
    const told: string[] = [];
    for await (const news of client.followRun(accepted.runId, { since: 'now' }))
      told.push(news.kind === 'end' ? news.end.status : news.kind);
    expect(told.at(-1)).toBe('completed');
    expect(told.filter((one) => one === 'entry').length).toBeGreaterThan(1);
    expect(await client.waitForResult(accepted)).toMatchObject({ decision: expect.any(String) });
  }, 60_000);

  it('knows what an intent answers', async () => {
    const body = { reference: 'client-1', data: { document: PLAIN } };
    const { decision, reasons } = await client.fulfil(TYPE, body);
    expect([decision, reasons.map(({ code }) => code)]).toEqual(['posted', expect.any(Array)]);
  }, 60_000);

  it('goes on behind the news that it had', async () => {
    const { runId } = await post('client-1', PLAIN);
    const { events } = await client.getJournal({ id: runId });
    const told: string[] = [];
    for await (const news of client.followRun(runId, { after: String(events.at(-2)!.n) })) told.push(news.id);
    expect(told).toEqual([String(events.at(-1)!.n), 'end']);
  }, 60_000);

  it('lists every run, page after page', async () => {
    await post('client-2', PLAIN);
    const found: string[] = [];
    await until(
      async () => {
        found.length = 0;
        for await (const { runId } of client.all.listRuns({ limit: 1 })) found.push(runId);
        return found;
      },
      (ids) => new Set(ids).size >= 2,
    );
  }, 60_000);

  it('tells what the mesh refuses as a problem', async () => {
    const error = await client.getRun({ id: 'none' }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MeshProblem);
    expect(error).toMatchObject({ kind: 'not-found', status: 404 });
  });
});

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; example?: unknown }[];
  requestBody?: { content: Record<string, { examples: Record<string, { value: unknown }> }> };
  responses: Record<string, { content?: Record<string, object> }>;
}

/** One request as the document shows it. */
interface Shown {
  path: string;
  method: string;
  operation: Operation;
  name: string;
  mediaType?: string;
  body?: unknown;
}

const shownIn = (paths: Record<string, Record<string, Operation>>): Shown[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]): Shown[] => {
      const { requestBody, operationId: name } = operation;
      if (!requestBody) return [{ path, method, operation, name }];
      return Object.entries(requestBody.content).flatMap(([mediaType, { examples }]) =>
        Object.entries(examples).map(([example, { value }]) => ({
          path,
          method,
          operation,
          name: `${name} ${example}`,
          mediaType,
          body: value,
        })),
      );
    }),
  );

/** What the examples need beside their bodies. */
const HEADERS: Readonly<Record<string, Record<string, string>>> = {
  'application/xml': { 'mesh-reference': 'document-1' },
  'text/xml': { 'mesh-reference': 'document-2' },
};
const BINARY = {
  'content-type': 'application/json',
  'ce-specversion': '1.0',
  'ce-id': 'binary-1',
  'ce-source': '/erp/contoso',
  'ce-type': TYPE,
};

const headersOf = (mediaType: string | undefined): Record<string, string> => {
  if (mediaType === undefined) return {};
  return mediaType === '*/*' ? BINARY : { 'content-type': mediaType, ...HEADERS[mediaType] };
};

const textOf = (body: unknown): string | undefined =>
  body === undefined || typeof body === 'string' ? body : JSON.stringify(body);

/** Things that there are, by the operation whose path names them. */
const things = async () => {
  const run = await waiting('things-1');
  const toCancel = await waiting('things-2');
  await post('things-3', PLAIN);
  // The same reference with another document is a dead letter.
  await post('things-3', RISKY);
  const { letters } = await until(
    () => client.listDeadLetters(),
    (page) => page.letters.length > 0,
  );
  const letter = letters[0]!;
  const replay = await client.createReplay({ body: { select: { ids: [letter.id] } } });
  const { id: hook } = await client.createSubscription({ body: { sink: 'https://events.contoso.com/mesh' } });
  const ids: Record<string, string> = {
    GetTask: run.taskId,
    CompleteTask: run.taskId,
    CancelRun: toCancel.runId,
    GetReplay: 'id' in replay ? replay.id : '',
    StopReplay: 'id' in replay ? replay.id : '',
    DeleteSubscription: hook,
  };
  return { letter, idOf: (operationId: string) => ids[operationId] ?? run.runId };
};

it('answers every request of the document as the document says', async () => {
  const document = (await client.getOpenApi()) as { paths: Record<string, Record<string, Operation>> };
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(document, 'mesh');
  const { letter, idOf } = await things();

  const pathOf = ({ path, operation }: Shown) =>
    path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const example = operation.parameters?.find((one) => one.name === name)?.example;
      const value = name === 'letter' ? letter.id : name === 'id' ? idOf(operation.operationId) : example;
      return encodeURIComponent(value as string);
    });

  const faultsOf = (shown: Shown, status: number, contentType: string, body: unknown): string | undefined => {
    const { path, method, operation } = shown;
    const answer = operation.responses[String(status)];
    if (!answer) return `answers ${status}, of which the document says nothing`;
    const mediaType = contentType.split(';')[0]!.replace('schema+json', 'json');
    if (!answer.content) return body === undefined ? undefined : `has a body with ${status}`;
    if (!answer.content[mediaType]) return `answers ${status} as '${mediaType}'`;
    const parts = ['paths', path, method, 'responses', String(status), 'content', mediaType, 'schema'];
    const at = parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')));
    const fits = ajv.compile({ $ref: `mesh#/${at.join('/')}` });
    return fits(body) ? undefined : ajv.errorsText(fits.errors);
  };

  const token = await mesh.token();
  const done = new Set<string>();
  const wrong: string[] = [];
  for (const shown of shownIn(document.paths)) {
    const text = textOf(shown.body)?.replaceAll(FINGERPRINT, letter.fingerprint);
    const response = await fetch(origin + pathOf(shown), {
      method: shown.method.toUpperCase(),
      headers: { ...headersOf(shown.mediaType), authorization: `Bearer ${token}` },
      ...(text !== undefined && { body: text }),
    });
    const answered = await response.text();
    const body = answered === '' ? undefined : (JSON.parse(answered) as unknown);
    const fault = faultsOf(shown, response.status, response.headers.get('content-type') ?? '', body);
    if (fault !== undefined) wrong.push(`${shown.name}: ${fault} ${answered.slice(0, 300)}`);
    if (response.ok) done.add(shown.operation.operationId);
  }
  expect(wrong).toEqual([]);
  const all = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  expect(all.map(({ operationId }) => operationId).filter((id) => !done.has(id))).toEqual([]);
}, 120_000);

it('describes its events where the document of its routes says', async () => {
  expect(await client.getAsyncApi()).toMatchObject({
    asyncapi: '3.0.0',
    servers: { https: { protocol: 'http' } },
    channels: { events: { address: 'events' }, webhook: { address: '{sink}' } },
  });
});
