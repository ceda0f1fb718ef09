import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { apiProperties } from '../../power-platform/generator/api-properties';
import type { Swagger } from '../../power-platform/generator/swagger';
import type { Connection } from '../support/connector-runtime';
import { sendAsIs } from '../support/connector-runtime';
import { powerAutomate, type PowerAutomate } from '../support/power-automate';
import type { Flow } from '../power-platform/flow';
import { runFlow, type Connector } from '../support/flow-run';
import { invoiceNumbered } from '../support/invoices';
import { ledgerOf } from '../support/ledger';
import { startTestMesh, type TestMesh } from '../support/mesh';
import { until } from '../support/until';

const CONNECTOR = 'power-platform/connector';
const PLAIN = readFileSync('samples/invoices/01-invoice-several-vat-rates.xml');
const RISKY = readFileSync('samples/invoices/09-invoice-high-risk.xml');

/** A flow waits for seconds; here the mesh is as fast as it is. */
const TIMES_FASTER = 50;

interface Submission {
  runId: string;
}

const read = (file: string): unknown => JSON.parse(readFileSync(`${CONNECTOR}/${file}`, 'utf8'));

let mesh: TestMesh;
let flow: PowerAutomate;
let connection: Connection;
/** What the flow waited for, in its own time. */
const waits: number[] = [];

const wait = async (ms: number) => {
  waits.push(ms);
  await sleep(ms / TIMES_FASTER);
};

beforeAll(async () => {
  mesh = await startTestMesh();
  connection = {
    definition: read('apiDefinition.swagger.json') as Swagger,
    properties: (read('apiProperties.json') as ReturnType<typeof apiProperties>).properties,
    address: `http://127.0.0.1:${mesh.ports.gateway}`,
    token: () => mesh.token(),
    subscriptionKey: 'not-checked-here',
  };
  flow = powerAutomate(connection, { wait });
}, 60_000);

afterAll(() => mesh?.stop(), 30_000);

/** As the sample flow does it: the content of an attachment, as it comes. */
const submit = async (reference: string, document: Buffer): Promise<string> => {
  const { status, body } = await flow.action('SubmitInvoice', {
    'body/reference': reference,
    'body/data/document': document.toString('base64'),
    'body/data/encoding': 'base64',
    'body/data/fileName': `${reference}.xml`,
  });
  expect(status).toBe(202);
  return (body as Submission).runId;
};

it('submits an invoice, waits by polling, and gets the decision', async () => {
  waits.length = 0;
  const id = await submit('mail-1', PLAIN);
  expect(await flow.action('WaitForInvoice', { id })).toMatchObject({
    status: 200,
    body: { decision: 'posted', number: expect.any(String), reasons: expect.any(Array) },
  });
  // Polled on the connection at the pace that the mesh asks for, and nothing had to be repeated.
  expect(new Set(waits)).toEqual(new Set([5_000]));
});

it('gives the result of a run that has ended long ago at once', async () => {
  const id = await submit('mail-1', PLAIN);
  waits.length = 0;
  expect(await flow.action('WaitForInvoice', { id })).toMatchObject({ status: 200 });
  expect(waits).toEqual([]);
});

it('gives the same run when a flow is resubmitted, because its reference is the same', async () => {
  expect(await submit('mail-2', PLAIN)).toBe(await submit('mail-2', PLAIN));
  expect(await submit('mail-3', PLAIN)).not.toBe(await submit('mail-2', PLAIN));
});

it('cannot poll what leaves the connection: the script is needed', async () => {
  const id = await submit('mail-4', RISKY);
  const properties = { ...connection.properties, scriptOperations: [] };
  const withoutScript = powerAutomate({ ...connection, properties }, { wait });
  expect(await withoutScript.action('WaitForInvoice', { id })).toMatchObject({ status: 401 });
});

it('lists an approval that waits, answers it, and the flow that waits goes on', async () => {
  const id = await submit('mail-5', RISKY);
  const result = flow.action('WaitForInvoice', { id });
  const task = await until(
    async () => {
      const { body } = await flow.action('ListTasks', { limit: 200 });
      const { tasks } = body as { tasks: { taskId: string; runId: string; title: string }[] };
      return tasks.find(({ runId }) => runId === id);
    },
    (found) => found !== undefined,
  );
  expect(task!.title).toEqual(expect.any(String));
  expect(await flow.action('GetRun', { id })).toMatchObject({ status: 200, body: { status: 'waiting' } });
  const answer = {
    id: task!.taskId,
    'body/output/decision': 'rejected',
    'body/output/comment': 'Not theirs.',
  };
  expect(await flow.action('AnswerTask', answer)).toMatchObject({ status: 202 });
  expect(await result).toMatchObject({ status: 200, body: { decision: 'declined', comment: 'Not theirs.' } });
  expect(await flow.action('AnswerTask', answer)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('takes no answer') },
  });
});

it('tells a maker what is wrong with what was submitted', async () => {
  const wrong = await flow.action('SubmitInvoice', {
    'body/reference': 'mail-6',
    'body/data/document': '<Invoice/>',
    'body/data/encoding': 'zip',
  });
  expect(wrong).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining('/data/encoding'), errors: [{ pointer: '/data/encoding' }] },
  });
});

it('is not repeated where nothing is to be found', async () => {
  waits.length = 0;
  const id = '00000000-0000-8000-8000-000000000000';
  expect(await flow.action('GetRun', { id })).toMatchObject({ status: 404 });
  expect(waits).toEqual([]);
});

it('starts a flow when a run ends, only for what it asked for, until it is turned off', async () => {
  const trigger = await flow.trigger('WhenRunEnds', {
    'body/types': ['business.invoice.intent'],
    'body/statuses': ['completed'],
    'body/reference': 'mail-8',
  });
  expect(trigger.location).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/hooks\/[\w-]{43}$/);

  // Has ended, so it would have been told of before the next one.
  await flow.action('WaitForInvoice', { id: await submit('mail-7', PLAIN) });
  const id = await submit('mail-8', PLAIN);
  const { body } = await trigger.next();
  expect(body).toMatchObject({
    runId: id,
    type: 'business.invoice.intent',
    status: 'completed',
    reference: 'mail-8',
    output: { decision: expect.any(String) },
    link: expect.stringContaining(id),
  });
  expect(trigger.received).toHaveLength(1);

  expect(await trigger.off()).toBe(204);
  // Turned off is turned off, also when it is said twice.
  expect((await sendAsIs({ method: 'DELETE', url: trigger.location })).status).toBe(204);
  const { subscriptions } = await mesh.client.get<{ subscriptions: unknown[] }>('subscriptions');
  expect(subscriptions).toEqual([]);
});

describe('the sample flow', () => {
  const FLOW = JSON.parse(readFileSync('power-platform/flows/invoices-from-a-mailbox.json', 'utf8')) as Flow;

  const attachment = (name: string, content: Uint8Array) => ({
    name,
    contentBytes: Buffer.from(content).toString('base64'),
  });

  const mail = (id: string, attachments: readonly object[]) => ({
    body: {
      id: `outlook-${id}`,
      internetMessageId: `<${id}@supplier.example>`,
      subject: 'Invoices',
      attachments,
    },
  });

  /** Runs it with one mail, and tells what it replied and posted. */
  const started = async (trigger: object) => {
    const replies: string[] = [];
    const posts: string[] = [];
    const outlook: Connector = async (operationId, inputs) => {
      expect(operationId).toBe('ReplyToV3');
      replies.push(String(inputs['replyParameters/Body']));
      return { status: 200, body: null };
    };
    const teams: Connector = async (_operationId, inputs) => {
      posts.push(String(inputs['body/messageBody']));
      return { status: 200, body: null };
    };
    const connectors = { shared_agentmesh: flow.action, shared_office365: outlook, shared_teams: teams };
    return { ...(await runFlow(FLOW, { trigger, connectors })), replies, posts };
  };

  it('submits what a mail brings, and tells what was posted, what was not, and what came to nothing', async () => {
    const { replies, posts } = await started(
      mail('m-1', [
        attachment('good.xml', invoiceNumbered('MAIL-1')),
        attachment('Bad.XML', Buffer.from('<Invoice xmlns="urn:example:other"/>')),
        attachment('large.xml', Buffer.alloc(300_000, 'x')),
        attachment('logo.png', Buffer.from('no invoice')),
      ]),
    );
    expect(replies).toEqual([
      expect.stringMatching(/Invoice MAIL-1 of .+ over [\d.]+ EUR was posted as \S+\./),
    ]);
    expect(posts).toEqual([
      expect.stringMatching(/Bad\.XML of the mail "Invoices" came to nothing.*not a UBL 2\.1 Invoice/s),
      expect.stringMatching(/large\.xml of the mail "Invoices" came to nothing.*at most 256 KiB/s),
    ]);
  });

  it('changes nothing when it is resubmitted', async () => {
    const trigger = mail('m-2', [attachment('again.xml', invoiceNumbered('MAIL-2'))]);
    const first = await started(trigger);
    const booked = await ledgerOf(mesh);
    expect(booked.filter(({ number }) => number === 'MAIL-2')).toHaveLength(1);
    expect(await started(trigger)).toEqual(first);
    expect(await ledgerOf(mesh)).toHaveLength(booked.length);
  });

  it('does nothing with a mail that brings no XML', async () => {
    const { statuses, replies, posts } = await started(
      mail('m-3', [attachment('logo.png', Buffer.from('x'))]),
    );
    expect([...replies, ...posts]).toEqual([]);
    expect(statuses.get('For_each_invoice')).toBe('Succeeded');
  });
});
