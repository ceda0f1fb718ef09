import { hasEnded, type RunView } from '../../src/cli/run-view';
import { CLIENT_ID, startIngestion, TOKEN, type Ingestion } from '../support/ingestion';
import { postInvoice } from '../support/invoices';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';

let ingestion: Ingestion;
let mesh: TestMesh;
beforeAll(async () => {
  ingestion = await startIngestion();
  mesh = await startTestMesh({
    env: {
      ...ingestion.settings,
      // Soon, and all of it: what is a minute and a sample in Azure.
      OTEL_METRIC_EXPORT_INTERVAL: '500',
      OTEL_BSP_SCHEDULE_DELAY: '500',
      OTEL_TRACES_SAMPLER: 'always_on',
      MESH_MONITOR_SCHEDULE: '* * * * * *',
    },
  });
}, 60_000);
afterAll(async () => {
  await mesh?.stop();
  await ingestion?.stop();
}, 30_000);

const metrics = () =>
  ingestion.envelopes.flatMap(({ data: { baseType, baseData } }) =>
    baseType === 'MetricData'
      ? baseData.metrics!.map((metric) => ({ ...metric, properties: baseData.properties ?? {} }))
      : [],
  );
const sumOf = (name: string, properties: object = {}) =>
  metrics()
    .filter((metric) => metric.name === name)
    .filter((metric) => Object.entries(properties).every(([key, value]) => metric.properties[key] === value))
    .reduce((sum, { value }) => sum + value, 0);
it('takes in the measures and the spans of one invoice, each from where it was made', async () => {
  const { runId } = await postInvoice(mesh.client, 'INSIGHTS-1');
  const run = await until(() => mesh.client.get<RunView>(`runs/${runId}`), hasEnded);
  const done = run.steps!.filter(({ status }) => status === 'completed').length;

  const names = await until(
    async () => new Set(metrics().map(({ name }) => name)),
    (found) =>
      [
        'mesh.intents.accepted',
        'http.server.request.duration',
        'messaging.client.sent.messages',
        'messaging.process.duration',
        'mesh.runs.ended',
        'mesh.task.duration',
        'mesh.consumer.lag',
        'mesh.consumer.oldest_age',
        'mesh.letters.open',
      ].every((name) => found.has(name)),
    20_000,
  );
  expect(names).toContain('messaging.client.consumed.messages');
  await until(
    async () => sumOf('mesh.tasks', { 'mesh.outcome': 'completed' }),
    (sum) => sum === done,
    20_000,
  );
  expect(
    sumOf('mesh.runs.ended', { 'mesh.intent.type': 'business.invoice.intent', 'mesh.status': 'completed' }),
  ).toBe(1);

  const requests = () =>
    ingestion.envelopes.flatMap(({ tags, data: { baseType, baseData } }) =>
      baseType === 'RequestData' ? [{ name: baseData.name, trace: tags['ai.operation.id'] }] : [],
    );
  const own = await until(
    async () => requests().flatMap(({ name, trace }) => (trace === run.traceId ? [name] : [])),
    (found) => found.includes('perform invoice.decide@1') && found.includes('fold'),
    20_000,
  );
  // One request: neither the host's nor a library's telling of the same.
  expect(own.filter((name) => name?.startsWith('POST'))).toEqual(['POST /api/intents/{type}']);
  const all = requests().map(({ name }) => name);
  expect(all).toEqual(expect.arrayContaining(['process intents', 'process tasks', 'process results']));
  expect(all).not.toContain(undefined);
}, 60_000);

it('sends with the identity that it is told, and never without', () => {
  expect(new Set(ingestion.authorizations)).toEqual(new Set([`Bearer ${TOKEN}`]));
  const asked = ingestion.tokensAsked.map((query) =>
    [query.get('client_id'), query.get('resource')].join(' '),
  );
  expect(new Set(asked)).toEqual(new Set([`${CLIENT_ID} https://monitor.azure.com`]));
});

it('says nothing of the documents, and shows no key', () => {
  expect(JSON.stringify(ingestion.envelopes)).not.toMatch(/Lindental|DE812345670|1692\.63|AccountKey/);
});
