import { Parser } from '@asyncapi/parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { schemaBook } from '../../../../src/contracts/ajv-schema-book';
import { MESH } from '../../../../src/contracts/event-types';
import { HUBS, type Hub } from '../../../../src/contracts/hubs';
import { RIGHTS } from '../../../../src/contracts/rights';
import { schemas } from '../../../../src/contracts/generated/schemas';
import { READER } from '../../../../src/functions/readers';
import { asyncApiDocument, servedAsyncApi } from '../../../../src/mesh/gateway/asyncapi/document';
import { eventKinds } from '../../../../src/mesh/gateway/asyncapi/event-kinds';
import { SENDERS, sendersOf } from '../../../../src/mesh/gateway/asyncapi/senders';
import { book, catalog, world } from '../world';

const open = { roles: [] };
const readers = Object.entries(READER).map(([name, reader]) => ({ name, ...reader }));
const documentAt = (address: string) =>
  servedAsyncApi(asyncApiDocument({ catalog, book, readers, version: '1.2.3' }), new URL(address));
const document = documentAt('https://api.example/mesh');

interface Operation {
  action: string;
  messages: { $ref: string }[];
  channel: { $ref: string };
}
const operations = document.operations as unknown as Record<string, Operation>;
const typesOf = ({ messages }: Operation) => messages.map(({ $ref }) => $ref.split('/').at(-1)!);

const faultsOf = async (candidate: object) => {
  const { document: parsed, diagnostics } = await new Parser().parse(JSON.stringify(candidate));
  // The severity of errors is 0.
  const errors = diagnostics.filter(({ severity }) => !severity);
  return { parsed, errors: errors.map(({ message, path }) => `${path.join('/')}: ${message}`) };
};

describe('the document of all events', () => {
  it('is what the parser of AsyncAPI takes', async () => {
    const { parsed, errors } = await faultsOf(document);
    expect(errors).toEqual([]);
    expect(parsed!.version()).toBe('3.0.0');
    expect(parsed!.channels().all()).toHaveLength(HUBS.length + 2);
  });

  it('would not be, with a message that is nowhere', async () => {
    const channels = { lost: { address: 'lost', messages: { a: { $ref: '#/components/messages/none' } } } };
    expect((await faultsOf({ ...document, channels })).errors).not.toEqual([]);
  });

  it('has every type of event that the mesh speaks, with the schema of its data', () => {
    const { messages } = document.components;
    const types = Object.keys(messages);
    expect(types).toEqual(expect.arrayContaining(Object.values(MESH)));
    expect(types).toEqual(
      expect.arrayContaining([
        'business.test.intent',
        'business.test.task.created',
        'business.paper.intent.failed',
      ]),
    );
    const { payload } = (messages as unknown as Record<string, { payload: { allOf: object[] } }>)[
      'business.test.task.created'
    ]!;
    expect(payload.allOf[1]).toMatchObject({
      properties: {
        type: { const: 'business.test.task.created' },
        data: { $ref: '#/components/schemas/task.created.1' },
      },
    });
  });

  it('leads every reference to what is there', () => {
    const targets = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target!);
    expect(targets.length).toBeGreaterThan(100);
    const at = (target: string) =>
      target
        .slice(2)
        .split('/')
        .reduce<unknown>((here, name) => (here as Record<string, unknown> | undefined)?.[name], document);
    expect(targets.filter((target) => at(target) === undefined)).toEqual([]);
  });

  it.each(HUBS)('says of %s which groups read it, and which one is for others', (hub: Hub) => {
    const channel = (document.channels as unknown as Record<string, { 'x-consumer-groups': string[] }>)[hub]!;
    const own = readers.filter((one) => one.hub === hub).map(({ group }) => group);
    expect(channel['x-consumer-groups']).toEqual(expect.arrayContaining([...own, 'observability']));
  });

  it('lets no app send what its rights do not reach', () => {
    for (const app of SENDERS)
      for (const { type, meaning, hubs } of eventKinds(catalog))
        if (sendersOf(meaning).includes(app))
          expect({ app, type, reach: hubs.some((hub) => RIGHTS[app].sends.includes(hub)) }).toEqual({
            app,
            type,
            reach: true,
          });
  });

  it('says who makes what', () => {
    expect(typesOf(operations['gatewaySendsResults']!)).toEqual([
      MESH.runCancel,
      MESH.runErase,
      MESH.taskAnswer,
    ]);
    expect(typesOf(operations['workerSendsDlq']!)).toEqual([MESH.eventDeadlettered]);
    expect(operations['plannerSendsTasks']!.action).toBe('send');
    expect(operations['workerTasksReceives']).toMatchObject({
      action: 'receive',
      channel: { $ref: '#/channels/tasks' },
      bindings: { kafka: { groupId: { enum: ['worker'] } } },
    });
  });

  it('has a message of every hub made by somebody, and read by somebody', () => {
    const all = Object.values(operations);
    for (const hub of HUBS) {
      const on = all.filter(({ channel }) => channel.$ref === `#/channels/${hub}`);
      expect(new Set(on.map(({ action }) => action))).toEqual(new Set(['send', 'receive']));
    }
  });

  it('has every event of the schemas folder that is one', () => {
    const used = new Set(eventKinds(catalog).map(({ schema }) => schema));
    const events = Object.keys(schemas).filter((key) => /^(mesh|task|intent)\./.test(key));
    expect(events.filter((key) => !used.has(key))).toEqual([]);
  });
});

describe('the examples of the messages', () => {
  // Of the intents that the schemas folder has: those of the product.
  const intents = Object.keys(schemas)
    .filter((key) => /^business\..*\.intent@1$/.test(key))
    .map((schema) => ({ intent: schema.replace('@1', ''), schema, output: schema }));
  const product = asyncApiDocument({
    catalog: { intents: () => intents as unknown as ReturnType<typeof catalog.intents> },
    book: schemaBook(schemas),
    readers,
    version: '1.2.3',
  });
  interface Message {
    examples: { name: string; headers: object; payload: object }[];
  }
  const messages = product.components.messages as unknown as Record<string, Message>;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ components: product.components }, 'mesh');
  const faults = (type: string, part: 'headers' | 'payload', value: unknown): string[] => {
    const check = ajv.compile({ $ref: `mesh#/components/messages/${type}/${part}` });
    return check(value) ? [] : check.errors!.map((error) => `${error.instancePath} ${error.message}`);
  };

  it.each(Object.keys(messages))('show %s as it is sent', (type) => {
    const { examples } = messages[type]!;
    expect(examples.length).toBeGreaterThan(0);
    for (const { headers, payload } of examples)
      expect({
        headers: faults(type, 'headers', headers),
        payload: faults(type, 'payload', payload),
      }).toEqual({ headers: [], payload: [] });
  });

  it('would be found out if they did not', () => {
    const { payload } = messages['business.invoice.intent']!.examples[0]!;
    expect(faults('business.invoice.intent', 'payload', { ...payload, type: 'other' })).not.toEqual([]);
    expect(faults('business.invoice.intent', 'payload', { ...payload, data: {} })).not.toEqual([]);
  });

  it('are what the parser takes', async () => {
    expect((await faultsOf(servedAsyncApi(product, new URL('https://api.example')))).errors).toEqual([]);
  });
});

describe('GET /api/asyncapi.json', () => {
  it('is open to everyone, and names where callers reach the mesh', async () => {
    const { status, body } = await world({ publicUrl: 'https://api.example/mesh' }).call(
      'GET',
      '/api/asyncapi.json',
      open,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      asyncapi: '3.0.0',
      servers: { https: { host: 'api.example', pathname: '/mesh', protocol: 'https' } },
    });
  });

  it('is what the parser takes on the laptop too', async () => {
    expect((await faultsOf(documentAt('http://localhost:7071'))).errors).toEqual([]);
  });
});
