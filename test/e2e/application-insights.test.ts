import { hasEnded, type RunView } from '../../src/cli/run-view';
import { CLIENT_ID, startIngestion, TOKEN, type Ingestion } from '../support/ingestion';
import { postInvoice } from '../support/invoices';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';

let ingestion: Ingestion;
let mesh: TestMesh;
let run: RunView;

/** One invoice on the laptop, from start to stop: what no interval has sent by then is sent at the end. */
beforeAll(async () => {
  ingestion = await startIngestion();
  mesh = await startTestMesh({
    env: {
      ...ingestion.settings,
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_METRIC_EXPORT_INTERVAL: '600000',
      MESH_MONITOR_SCHEDULE: '* * * * * *',
    },
  });
  const { runId } = await postInvoice(mesh.client, 'INSIGHTS-1');
  run = await until(() => mesh.client.get<RunView>(`runs/${runId}`), hasEnded);
  await until(
    () => mesh.client.get<{ parts: { name: string; at?: string }[] }>('health'),
    ({ parts }) => parts.some(({ name, at }) => name === 'monitor' && at !== undefined),
  );
  await mesh.stop();
}, 90_000);
afterAll(() => ingestion?.stop());

const metrics = () =>
  ingestion.envelopes.flatMap(({ data: { baseType, baseData } }) =>
    baseType === 'MetricData'
      ? baseData.metrics!.map((metric) => ({ ...metric, properties: baseData.properties ?? {} }))
      : [],
  );
const sumOf = (name: string, properties: object) =>
  metrics()
    .filter((metric) => metric.name === name)
    .filter((metric) => Object.entries(properties).every(([key, value]) => metric.properties[key] === value))
    .reduce((sum, { value }) => sum + value, 0);
const requests = () =>
  ingestion.envelopes.flatMap(({ tags, data: { baseType, baseData } }) =>
    baseType === 'RequestData' ? [{ name: baseData.name, trace: tags['ai.operation.id'] }] : [],
  );

it('takes in the measures of one invoice, from every part', () => {
  expect([...new Set(metrics().map(({ name }) => name))]).toEqual(
    expect.arrayContaining([
      'http.server.request.duration',
      'mesh.intents.accepted',
      'messaging.client.sent.messages',
      'messaging.client.consumed.messages',
      'messaging.process.duration',
      'mesh.task.duration',
      'mesh.task.attempts',
      'mesh.run.duration',
      'mesh.consumer.lag',
      'mesh.consumer.oldest_age',
      'mesh.letters.open',
    ]),
  );
  const done = run.steps!.filter(({ status }) => status === 'completed').length;
  expect(sumOf('mesh.tasks', { 'mesh.outcome': 'completed' })).toBe(done);
  const ended = { 'mesh.intent.type': 'business.invoice.intent', 'mesh.status': 'completed' };
  expect(sumOf('mesh.runs.ended', ended)).toBe(1);
});

it('takes in its spans, as requests with a name and in one trace', () => {
  const own = requests().flatMap(({ name, trace }) => (trace === run.traceId ? [name] : []));
  expect(own).toEqual(expect.arrayContaining(['fold', 'perform invoice.decide@1']));
  // One request: neither the host's nor a library's telling of the same.
  expect(own.filter((name) => name?.startsWith('POST'))).toEqual(['POST /api/intents/{type}']);
  const all = requests().map(({ name }) => name);
  expect(all).toEqual(expect.arrayContaining(['process intents', 'process tasks', 'process results']));
  expect(all).not.toContain(undefined);
});

it('is sent to with the identity that the app is told, and never without', () => {
  expect(new Set(ingestion.authorizations)).toEqual(new Set([`Bearer ${TOKEN}`]));
  const asked = ingestion.tokensAsked.map((query) =>
    [query.get('client_id'), query.get('resource')].join(' '),
  );
  expect(new Set(asked)).toEqual(new Set([`${CLIENT_ID} https://monitor.azure.com`]));
});

it('is told nothing of the documents, and no key', () => {
  expect(JSON.stringify(ingestion.envelopes)).not.toMatch(/Lindental|DE812345670|1692\.63|AccountKey/);
});
