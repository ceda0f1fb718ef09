import { apiProperties } from '../../power-platform/generator/api-properties';
import { RUNTIME, type Connection, type WireRequest } from '../support/connector-runtime';
import { powerAutomate } from '../support/power-automate';
import { definition } from './connector';

type Reply = (request: WireRequest) => Response;

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** A flow against answers that are given in turn; the last one stays. */
const flow = async (
  replies: readonly Reply[],
  change: (connection: Connection) => void = () => undefined,
) => {
  const made = await definition();
  const connection: Connection = {
    definition: made,
    properties: apiProperties(made).properties,
    address: 'https://mesh.example/mesh',
    token: async () => 'token-1',
    subscriptionKey: 'key-1',
  };
  change(connection);
  const sent: WireRequest[] = [];
  const waits: number[] = [];
  const client = powerAutomate(connection, {
    wait: async (ms) => void waits.push(ms),
    send: async (request) => {
      sent.push(request);
      return replies[Math.min(sent.length, replies.length) - 1]!(request);
    },
  });
  return { client, sent, waits };
};

const INVOICE = { 'body/reference': 'r-1', 'body/data/document': '<Invoice/>' };
const done: Reply = () => json(200, { decision: 'posted' });

it('sends what the form holds, with the token, and the key by the policy', async () => {
  const { client, sent } = await flow([() => json(202, { runId: 'run-1' })]);
  expect(await client.action('SubmitInvoice', { ...INVOICE, 'body/priority': 'high' })).toEqual({
    status: 202,
    body: { runId: 'run-1' },
  });
  expect(sent).toEqual([
    {
      method: 'POST',
      url: 'https://mesh.example/mesh/api/intents/business.invoice.intent',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: 'Bearer token-1',
        'Ocp-Apim-Subscription-Key': 'key-1',
      },
      body: JSON.stringify({ reference: 'r-1', data: { document: '<Invoice/>' }, priority: 'high' }),
    },
  ]);
});

it('encodes what stands in the path once, and fills in what makers do not see', async () => {
  const { client, sent } = await flow([done]);
  await client.action('WaitForInvoice', { id: 'a/b c%' });
  expect(sent[0]!.url).toBe(
    'https://mesh.example/mesh/api/intents/business.invoice.intent/runs/a%2Fb%20c%25/result?since=now',
  );
});

it.each([
  [
    'an unknown parameter',
    { ...INVOICE, 'body/dokument': 'x' },
    'SubmitInvoice has no parameter body/dokument',
  ],
  ['a missing one', { 'body/reference': 'r-1' }, 'SubmitInvoice needs body/data/document'],
])('refuses %s before anything is sent', async (_what, inputs, message) => {
  const { client, sent } = await flow([done]);
  await expect(client.action('SubmitInvoice', inputs)).rejects.toThrow(message);
  expect(sent).toEqual([]);
});

it.each([408, 429, 500, 502, 503])('repeats what was answered with %s, four times', async (status) => {
  const { client, sent, waits } = await flow([() => json(status, {})]);
  expect(await client.action('SubmitInvoice', INVOICE)).toMatchObject({ status });
  expect(sent).toHaveLength(5);
  expect(waits).toEqual([7_500, 15_000, 30_000, 45_000]);
});

it('waits as long as it is told', async () => {
  const { client, waits } = await flow([() => json(429, {}, { 'retry-after': '3' }), done]);
  expect(await client.action('GetRun', { id: 'run-1' })).toMatchObject({ status: 200 });
  expect(waits).toEqual([3_000]);
});

it.each([400, 401, 403, 404, 409, 422])('does not repeat what was answered with %s', async (status) => {
  const { client, sent } = await flow([() => json(status, { detail: 'No.' })]);
  expect(await client.action('GetRun', { id: 'run-1' })).toEqual({ status, body: { detail: 'No.' } });
  expect(sent).toHaveLength(1);
});

describe('an answer of 202', () => {
  const later =
    (headers: Record<string, string> = {}): Reply =>
    () =>
      json(202, {}, { location: 'https://mesh.example/mesh/api/runs/run-1/result?since=17', ...headers });

  it('with an address is asked again until it is another, every 20 s or as told', async () => {
    const { client, sent, waits } = await flow([later(), later({ 'retry-after': '5' }), done]);
    expect(await client.action('WaitForInvoice', { id: 'run-1' })).toEqual({
      status: 200,
      body: { decision: 'posted' },
    });
    expect(waits).toEqual([20_000, 5_000]);
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
  });

  it('is asked again on the connection, with its token and key, since the instant that the mesh told', async () => {
    const { client, sent } = await flow([later(), done]);
    await client.action('WaitForInvoice', { id: 'run-1' });
    expect(sent[1]).toMatchObject({
      url: 'https://mesh.example/mesh/api/intents/business.invoice.intent/runs/run-1/result?since=17',
      headers: { authorization: 'Bearer token-1', 'Ocp-Apim-Subscription-Key': 'key-1' },
    });
  });

  it('leaves the connection, and loses token and key, without the script', async () => {
    const { client, sent } = await flow([later(), done], ({ properties }) => {
      properties.scriptOperations = [];
    });
    await client.action('WaitForInvoice', { id: 'run-1' });
    expect(sent[1]).toEqual({
      method: 'GET',
      url: 'https://mesh.example/mesh/api/runs/run-1/result?since=17',
      headers: { accept: 'application/json' },
    });
  });

  it('without an address is an answer', async () => {
    const { client, sent } = await flow([() => json(202, { runId: 'run-1' })]);
    await client.action('SubmitInvoice', INVOICE);
    expect(sent).toHaveLength(1);
  });

  it('is asked again through passing faults', async () => {
    const { client, sent } = await flow([later(), () => json(503, {}), done]);
    expect(await client.action('WaitForInvoice', { id: 'run-1' })).toMatchObject({ status: 200 });
    expect(sent).toHaveLength(3);
  });
});

describe('a trigger', () => {
  const HOOK = 'https://mesh.example/mesh/api/hooks/secret-id';
  const subscribed: Reply = ({ method }) =>
    method === 'DELETE' ? new Response(null, { status: 204 }) : json(201, {}, { location: HOOK });

  it('subscribes with the address at which the flow listens', async () => {
    const { client, sent } = await flow([subscribed]);
    const trigger = await client.trigger('WhenRunEnds', { 'body/statuses': ['completed'] });
    const body = JSON.parse(sent[0]!.body!) as { sink: string; statuses: string[] };
    expect(body.statuses).toEqual(['completed']);
    await fetch(body.sink, { method: 'POST', body: JSON.stringify({ runId: 'run-1' }) });
    expect(await trigger.next()).toMatchObject({ body: { runId: 'run-1' } });
    await trigger.off();
  });

  it('unsubscribes at the address that it got, without token and key', async () => {
    const { client, sent } = await flow([subscribed]);
    const trigger = await client.trigger('WhenRunEnds', {});
    expect(await trigger.off()).toBe(204);
    expect(sent[1]).toEqual({ method: 'DELETE', url: HOOK });
  });

  it.each<[string, Reply]>([
    ['another status', () => json(200, {}, { location: HOOK })],
    ['no address', () => json(201, {})],
  ])('is not registered by an answer with %s', async (_what, reply) => {
    const { client } = await flow([reply]);
    await expect(client.trigger('WhenRunEnds', {})).rejects.toThrow('the trigger was not registered');
  });
});

it('knows no operation but those of the definition', async () => {
  const { client } = await flow([done]);
  await expect(client.action('DeleteRun', {})).rejects.toThrow('the connector has no operation DeleteRun');
  expect(RUNTIME).not.toContain('mesh.example');
});
